import { handlerGroup } from "./_groups.ts";
import { ipv6UnicastAddress } from "./address_datatypes.ts";
import { type KeySchema, many, one, required } from "./key_schema.ts";
import { filePath } from "./name_datatypes.ts";
import { float, integer } from "./number_datatypes.ts";
import { lifetime } from "./quantity_datatypes.ts";
import { defineSection, type Report, type SectionFor, type SectionOrigin } from "./section_schema.ts";
import { choice } from "./text_datatypes.ts";

/** Tells clients how much this server wants to serve them (RFC 8415 section 21.8). */
export interface PreferenceSettings extends SectionOrigin<"preference"> {
  /** From 0 to 255; clients take 255 without waiting for other servers. */
  level: number;
}

/** Allows clients to send to this server directly (RFC 8415 section 21.12). */
export interface ServerUnicastSettings extends SectionOrigin<"server-unicast"> {
  /** The address to send to, as canonical text. */
  address: string;
}

/** Leaves requests without an answer. */
export interface IgnoreRequestSettings extends SectionOrigin<"ignore-request"> {
  /** The types of messages to leave without an answer, as numbered by IANA; an empty list means all. */
  messageTypes: number[];
}

/** Assigns addresses and prefixes from a CSV file; all lifetimes in seconds, 4294967295 for ever. */
export interface StaticCsvSettings extends SectionOrigin<"static-csv"> {
  /** The path of the file, resolved beside the configuration file. */
  file: string;
  /** How long an address is preferred. */
  addressPreferredLifetime: number;
  /** How long an address is valid. */
  addressValidLifetime: number;
  /** How long a prefix is preferred. */
  prefixPreferredLifetime: number;
  /** How long a prefix is valid. */
  prefixValidLifetime: number;
}

/** When clients ask for an extension (T1, T2 of RFC 8415 section 21.4): times in seconds, 4294967295 for no limit. */
export interface TimingLimitsSettings<Tag extends string> extends SectionOrigin<Tag> {
  /** The least T1. */
  minT1: number;
  /** The most T1. */
  maxT1: number;
  /** T1 as a part of the shortest preferred lifetime. */
  factorT1: number;
  /** The least T2. */
  minT2: number;
  /** The most T2. */
  maxT2: number;
  /** T2 as a part of the shortest preferred lifetime. */
  factorT2: number;
}

/** A handler that assigns, ignores or sets how the server behaves. */
export type BehaviourHandlerSettings =
  | PreferenceSettings
  | ServerUnicastSettings
  | IgnoreRequestSettings
  | StaticCsvSettings
  | TimingLimitsSettings<"iana-timing-limits">
  | TimingLimitsSettings<"iapd-timing-limits">;

const group = handlerGroup;

const preferenceSection: SectionFor<PreferenceSettings> = defineSection("preference", {
  group,
  prose: "Tells clients how much this server wants to serve them, compared with other servers (RFC 8415 section 21.8).",
  example: "<preference>\n    level 255\n</preference>",
  keys: {
    level: required(integer({ min: 0, max: 255 }), {
      prose: "The higher, the more; with 255 clients do not wait for other servers.",
      example: "255",
    }),
  },
});

const serverUnicastSection: SectionFor<ServerUnicastSettings> = defineSection("server-unicast", {
  group,
  prose:
    "Allows clients to send to this server directly instead of to all servers on the link (RFC 8415 section 21.12). The " +
    "server has to listen on the address.",
  example: "<server-unicast>\n    address 2001:db8::1\n</server-unicast>",
  keys: {
    address: required(ipv6UnicastAddress, { prose: "The address to send to.", example: "2001:db8::1" }),
  },
});

/** The messages that a server gets, with their numbers (RFC 8415 section 7.3, RFC 5007 section 4.2.1). */
const MESSAGE_TYPES: Readonly<Record<string, number>> = {
  "solicit": 1,
  "request": 3,
  "confirm": 4,
  "renew": 5,
  "rebind": 6,
  "release": 8,
  "decline": 9,
  "information-request": 11,
  "leasequery": 14,
};

