import type { IPv6Address } from "../address.ts";
import { address, type Field, u16, u8 } from "../field.ts";
import { defineOption, type OptionDef } from "../option.ts";

/** How forwarders of a multicast domain in a low-power network behave. Times are in units of `timeUnit`. */
export interface MplParametersValue {
  /** Bit 7 (P): proactive forwarding. */
  flags: number;
  /** Unit of the times below, in milliseconds. */
  timeUnit: number;
  /** Lifetime of an entry in the seed set (SE_LIFETIME). */
  seedLifetime: number;
  /** Redundancy constant for data messages (DM_K). */
  dataRedundancy: number;
  /** Shortest Trickle interval for data messages (DM_IMIN). */
  dataMinInterval: number;
  /** Longest Trickle interval for data messages (DM_IMAX). */
  dataMaxInterval: number;
  /** Trickle timer expirations for data messages (DM_T_EXP). */
  dataTimerExpirations: number;
  /** Redundancy constant for control messages (C_K). */
  controlRedundancy: number;
  /** Shortest Trickle interval for control messages (C_IMIN). */
  controlMinInterval: number;
  /** Longest Trickle interval for control messages (C_IMAX). */
  controlMaxInterval: number;
  /** Trickle timer expirations for control messages (C_T_EXP). */
  controlTimerExpirations: number;
  /** Multicast address of the domain; null = every domain that no other such option is for. */
  domain: IPv6Address | null;
}

/** An address, or nothing at all. */
const optionalAddress: Field<IPv6Address | null> = {
  kind: "address, or nothing",
  read: (reader) => reader.remaining === 0 ? null : address.read(reader),
  write: (writer, value) => value?.write(writer),
  json: (value) => value === null ? null : String(value),
  fromJson: (json) => json === null ? null : address.fromJson(json),
  schema: () => ({ anyOf: [{ type: "null" }, address.schema()] }),
  text: (value) => value === null ? "none" : String(value),
};

/** MPL Parameter Configuration option: Multicast Protocol for Low-Power and Lossy Networks. */
export const MplParameters: OptionDef<MplParametersValue> = /* @__PURE__ */ defineOption(
  104,
  "mpl-parameters",
  "RFC 7774 section 2.1",
  {
    flags: u8,
    timeUnit: u8,
    seedLifetime: u16,
    dataRedundancy: u8,
    dataMinInterval: u16,
    dataMaxInterval: u8,
    dataTimerExpirations: u16,
    controlRedundancy: u8,
    controlMinInterval: u16,
    controlMaxInterval: u8,
    controlTimerExpirations: u16,
    domain: optionalAddress,
  },
  { repeats: true },
);
