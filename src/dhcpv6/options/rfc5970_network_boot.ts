import { defineOption, type OptionDef } from "../option.ts";
import { listOf, text, u16, u8 } from "../field.ts";
import { countedTexts } from "../field_counted_text.ts";

/** The messages of clients, which tell a server what they can boot. */
const CLIENT_MESSAGES: readonly string[] = [
  "solicit",
  "request",
  "confirm",
  "renew",
  "rebind",
  "release",
  "decline",
  "information-request",
];

/** Where a client gets its boot file. */
export interface BootfileUrlValue {
  /** A URL; an IPv6 address in it stands in brackets. */
  url: string;
}

/** Boot File Uniform Resource Locator option. */
export const BootfileUrl: OptionDef<BootfileUrlValue> = /* @__PURE__ */ defineOption(
  59,
  "bootfile-url",
  "RFC 5970 section 3.1",
  { url: text },
  { within: ["advertise", "reply"] },
);

/** What a client passes to the boot file. */
export interface BootfileParamValue {
  /** In the order of the arguments. */
  parameters: string[];
}

/** Boot File Parameters option. */
export const BootfileParam: OptionDef<BootfileParamValue> = /* @__PURE__ */ defineOption(
  60,
  "bootfile-param",
  "RFC 5970 section 3.2",
  { parameters: countedTexts },
  { within: ["advertise", "reply"] },
);

/** What kinds of boot file a client can run. */
export interface ClientArchTypeValue {
  /** Numbers of IANA's processor architecture types, the preferred one first; 7 = x64 UEFI, 11 = 64-bit ARM UEFI. */
  architectures: number[];
}

/** Client System Architecture Type option. */
export const ClientArchType: OptionDef<ClientArchTypeValue> = /* @__PURE__ */ defineOption(
  61,
  "client-arch-type",
  "RFC 5970 section 3.3",
  { architectures: /* @__PURE__ */ listOf(u16) },
  { within: CLIENT_MESSAGES, requestable: false },
);

/** Which interface to its network card a client has for booting. */
export interface NetworkInterfaceIdValue {
  /** 1 = Universal Network Device Interface. */
  type: number;
  /** Major number of its version. */
  major: number;
  /** Minor number of its version. */
  minor: number;
}

/** Client Network Interface Identifier option. */
export const NetworkInterfaceId: OptionDef<NetworkInterfaceIdValue> = /* @__PURE__ */ defineOption(
  62,
  "nii",
  "RFC 5970 section 3.4",
  { type: u8, major: u8, minor: u8 },
  { within: CLIENT_MESSAGES },
);
