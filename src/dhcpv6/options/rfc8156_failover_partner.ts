import { defineOption, type OptionDef } from "../option.ts";
import { flagsOf } from "../field_flags.ts";
import { fieldLike } from "../field_like.ts";
import { absoluteTime, type Field, seconds, text, u16, u32, u8 } from "../field.ts";
import type { FailoverTimeValue } from "./rfc8156_failover_lease.ts";

/** Where partners tell of themselves when they connect. */
const CONNECTION: readonly string[] = ["connect", "connectreply"];

const NOT_CHECKED = "which messages and options may hold it";

/** How far one failover partner may be ahead of the other. */
export interface FailoverMaxUnackedValue {
  /** How many BNDUPD messages may wait for their BNDREPLY. */
  count: number;
}

/** Failover Maximum Unacknowledged BNDUPD option. */
export const FailoverMaxUnackedBndupd: OptionDef<FailoverMaxUnackedValue> = /* @__PURE__ */ defineOption(
  121,
  "f-max-unacked-bndupd",
  "RFC 8156 section 5.5.8",
  { count: u32 },
  { within: CONNECTION, unverified: NOT_CHECKED, requestable: false },
);

/** A duration that failover partners agree on. */
export interface FailoverDurationValue {
  /** In seconds. */
  duration: number;
}

/** Failover Maximum Client Lead Time option: how much longer than its partner knows a server may lease. */
export const FailoverMclt: OptionDef<FailoverDurationValue> = /* @__PURE__ */ defineOption(
  122,
  "f-mclt",
  "RFC 8156 section 5.5.9",
  { duration: seconds },
  { within: CONNECTION, unverified: NOT_CHECKED, requestable: false },
);

/** Failover Partner Down Time option: since when the partner is down. */
export const FailoverPartnerDownTime: OptionDef<FailoverTimeValue> = /* @__PURE__ */ defineOption(
  125,
  "f-partner-down-time",
  "RFC 8156 section 5.5.12",
  { time: absoluteTime },
  { within: ["state"], unverified: NOT_CHECKED, requestable: false },
);

/** A version of the failover protocol. */
export interface FailoverProtocolVersionValue {
  /** Partners with different ones cannot work together. */
  major: number;
  /** Partners with different ones can. */
  minor: number;
}

/** Failover Protocol Version option. */
export const FailoverProtocolVersion: OptionDef<FailoverProtocolVersionValue> = /* @__PURE__ */ defineOption(
  127,
  "f-protocol-version",
  "RFC 8156 section 5.5.14",
  { major: u16, minor: u16 },
  { within: CONNECTION, unverified: NOT_CHECKED, requestable: false },
);

/** Failover Keepalive Time option: after how long a silent partner counts as gone. */
export const FailoverKeepaliveTime: OptionDef<FailoverDurationValue> = /* @__PURE__ */ defineOption(
  128,
  "f-keepalive-time",
  "RFC 8156 section 5.5.15",
  { duration: seconds },
  { within: CONNECTION, unverified: NOT_CHECKED, requestable: false },
);

/** What two failover partners call what they have with each other. */
export interface FailoverRelationshipNameValue {
  /** The same at both. */
  name: string;
}

/** Failover Relationship Name option. */
export const FailoverRelationshipName: OptionDef<FailoverRelationshipNameValue> = /* @__PURE__ */ defineOption(
  130,
  "f-relationship-name",
  "RFC 8156 section 5.5.17",
  { name: text },
  { within: CONNECTION, unverified: NOT_CHECKED, requestable: false },
);

/** How a failover partner sees the connection. */
export interface FailoverServerFlagsValue {
  /** Bit 0 (C): there was communication; bit 1 (S): it starts up; bit 2 (A): it knows that the other starts up. */
  flags: number;
}

/** Failover Server Flags option. */
export const FailoverServerFlags: OptionDef<FailoverServerFlagsValue> = /* @__PURE__ */ defineOption(
  131,
  "f-server-flags",
  "RFC 8156 section 5.5.18",
  { flags: /* @__PURE__ */ flagsOf(u8, ["communicated", "startup", "startup of partner known"]) },
  { within: ["state"], unverified: NOT_CHECKED, requestable: false },
);

const SERVER_STATES: readonly string[] = [
  "reserved",
  "startup",
  "normal",
  "communications-interrupted",
  "partner-down",
  "potential-conflict",
  "recover",
  "recover-wait",
  "recover-done",
  "resolution-interrupted",
  "conflict-done",
];

const serverState: Field<number> = /* @__PURE__ */ fieldLike(u8, {
  kind: "u8 server state",
  text: (value) => SERVER_STATES[value] ?? String(value),
});

/** Which state a failover partner is in. */
export interface FailoverServerStateValue {
  /**
   * 1 = startup, 2 = normal, 3 = communications interrupted, 4 = partner down, 5 = potential conflict, 6 = recover,
   * 7 = recover wait, 8 = recover done, 9 = resolution interrupted, 10 = conflict done.
   */
  state: number;
}

/** Failover Server State option. */
export const FailoverServerState: OptionDef<FailoverServerStateValue> = /* @__PURE__ */ defineOption(
  132,
  "f-server-state",
  "RFC 8156 section 5.5.19",
  { state: serverState },
  { within: ["state"], unverified: NOT_CHECKED, requestable: false },
);

/** Failover Start Time of State option: since when a server, or a binding, is in its state. */
export const FailoverStartTimeOfState: OptionDef<FailoverTimeValue> = /* @__PURE__ */ defineOption(
  133,
  "f-start-time-of-state",
  "RFC 8156 section 5.5.20",
  { time: absoluteTime },
  {
    within: ["state", "bndupd", "bndreply", "client-data", "ia-address", "ia-prefix"],
    unverified: NOT_CHECKED,
    requestable: false,
  },
);
