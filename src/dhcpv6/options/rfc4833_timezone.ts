import { text } from "../field.ts";
import { defineOption, type OptionDef } from "../option.ts";

/** The time zone that a client is in. */
export interface TimezoneValue {
  /** ASCII, without a NUL at the end. */
  timezone: string;
}

/** POSIX Timezone option: offsets and rules for summer time, such as `CET-1CEST,M3.5.0,M10.5.0/3`. */
export const PosixTimezone: OptionDef<TimezoneValue> = /* @__PURE__ */ defineOption(
  41,
  "new-posix-timezone",
  "RFC 4833 section 3",
  { timezone: text },
);

/** TZ Database Timezone option: a name in the time zone database, such as `Europe/Amsterdam`. */
export const TzdbTimezone: OptionDef<TimezoneValue> = /* @__PURE__ */ defineOption(
  42,
  "new-tzdb-timezone",
  "RFC 4833 section 3",
  { timezone: text },
);
