import { domainName, type Field, partialDomainName, u16, u8 } from "../field.ts";
import { flagsOf } from "../field_flags.ts";
import { fieldLike } from "../field_like.ts";
import { options } from "../nested_field.ts";
import { defineOption, type OptionDef } from "../option.ts";
import type { Options } from "../options.ts";

const NOT_CHECKED = "which messages and options may hold it";

/** Where the state of a lease may stand. */
const LEASE: readonly string[] = ["bndupd", "bndreply", "client-data", "ia-address", "ia-prefix"];

const STATUSES: readonly string[] = [
  "reserved",
  "active",
  "expired",
  "released",
  "pending-free",
  "free",
  "free-backup",
  "abandoned",
  "reset",
];

const bindingStatus: Field<number> = /* @__PURE__ */ fieldLike(u8, {
  kind: "u8 binding status",
  text: (value) => STATUSES[value] ?? String(value),
});

/** What a lease's state is. */
export interface FailoverBindingStatusValue {
  /** 1 active, 2 expired, 3 released, 4 pending free, 5 free, 6 free backup, 7 abandoned, 8 reset. */
  status: number;
}

/** Failover Binding Status option. */
export const FailoverBindingStatus: OptionDef<FailoverBindingStatusValue> = /* @__PURE__ */ defineOption(
  114,
  "f-binding-status",
  "RFC 8156 section 5.5.1",
  { status: bindingStatus },
  { within: LEASE, unverified: NOT_CHECKED, requestable: false },
);

/** How a partner wants to work. */
export interface FailoverConnectFlagsValue {
  /** Bit 0 (F): delegated prefixes have a fixed length. */
  flags: number;
}

/** Failover Connect Flags option. */
export const FailoverConnectFlags: OptionDef<FailoverConnectFlagsValue> = /* @__PURE__ */ defineOption(
  115,
  "f-connect-flags",
  "RFC 8156 section 5.5.2",
  { flags: /* @__PURE__ */ flagsOf(u16, ["fixed prefix length"]) },
  { within: ["connect", "connectreply"], unverified: NOT_CHECKED, requestable: false },
);

/** What a partner needs to take a client out of DNS. */
export interface FailoverDnsRemovalInfoValue {
  /** Host name, zone name and DNS flags. */
  options: Options;
}

/** Failover DNS Removal Info option. */
export const FailoverDnsRemovalInfo: OptionDef<FailoverDnsRemovalInfoValue> = /* @__PURE__ */ defineOption(
  116,
  "f-dns-removal-info",
  "RFC 8156 section 5.5.3",
  { options },
  { within: LEASE, unverified: NOT_CHECKED, requestable: false },
);

/** A client's name in DNS. */
export interface FailoverDnsHostNameValue {
  /** The name; without a dot at the end it is partial, such as a bare host name. */
  name: string;
}

/** Failover DNS Host Name option. */
export const FailoverDnsHostName: OptionDef<FailoverDnsHostNameValue> = /* @__PURE__ */ defineOption(
  117,
  "f-dns-host-name",
  "RFC 8156 section 5.5.4",
  { name: partialDomainName },
  { within: ["f-dns-removal-info"], unverified: "whether the name may be partial", requestable: false },
);

/** A zone in DNS. */
export interface FailoverDnsZoneNameValue {
  /** Without the dot of the root. */
  name: string;
}

/** Failover DNS Zone Name option. */
export const FailoverDnsZoneName: OptionDef<FailoverDnsZoneNameValue> = /* @__PURE__ */ defineOption(
  118,
  "f-dns-zone-name",
  "RFC 8156 section 5.5.5",
  { name: domainName },
  { within: ["f-dns-removal-info"], unverified: "whether the name may be partial", requestable: false },
);
