import { defineOption, type OptionDef } from "../option.ts";
import { bytes } from "../field.ts";
import { OptionSpace } from "../option_space.ts";

/** What a Windows server and its directory service tell each other to find servers that nobody allowed. */
export interface MicrosoftRogueDetectionValue {
  /** As it stands in the suboption. */
  data: Uint8Array;
}

/** Rogue Detection Request suboption of Microsoft. */
export const MicrosoftRogueDetectionRequest: OptionDef<MicrosoftRogueDetectionValue> = /* @__PURE__ */ defineOption(
  94,
  "rogue-detection-request",
  "Microsoft MS-DHCPE",
  { data: bytes },
  { within: ["vendor-opts"] },
);

/** Rogue Detection Reply suboption of Microsoft. */
export const MicrosoftRogueDetectionReply: OptionDef<MicrosoftRogueDetectionValue> = /* @__PURE__ */ defineOption(
  95,
  "rogue-detection-reply",
  "Microsoft MS-DHCPE",
  { data: bytes },
  { within: ["vendor-opts"] },
);

/** The suboptions of Microsoft, enterprise number 311. */
export const microsoftSuboptions: OptionSpace = /* @__PURE__ */ new OptionSpace("Microsoft", [
  MicrosoftRogueDetectionRequest,
  MicrosoftRogueDetectionReply,
]);
