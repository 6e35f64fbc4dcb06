import type { OptionDef } from "./option.ts";

/** Codes from here on are not kept in a list. */
const LARGE = 512;

/**
 * A code space: which definition a code has. DHCPv6 options are one; the suboptions of a vendor, of NTP servers or of a
 * softwire container are others, where the same codes mean something else.
 *
 * @example
 * ```ts
 * import { OptionSpace } from "@dhcpkit/kafka/dhcpv6";
 * import { ClientId, ServerId } from "@dhcpkit/kafka/dhcpv6/options";
 * import { assertEquals } from "@std/assert";
 *
 * const space = new OptionSpace("identifiers", [ClientId, ServerId]);
 * assertEquals(space.get(2)?.name, "server-id");
 * assertEquals(space.byName("client-id")?.code, 1);
 * ```
 */
export class OptionSpace {
  /** What the space is called. */
  readonly name: string;
  /** Every definition, in the order given. */
  readonly definitions: readonly OptionDef<unknown>[];

  /** Looked into for every option that is decoded, and most codes are small numbers. */
  readonly #byCode: readonly (OptionDef<unknown> | undefined)[];
  /** The definitions of codes that a list would have too many gaps for. */
  readonly #ofLargeCode: ReadonlyMap<number, OptionDef<unknown>>;

  /** Throws `TypeError` when two definitions have the same code. */
  constructor(name: string, definitions: readonly OptionDef<unknown>[]) {
    this.name = name;
    this.definitions = definitions;
    const byCode: (OptionDef<unknown> | undefined)[] = [], ofLargeCode = new Map<number, OptionDef<unknown>>();
    for (const definition of definitions) {
      const { code } = definition;
      if (byCode[code] ?? ofLargeCode.has(code)) throw new TypeError(`two options of "${name}" have the code ${code}`);
      if (code >= LARGE) ofLargeCode.set(code, definition);
      else {
        while (byCode.length <= code) byCode.push(undefined);
        byCode[code] = definition;
      }
    }
    this.#byCode = byCode;
    this.#ofLargeCode = ofLargeCode;
  }

  /** The definition of a code. */
  get(code: number): OptionDef<unknown> | undefined {
    return code < this.#byCode.length ? this.#byCode[code] : this.#ofLargeCode.get(code);
  }

  /** The definition of a name in kebab case. */
  byName(name: string): OptionDef<unknown> | undefined {
    return this.definitions.find((definition) => definition.name === name);
  }

  /** The name of a code, or the code as text. */
  nameOf(code: number): string {
    return this.get(code)?.name ?? String(code);
  }
}
