import { defineOption, type OptionDef } from "../option.ts";
import { absoluteTime, u16 } from "../field.ts";
import { flagsOf } from "../field_flags.ts";
import { secretBytes } from "../field_secret.ts";

/** Where what failover partners tell of a lease may stand. */
const LEASE: readonly string[] = ["bndupd", "bndreply", "client-data", "ia-address", "ia-prefix"];

const NOT_CHECKED = "which messages and options may hold it";

/** What became of a client's names in DNS. */
export interface FailoverDnsFlagsValue {
  /** Bit 0 (F): forward update done; bit 1 (R): reverse update done; bit 2 (S): made-up name; bit 3 (U): asked for. */
  flags: number;
}

/** Failover DNS Flags option. */
export const FailoverDnsFlags: OptionDef<FailoverDnsFlagsValue> = /* @__PURE__ */ defineOption(
  119,
  "f-dns-flags",
  "RFC 8156 section 5.5.6",
  {
    flags: /* @__PURE__ */ flagsOf(u16, [
      "forward update done",
      "reverse update done",
      "synthesized name",
      "requested name",
    ]),
  },
  { within: ["f-dns-removal-info"], unverified: NOT_CHECKED, requestable: false },
);

/** A time that failover partners tell each other. */
export interface FailoverTimeValue {
  /** Seconds since midnight UTC of 1 January 2000, modulo 2^32. */
  time: number;
}

/** Failover Expiration Time option: until when the server that sends it may have leased to the client. */
export const FailoverExpirationTime: OptionDef<FailoverTimeValue> = /* @__PURE__ */ defineOption(
  120,
  "f-expiration-time",
  "RFC 8156 section 5.5.7",
  { time: absoluteTime },
  { within: LEASE, unverified: NOT_CHECKED, requestable: false },
);

/** Failover Partner Lifetime option: until when the partner is to take the lease as given. */
export const FailoverPartnerLifetime: OptionDef<FailoverTimeValue> = /* @__PURE__ */ defineOption(
  123,
  "f-partner-lifetime",
  "RFC 8156 section 5.5.10",
  { time: absoluteTime },
  { within: LEASE, unverified: NOT_CHECKED, requestable: false },
);

/** Failover Partner Lifetime Sent option: the partner lifetime that came in, told back. */
export const FailoverPartnerLifetimeSent: OptionDef<FailoverTimeValue> = /* @__PURE__ */ defineOption(
  124,
  "f-partner-lifetime-sent",
  "RFC 8156 section 5.5.11",
  { time: absoluteTime },
  { within: LEASE, unverified: NOT_CHECKED, requestable: false },
);

/** Failover Partner Raw Client Last Transaction Time option: when the partner last heard from the client. */
export const FailoverPartnerRawCltTime: OptionDef<FailoverTimeValue> = /* @__PURE__ */ defineOption(
  126,
  "f-partner-raw-clt-time",
  "RFC 8156 section 5.5.13",
  { time: absoluteTime },
  { within: LEASE, unverified: NOT_CHECKED, requestable: false },
);

/** The key that a server gave to a client for Reconfigure messages. */
export interface FailoverReconfigureDataValue {
  /** When, in seconds since midnight UTC of 1 January 2000, modulo 2^32. */
  time: number;
  /** 16 bytes where it is one of the Reconfigure Key Authentication Protocol. A secret. */
  key: Uint8Array;
}

/** Failover Reconfigure Data option. */
export const FailoverReconfigureData: OptionDef<FailoverReconfigureDataValue> = /* @__PURE__ */ defineOption(
  129,
  "f-reconfigure-data",
  "RFC 8156 section 5.5.16",
  { time: absoluteTime, key: secretBytes },
  { within: LEASE, unverified: NOT_CHECKED, requestable: false },
);

/** Failover State Expiration Time option: when the binding leaves its state. */
export const FailoverStateExpirationTime: OptionDef<FailoverTimeValue> = /* @__PURE__ */ defineOption(
  134,
  "f-state-expiration-time",
  "RFC 8156 section 5.5.21",
  { time: absoluteTime },
  { within: LEASE, unverified: NOT_CHECKED, requestable: false },
);