const ignoreRequestSection: SectionFor<IgnoreRequestSettings> = defineSection("ignore-request", {
  group,
  prose: "Leaves requests without an answer. In a filter, it makes the server silent for what the filter lets through.",
  example: "<ignore-request>\n    message-type solicit\n    message-type information-request\n</ignore-request>",
  keys: {
    "message-type": many(
      choice(MESSAGE_TYPES),
      {
        prose: "A type of message to leave without an answer.",
        example: "solicit",
        absent: "all types",
        property: "messageTypes",
      },
    ),
  },
});

const staticCsvSection: SectionFor<StaticCsvSettings> = defineSection("static-csv", {
  group,
  prose:
    "Assigns addresses and prefixes that a CSV file lists by client. The file has the columns `id`, `address` and " +
    "`prefix`; an `id` is for example `duid:000300010053005e1001` or `interface-id-str:Fa2/3`.",
  example: "<static-csv clients.csv>\n    address-preferred-lifetime 1d\n    address-valid-lifetime 7d\n</static-csv>",
  name: required(filePath, {
    prose: "The path of the file; a relative path counts from the folder of the configuration file.",
    example: "clients.csv",
    property: "file",
  }),
  keys: {
    "address-preferred-lifetime": one(lifetime, { prose: "How long an address is preferred.", default: "7d" }),
    "address-valid-lifetime": one(lifetime, { prose: "How long an address is valid.", default: "30d" }),
    "prefix-preferred-lifetime": one(lifetime, { prose: "How long a prefix is preferred.", default: "7d" }),
    "prefix-valid-lifetime": one(lifetime, { prose: "How long a prefix is valid.", default: "30d" }),
  },
  check(settings, report): void {
    const { addressPreferredLifetime, addressValidLifetime, prefixPreferredLifetime, prefixValidLifetime } = settings;
    if (addressPreferredLifetime > addressValidLifetime) reportOrder(report, "address");
    if (prefixPreferredLifetime > prefixValidLifetime) reportOrder(report, "prefix");
  },
});

/** Every section type for a handler that assigns, ignores or sets how the server behaves. */
export const behaviourSections: readonly SectionFor<BehaviourHandlerSettings>[] = [
  preferenceSection,
  serverUnicastSection,
  ignoreRequestSection,
  staticCsvSection,
  timingLimits("iana-timing-limits", "addresses (IA_NA, RFC 8415 section 21.4)"),
  timingLimits("iapd-timing-limits", "prefixes (IA_PD, RFC 8415 section 21.21)"),
];

function timingLimits<const Tag extends string>(type: Tag, about: string): SectionFor<TimingLimitsSettings<Tag>> {
  return defineSection(type, {
    group,
    prose:
      `Sets when clients ask to extend their ${about}: after T1 they ask the server that they have them from, after T2 ` +
      "any server. Both times are a part of the shortest preferred lifetime, within limits.",
    example: `<${type}>\n    min-t1 30m\n    max-t1 12h\n    factor-t1 0.5\n</${type}>`,
    keys: {
      "min-t1": limit("The least T1.", "0"),
      "max-t1": limit("The most T1.", "infinity"),
      "factor-t1": factor("T1 as a part of the shortest preferred lifetime.", "0.5"),
      "min-t2": limit("The least T2.", "0"),
      "max-t2": limit("The most T2.", "infinity"),
      "factor-t2": factor("T2 as a part of the shortest preferred lifetime.", "0.8"),
    },
    check({ minT1, maxT1, factorT1, minT2, maxT2, factorT2 }, report): void {
      if (minT1 > maxT1) report({ key: "min-t1", problem: "is more than max-t1" });
      if (minT2 > maxT2) report({ key: "min-t2", problem: "is more than max-t2" });
      if (factorT1 > factorT2) {
        report({
          key: "factor-t1",
          problem: "is more than factor-t2",
          remedy: "T1 comes before T2 (RFC 8415 section 14.2)",
        });
      }
    },
  });
}

function limit(prose: string, text: string): KeySchema<number, "default", undefined> {
  return one(lifetime, { prose, default: text });
}

function factor(prose: string, text: string): KeySchema<number, "default", undefined> {
  return one(float({ min: 0, max: 1 }), { prose, default: text });
}

function reportOrder(report: Report, what: "address" | "prefix"): void {
  report({
    key: `${what}-preferred-lifetime`,
    problem: `is longer than ${what}-valid-lifetime`,
    remedy: "nothing is preferred for longer than it is valid",
  });
}
