import type { JsonSchema } from "./field.ts";
import { HEADER_MEMBERS, type JsonHeader, jsonHeader } from "./json_header.ts";
import { ALL_TYPES, messageTypeSchema } from "./json_names.ts";
import { bytesSchema, integerSchema, itemsSchema, objectSchema, textSchema } from "./json_value.ts";
import { MessageType } from "./message_type.ts";
import type { NestedPart, OptionDef } from "./option.ts";
import { standardSpace } from "./option_registry.ts";
import type { OptionSpace } from "./option_space.ts";

/**
 * A JSON Schema (draft 2020-12) of messages in JSON: of what `toJson` makes, and of what else `fromJson` reads. Made from
 * the declarations of the options.
 *
 * What a schema cannot say, `fromJson` alone refuses: an address or a name that only looks like one, a body that is too
 * long, bytes without an option that do not stand last, and nesting without an end. What options mean whose space depends
 * on the rest of the value is not in the schema either.
 *
 * @example
 * ```ts
 * import { messageJsonSchema } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const schema = messageJsonSchema();
 * assertEquals(schema.$schema, "https://json-schema.org/draft/2020-12/schema");
 * ```
 */
export function messageJsonSchema(space: OptionSpace = standardSpace): JsonSchema {
  const definitions = new Definitions(), message = definitions.message(space);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "DHCPv6 message in JSON",
    ...message,
    $defs: definitions.all(),
  };
}

/** A space; `undefined` where it depends on the rest of a value. */
type Space = OptionSpace | undefined;

/** The parts of a schema that others refer to, each made once, since options hold options. */
class Definitions {
  readonly #made: Map<string, JsonSchema> = new Map();
  readonly #names: Map<Space, string> = new Map([[undefined, "any"]]);

  /** What has been referred to, in the order of names. */
  all(): JsonSchema {
    return Object.fromEntries([...this.#made].sort(([a], [b]) => a < b ? -1 : 1));
  }

  /** A reference to messages whose options are of this space. */
  message(space: Space): JsonSchema {
    return this.#refer(space, "message", () => messageSchema(this.#options(space)));
  }

  #options(space: Space): JsonSchema {
    return this.#refer(space, "options", () => itemsSchema(this.#refer(space, "option", () => this.#option(space))));
  }

  #option(space: Space): JsonSchema {
    if (space === undefined) return optionSchema(textSchema());
    const { definitions } = space, codes = definitions.map(({ code }) => code);
    if (codes.length === 0) return { ...optionSchema({ not: {} }), not: { required: ["value"] } };
    return {
      ...optionSchema({ enum: definitions.map(({ name }) => name) }),
      if: { required: ["value"] },
      then: { anyOf: [{ required: ["code"], properties: { code: { enum: codes } } }, { required: ["option"] }] },
      allOf: groups(definitions).map((group, i) =>
        this.#refer(space, `option.group${i}`, () => this.#consequences(group, space))
      ),
    };
  }

  /** What follows from the codes or the names of several options: one test spares looking at each of them. */
  #consequences(group: readonly OptionDef<unknown>[], space: OptionSpace): JsonSchema {
    return {
      if: isAnyOf({ enum: group.map(({ code }) => code) }, { enum: group.map(({ name }) => name) }),
      then: {
        allOf: group.map((definition) =>
          this.#refer(space, `option.${definition.name}`, () => this.#consequence(definition, space))
        ),
      },
    };
  }

  /** What follows from the code or the name of an option. */
  #consequence(definition: OptionDef<unknown>, space: OptionSpace): JsonSchema {
    const code = { const: definition.code }, option = { const: definition.name };
    return {
      title: `${definition.name} (option ${definition.code})`,
      description: definition.reference,
      if: isAnyOf(code, option),
      then: { properties: { code, option, value: this.#value(definition, space) } },
    };
  }

  #value({ fields, nested }: OptionDef<unknown>, space: OptionSpace): JsonSchema {
    const members = fields.map(({ key, label, field }) => {
      const form = key === nested?.key ? this.#inside(nested, space) : field.schema();
      return [label, { description: field.kind, ...form }] as const;
    });
    return objectSchema(Object.fromEntries(members));
  }

  #inside({ key, field }: NestedPart, outer: OptionSpace): JsonSchema {
    const space = typeof field.space === "function" ? undefined : field.space ?? outer;
    return key === "message" ? this.message(space) : this.#options(space);
  }

  /** A reference to what `make` makes, once. */
  #refer(space: Space, part: string, make: () => JsonSchema): JsonSchema {
    const name = `${this.#nameOf(space)}.${part}`;
    if (!this.#made.has(name)) {
      this.#made.set(name, {});
      this.#made.set(name, make());
    }
    return { $ref: `#/$defs/${name}` };
  }

  /** A name for each space, of its own, without signs that a reference would have to escape. */
  #nameOf(space: Space): string {
    let name = this.#names.get(space);
    if (name !== undefined) return name;
    name = space!.name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    if ([...this.#names.values()].includes(name)) name += `-${this.#names.size}`;
    this.#names.set(space, name);
    return name;
  }
}

/**
 * Groups of about as many options as there are groups. Each level of nesting costs a validator the stack of what it inlines, and each
 * option the tests of all groups and of one of them.
 */
function groups(definitions: readonly OptionDef<unknown>[]): OptionDef<unknown>[][] {
  const size = Math.ceil(Math.sqrt(definitions.length)), count = Math.ceil(definitions.length / size);
  return Array.from({ length: count }, (_, i) => definitions.slice(i * size, (i + 1) * size));
}

/** Whether an option has such a code, or such a name. */
function isAnyOf(code: JsonSchema, option: JsonSchema): JsonSchema {
  return { anyOf: [{ required: ["code"], properties: { code } }, { required: ["option"], properties: { option } }] };
}

/** An option, of whose `option` there is a schema. */
function optionSchema(option: JsonSchema): JsonSchema {
  return {
    type: "object",
    properties: {
      code: { description: "option code", ...integerSchema(0xffff) },
      option: { description: "name of the code", ...option },
      value: { description: "what the option says; counts where there are data as well", type: "object" },
      data: { description: "the body as hexadecimal digits", ...bytesSchema() },
      malformed: { description: "why the data could not be read, for people", ...textSchema() },
    },
    additionalProperties: false,
    anyOf: [{ required: ["data"] }, { required: ["value", "code"] }, { required: ["value", "option"] }],
  };
}

function messageSchema(options: JsonSchema): JsonSchema {
  const headers = Map.groupBy(ALL_TYPES, jsonHeader);
  const usual = jsonHeader(MessageType.Solicit), others = [...headers].filter(([header]) => header !== usual);
  return {
    type: "object",
    properties: { type: { description: "message type", ...messageTypeSchema() }, options },
    required: ["type", "options"],
    ...others.reduce(
      (rest, [header, types]): JsonSchema => ({
        if: { properties: { type: messageTypeSchema(types) } },
        then: headerSchema(header),
        else: rest,
      }),
      headerSchema(usual),
    ),
    unevaluatedProperties: false,
  };
}

function headerSchema({ required, optional }: JsonHeader): JsonSchema {
  const members = [...required, ...optional].map((name) => [name, HEADER_MEMBERS[name].schema()] as const);
  return { properties: Object.fromEntries(members), required };
}
