import { serverIdGroup } from "./_groups.ts";
import { quote } from "./_quote.ts";
import type { Datatype } from "./datatype.ts";
import { required } from "./key_schema.ts";
import { integer } from "./number_datatypes.ts";
import { defineSection, type SectionFor, type SectionOrigin } from "./section_schema.ts";
import { hexBytes } from "./text_datatypes.ts";
import { ValueError } from "./value_error.ts";

/** A server identifier from an enterprise number (DUID-EN, RFC 8415 section 11.3). */
export interface DuidEnSettings extends SectionOrigin<"duid-en"> {
  /** The enterprise number that IANA gave to the maker. */
  enterpriseNumber: number;
  /** What the maker tells its devices apart by, 1 to 124 bytes. */
  identifier: Uint8Array;
}

/** A server identifier from a hardware address (DUID-LL, RFC 8415 section 11.4). */
export interface DuidLlSettings extends SectionOrigin<"duid-ll"> {
  /** The hardware type that IANA gave to the kind of network; Ethernet is 1. */
  hardwareType: number;
  /** The hardware address, 1 to 126 bytes. */
  linkLayerAddress: Uint8Array;
}

/** A server identifier from a hardware address and a time (DUID-LLT, RFC 8415 section 11.2). */
export interface DuidLltSettings extends SectionOrigin<"duid-llt"> {
  /** The hardware type that IANA gave to the kind of network; Ethernet is 1. */
  hardwareType: number;
  /** When the identifier was made, in seconds since 2000-01-01 00:00 UTC. */
  timestamp: number;
  /** The hardware address, 1 to 122 bytes. */
  linkLayerAddress: Uint8Array;
}

/** A configured server identifier. */
export type ServerIdSettings = DuidEnSettings | DuidLlSettings | DuidLltSettings;

const HARDWARE_TYPE_PROSE = "The kind of network that the address is from, as numbered by IANA: Ethernet is 1.";

/** The section type `duid-en`. */
const duidEnSection: SectionFor<DuidEnSettings> = defineSection("duid-en", {
  group: serverIdGroup,
  prose: "An identifier that its maker gives out, told apart from those of other makers by an enterprise number.",
  example: "<duid-en>\n    enterprise-number 32473\n    identifier 000102030405\n</duid-en>",
  label: "server-id",
  keys: {
    "enterprise-number": required(integer({ min: 0, max: 0xffffffff }), {
      prose: "The number that IANA gave to the maker.",
      example: "32473",
    }),
    identifier: required(hexBytes({ maxBytes: 124 }), {
      prose: "What the maker tells its devices apart by.",
      example: "000102030405",
    }),
  },
});

/** The section type `duid-ll`. */
const duidLlSection: SectionFor<DuidLlSettings> = defineSection("duid-ll", {
  group: serverIdGroup,
  prose: "An identifier made of a hardware address.",
  example: "<duid-ll>\n    hardware-type 1\n    link-layer-address 00:53:00:ef:1d:89\n</duid-ll>",
  label: "server-id",
  keys: {
    "hardware-type": required(integer({ min: 0, max: 0xffff }), { prose: HARDWARE_TYPE_PROSE, example: "1" }),
    "link-layer-address": required(hexBytes({ maxBytes: 126 }), {
      prose: "The hardware address.",
      example: "00:53:00:ef:1d:89",
    }),
  },
});

/**
 * The time in a DUID-LLT: seconds since 2000-01-01 00:00 UTC, as a number or as a date.
 *
 * @example
 * ```ts
 * import { duidTime } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(["86400", "2000-01-02", "2000-01-02T00:00:00Z"].map((text) => duidTime.parse(text)), [86400, 86400, 86400]);
 * ```
 */
export const duidTime: Datatype<number> = {
  name: "DUID time",
  prose:
    "seconds since 2000-01-01 00:00 UTC as a whole number, or a time in UTC such as 2017-06-01 or 2017-06-01T12:30:00Z",
  parse(text: string): number {
    const isDate = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?$/i.test(text);
    const seconds = isDate ? (Date.parse(text) - Date.UTC(2000, 0, 1)) / 1000 : /^\d+$/.test(text) ? Number(text) : NaN;
    if (seconds >= 0 && seconds <= 0xffffffff) return seconds;
    throw new ValueError(
      `${quote(text)} is not a time from 2000-01-01 on that fits 32 bits`,
      "write seconds since 2000-01-01 UTC, or a time such as 2017-06-01T12:30:00Z",
    );
  },
};

/** The section type `duid-llt`. */
const duidLltSection: SectionFor<DuidLltSettings> = defineSection("duid-llt", {
  group: serverIdGroup,
  prose: "An identifier made of a hardware address and the time at which the identifier was made.",
  example:
    "<duid-llt>\n    hardware-type 1\n    timestamp 2017-06-01\n    link-layer-address 00:53:00:ef:1d:89\n</duid-llt>",
  label: "server-id",
  keys: {
    "hardware-type": required(integer({ min: 0, max: 0xffff }), { prose: HARDWARE_TYPE_PROSE, example: "1" }),
    timestamp: required(duidTime, { prose: "When the identifier was made.", example: "2017-06-01" }),
    "link-layer-address": required(hexBytes({ maxBytes: 122 }), {
      prose: "The hardware address.",
      example: "00:53:00:ef:1d:89",
    }),
  },
});

/** Every section type for a server identifier. */
export const serverIdSections: readonly SectionFor<ServerIdSettings>[] = [duidEnSection, duidLlSection, duidLltSection];
