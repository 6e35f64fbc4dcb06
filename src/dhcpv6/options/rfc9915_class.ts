import { u16At, u32At, type Writer } from "../../wire/mod.ts";
import { defineOption, type OptionDef } from "../option.ts";
import { countedBytes } from "../field.ts";
import { enterpriseNumber } from "../field_enterprise.ts";
import { optionsBy } from "../nested_field.ts";
import type { Options } from "../options.ts";
import { vendorSpace } from "./vendor_spaces.ts";

/** All messages between client and server but Reconfigure (RFC 9915 appendix B). */
const CLASS_PLACES: readonly string[] = [
  "solicit",
  "advertise",
  "request",
  "confirm",
  "renew",
  "rebind",
  "reply",
  "release",
  "decline",
  "information-request",
];

/** What kind of user or use a client is for. */
export interface UserClassValue {
  /** One or more opaque names. */
  classes: Uint8Array[];
}

/** User Class option. */
export const UserClass: OptionDef<UserClassValue> = /* @__PURE__ */ defineOption(
  15,
  "user-class",
  "RFC 9915 section 21.15",
  { classes: countedBytes },
  { within: CLASS_PLACES, requestable: false },
);

/** What hardware or software a client is. */
export interface VendorClassValue {
  /** The vendor's number in IANA's list of private enterprises. */
  enterprise: number;
  /** Opaque names that the vendor gives. */
  classes: Uint8Array[];
}

/** Vendor Class option. */
export const VendorClass: OptionDef<VendorClassValue> = /* @__PURE__ */ defineOption(
  16,
  "vendor-class",
  "RFC 9915 section 21.16",
  { enterprise: enterpriseNumber, classes: countedBytes },
  { repeats: true, within: CLASS_PLACES, requestable: false },
  { read: readVendorClass, write: writeVendorClass },
);

/** What a vendor's client and server tell each other. */
export interface VendorOptionsValue {
  /** The vendor's number in IANA's list of private enterprises. */
  enterprise: number;
  /** Suboptions in a code space of the vendor's own; their codes are not those of DHCPv6 options. */
  options: Options;
}

/** Vendor-specific Information option. */
export const VendorOptions: OptionDef<VendorOptionsValue> = /* @__PURE__ */ defineOption(
  17,
  "vendor-opts",
  "RFC 9915 section 21.17",
  {
    enterprise: enterpriseNumber,
    options: /* @__PURE__ */ optionsBy<VendorOptionsValue>("vendor", ({ enterprise }) => vendorSpace(enterprise)),
  },
  {
    repeats: true,
    within: /* @__PURE__ */ CLASS_PLACES.concat("relay-forward", "relay-reply"),
    requestable: "optional",
  },
);

function readVendorClass(bytes: Uint8Array, at: number, end: number): VendorClassValue | undefined {
  const classes: Uint8Array[] = [];
  let next = at + 4;
  while (end - next >= 2) {
    const start = next + 2;
    next = start + u16At(bytes, next);
    if (next <= end) classes.push(bytes.subarray(start, next));
  }
  return next === end ? { enterprise: u32At(bytes, at), classes } : undefined;
}

function writeVendorClass(writer: Writer, { enterprise, classes }: VendorClassValue): void {
  writer.u32(enterprise);
  countedBytes.write(writer, classes);
}
