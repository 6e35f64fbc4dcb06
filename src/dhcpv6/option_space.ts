import type { OptionDef } from "./option.ts";

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

  /** Looked into for every option that is decoded, and codes are small numbers. */
  readonly #byCode: readonly (OptionDef<unknown> | undefined)[];

  /** Throws `TypeError` when two definitions have the same code. */
  constructor(name: string, definitions: readonly OptionDef<unknown>[]) {
    this.name = name;
    this.definitions = definitions;
    const byCode: (OptionDef<unknown> | undefined)[] = [];
    for (const definition of definitions) {
      const { code } = definition;
      if (byCode[code]) throw new TypeError(`two options of "${name}" have the code ${code}`);
      while (byCode.length <= code) byCode.push(undefined);
      byCode[code] = definition;
    }
    this.#byCode = byCode;
  }

  /** The definition of a code. */
  get(code: number): OptionDef<unknown> | undefined {
    return code < this.#byCode.length ? this.#byCode[code] : undefined;
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
