import { absoluteTime } from "../field.ts";
import { defineOption, type OptionDef } from "../option.ts";

const NOT_CHECKED = "which messages and options may hold it";

/** A time that requestor and server of a Leasequery tell each other. */
export interface LeasequeryTimeValue {
  /** Seconds since midnight UTC of 1 January 2000, modulo 2^32. */
  time: number;
}

/** Leasequery Base Time option: the server's clock when it sent the message. */
export const LeasequeryBaseTime: OptionDef<LeasequeryTimeValue> = /* @__PURE__ */ defineOption(
  100,
  "lq-base-time",
  "RFC 7653 section 6.3.1",
  { time: absoluteTime },
  { within: ["leasequery-reply", "leasequery-data"], unverified: NOT_CHECKED, requestable: false },
);

/** Leasequery Start Time option: bindings that changed at this time or later are asked for. */
export const LeasequeryStartTime: OptionDef<LeasequeryTimeValue> = /* @__PURE__ */ defineOption(
  101,
  "lq-start-time",
  "RFC 7653 section 6.3.2",
  { time: absoluteTime },
  { within: ["lq-query"], unverified: NOT_CHECKED, requestable: false },
);

/** Leasequery End Time option: bindings that changed at this time or earlier are asked for. */
export const LeasequeryEndTime: OptionDef<LeasequeryTimeValue> = /* @__PURE__ */ defineOption(
  102,
  "lq-end-time",
  "RFC 7653 section 6.3.3",
  { time: absoluteTime },
  { within: ["lq-query"], unverified: NOT_CHECKED, requestable: false },
);
