import type { Datatype } from "./datatype.ts";

/** How often a key may stand in a section, and what holds when it does not. */
export type Occurrence = "required" | "optional" | "default" | "many" | "at-least-one";

/** What a manual says about a key, and the property that its value goes to. */
export interface KeyDocs<P extends string | undefined = string | undefined> {
  /** What the key is for, in whole sentences of Markdown. */
  readonly prose: string;
  /** A value as it may be written. */
  readonly example?: string;
  /** The property of the settings; the key in camel case when not given. */
  readonly property?: P;
}

/** What a manual says about a key that has a default. */
export interface DefaultedKeyDocs<P extends string | undefined = string | undefined> extends KeyDocs<P> {
  /** The default, written as in a file. */
  readonly default: string;
}

/** What a manual says about a key that may be left out without a value taking its place. */
export interface OptionalKeyDocs<P extends string | undefined = string | undefined> extends KeyDocs<P> {
  /** What happens without the key, as a part of a sentence. */
  readonly absent?: string;
}

/** What a manual says about a key that may stand several times. */
export interface ManyKeyDocs<P extends string | undefined = string | undefined> extends OptionalKeyDocs<P> {
  /** The values that hold when the key is not there, written as in a file; none when not given. */
  readonly defaults?: readonly string[];
}

/** One key of a section: what its values are, how often it may stand, and what to say about it. */
export interface KeySchema<
  T = unknown,
  O extends Occurrence = Occurrence,
  P extends string | undefined = string | undefined,
> {
  /** How often the key may stand. */
  readonly occurs: O;
  /** What its values are. */
  readonly datatype: Datatype<T>;
  /** The values that hold when the key is not there, written as in a file. */
  readonly defaults: readonly string[];
  /** What happens without the key, when no value takes its place. */
  readonly absent: string | undefined;
  /** A value as it may be written. */
  readonly example: string | undefined;
  /** What the key is for. */
  readonly prose: string;
  /** The property of the settings, when it is not the key in camel case. */
  readonly property: P;
}

/**
 * A key that must stand exactly once.
 *
 * @example
 * ```ts
 * import { integer, required } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const level = required(integer({ min: 0, max: 255 }), { prose: "The preference of this server.", example: "255" });
 * assertEquals(level.occurs, "required");
 * ```
 */
export function required<T, const P extends string | undefined = undefined>(
  datatype: Datatype<T>,
  docs: KeyDocs<P>,
): KeySchema<T, "required", P> {
  return keySchema("required", datatype, docs, []);
}

/**
 * A key that may stand once and has no default: without it the settings have no such property.
 *
 * @example
 * ```ts
 * import { hostNameOrAddress, optional } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const source = optional(hostNameOrAddress, { prose: "Where to send from.", absent: "the system chooses" });
 * assertEquals(source.absent, "the system chooses");
 * ```
 */
export function optional<T, const P extends string | undefined = undefined>(
  datatype: Datatype<T>,
  docs: OptionalKeyDocs<P>,
): KeySchema<T, "optional", P> {
  return keySchema("optional", datatype, docs, []);
}

/**
 * A key that may stand once and has a default.
 *
 * @example
 * ```ts
 * import { durationMs, one } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const linger = one(durationMs(), { prose: "How long to gather.", default: "500ms", property: "lingerMs" });
 * assertEquals(linger.defaults, ["500ms"]);
 * ```
 */
export function one<T, const P extends string | undefined = undefined>(
  datatype: Datatype<T>,
  docs: DefaultedKeyDocs<P>,
): KeySchema<T, "default", P> {
  return keySchema("default", datatype, docs, [docs.default]);
}

/**
 * A key that may stand any number of times; the property is a list, which holds the defaults when the key is not there.
 *
 * @example
 * ```ts
 * import { hostPort, many } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const broker = many(hostPort(9092), { prose: "A broker.", defaults: ["localhost:9092"], property: "brokers" });
 * assertEquals(broker.occurs, "many");
 * ```
 */
export function many<T, const P extends string | undefined = undefined>(
  datatype: Datatype<T>,
  docs: ManyKeyDocs<P>,
): KeySchema<T, "many", P> {
  return keySchema("many", datatype, docs, docs.defaults ?? []);
}

/**
 * A key that must stand at least once; the property is a list.
 *
 * @example
 * ```ts
 * import { atLeastOne, ipv6Address } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const address = atLeastOne(ipv6Address, { prose: "A name server.", example: "2001:db8::53", property: "addresses" });
 * assertEquals(address.property, "addresses");
 * ```
 */
export function atLeastOne<T, const P extends string | undefined = undefined>(
  datatype: Datatype<T>,
  docs: KeyDocs<P>,
): KeySchema<T, "at-least-one", P> {
  return keySchema("at-least-one", datatype, docs, []);
}

/**
 * The property of the settings that a key goes to.
 *
 * @example
 * ```ts
 * import { propertyName, sendToKafkaSection } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const { keys } = sendToKafkaSection;
 * assertEquals(propertyName("client-id", keys["client-id"]), "clientId");
 * assertEquals(propertyName("linger", keys.linger), "lingerMs");
 * ```
 */
export function propertyName(key: string, schema: KeySchema): string {
  return schema.property ?? key.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function keySchema<T, O extends Occurrence, P extends string | undefined>(
  occurs: O,
  datatype: Datatype<T>,
  docs: OptionalKeyDocs<P>,
  defaults: readonly string[],
): KeySchema<T, O, P> {
  const { prose, example, absent } = docs;
  return { occurs, datatype, defaults, absent, example, prose, property: docs.property as P };
}
