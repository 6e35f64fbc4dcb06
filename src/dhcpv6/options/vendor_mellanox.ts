import { defineOption, type OptionDef, type OptionTraits } from "../option.ts";
import { bytes, text } from "../field.ts";
import { OptionSpace } from "../option_space.ts";

const ONYX = "NVIDIA Onyx (MLNX-OS) User Manual, zero-touch provisioning";

const TRAITS: OptionTraits = {
  within: ["vendor-opts"],
  unverified: "the list of suboptions, which is that of another implementation",
};

/** What a switch of Mellanox says of itself. */
export interface MellanoxTextValue {
  /** For people. */
  text: string;
}

/** Where a switch of Mellanox is reached. */
export interface MellanoxMacValue {
  /** As it stands in the suboption: 6 bytes, or text. */
  address: Uint8Array;
}

/** Model suboption of Mellanox: what the switch is. */
export const MellanoxModel: OptionDef<MellanoxTextValue> = /* @__PURE__ */ defineOption(
  1,
  "model",
  ONYX,
  { text },
  TRAITS,
);

/** Part Number suboption of Mellanox: the chassis'. */
export const MellanoxPartNumber: OptionDef<MellanoxTextValue> = /* @__PURE__ */ defineOption(
  2,
  "part-number",
  ONYX,
  { text },
  TRAITS,
);

/** Serial Number suboption of Mellanox: the chassis'. */
export const MellanoxSerialNumber: OptionDef<MellanoxTextValue> = /* @__PURE__ */ defineOption(
  3,
  "serial-number",
  ONYX,
  { text },
  TRAITS,
);

/** MAC suboption of Mellanox: the management port's address. */
export const MellanoxMac: OptionDef<MellanoxMacValue> = /* @__PURE__ */ defineOption(
  4,
  "mac",
  ONYX,
  { address: bytes },
  TRAITS,
);

/** Profile suboption of Mellanox: the system profile. */
export const MellanoxProfile: OptionDef<MellanoxTextValue> = /* @__PURE__ */ defineOption(
  5,
  "profile",
  ONYX,
  { text },
  TRAITS,
);

/** Release suboption of Mellanox: the version of its software. */
export const MellanoxRelease: OptionDef<MellanoxTextValue> = /* @__PURE__ */ defineOption(
  6,
  "release",
  ONYX,
  { text },
  TRAITS,
);

/** The suboptions of Mellanox, enterprise number 33049. */
export const mellanoxSuboptions: OptionSpace = /* @__PURE__ */ new OptionSpace("Mellanox", [
  MellanoxModel,
  MellanoxPartNumber,
  MellanoxSerialNumber,
  MellanoxMac,
  MellanoxProfile,
  MellanoxRelease,
]);
