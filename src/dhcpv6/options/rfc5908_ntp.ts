import { defineOption, type OptionDef } from "../option.ts";
import { address, domainName } from "../field.ts";
import { optionsOf } from "../nested_field.ts";
import { OptionSpace } from "../option_space.ts";
import type { IPv6Address } from "../address.ts";
import type { Options } from "../options.ts";

/** A time server's address. */
export interface NtpAddressValue {
  /** The address. */
  address: IPv6Address;
}

/** A time server's name. */
export interface NtpFqdnValue {
  /** Without the dot of the root. */
  fqdn: string;
}

/** NTP Server Address suboption. */
export const NtpServerAddress: OptionDef<NtpAddressValue> = /* @__PURE__ */ defineOption(
  1,
  "server-address",
  "RFC 5908 section 4.1",
  { address },
  { within: ["ntp-server"] },
);

/** NTP Multicast Address suboption. */
export const NtpMulticastAddress: OptionDef<NtpAddressValue> = /* @__PURE__ */ defineOption(
  2,
  "multicast-address",
  "RFC 5908 section 4.2",
  { address },
  { within: ["ntp-server"] },
);

/** NTP Server FQDN suboption. */
export const NtpServerFqdn: OptionDef<NtpFqdnValue> = /* @__PURE__ */ defineOption(
  3,
  "server-fqdn",
  "RFC 5908 section 4.3",
  { fqdn: domainName },
  { within: ["ntp-server"] },
);

/** The suboptions of {@linkcode NtpServer}. */
export const ntpSuboptions: OptionSpace = /* @__PURE__ */ new OptionSpace("NTP suboptions", [
  NtpServerAddress,
  NtpMulticastAddress,
  NtpServerFqdn,
]);

/** Where a client can get the time. */
export interface NtpServerValue {
  /** One suboption by the RFC; several are seen. */
  options: Options;
}

/** NTP Server option. */
export const NtpServer: OptionDef<NtpServerValue> = /* @__PURE__ */ defineOption(
  56,
  "ntp-server",
  "RFC 5908 section 4",
  { options: /* @__PURE__ */ optionsOf(ntpSuboptions) },
  { repeats: true },
);
