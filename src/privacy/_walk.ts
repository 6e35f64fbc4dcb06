import { Reader, u16At, WireError } from "../wire/mod.ts";
import { USUAL_LIMITS } from "../dhcpv6/decode_limits.ts";
import { Message, RelayMessage } from "../dhcpv6/message.ts";
import { messageTypeName } from "../dhcpv6/message_type.ts";
import { spaceWithin } from "../dhcpv6/nested_field.ts";
import { nextOption, strayAt } from "../dhcpv6/next_option.ts";
import type { OptionDef } from "../dhcpv6/option.ts";
import { standardSpace } from "../dhcpv6/option_registry.ts";
import type { OptionSpace } from "../dhcpv6/option_space.ts";
import { radiusAttributes } from "../dhcpv6/options/radius_attributes.ts";
import { HIDE, type Redaction } from "./_field_kinds.ts";
import type { Identifiers } from "./_identifiers.ts";
import { sensitivities } from "./vendor_sensitivity.ts";

/** Identifiers of a packet that get a token. Packets of people have a dozen; a hostile one could have thousands. */
const MOST_IDENTIFIERS = 500;
/**
 * What stands where nothing is told. As an option or as an inner length it reaches beyond any end, so that what is malformed stays
 * so, and what is no option becomes none.
 */
const BLOT = 0xff;

/** Goes through a packet once, by the declarations of its options, and replaces what tells a person or a device. */
export class Walk implements Redaction {
  readonly source: Uint8Array;
  readonly identifiers: Identifiers;
  readonly #kept: ReadonlySet<string>;
  readonly #output: Uint8Array<ArrayBuffer>;
  #identifiersLeft = MOST_IDENTIFIERS;
  #problemsLeft = USUAL_LIMITS.problems;

  /** `kept` are the names of options that stay as they are. */
  constructor(source: Uint8Array, identifiers: Identifiers, kept: ReadonlySet<string>) {
    this.source = source;
    this.identifiers = identifiers;
    this.#kept = kept;
    this.#output = source.slice();
  }

  /** All of the packet, which has to have a whole header. */
  run(): Uint8Array<ArrayBuffer> {
    this.#message(0, this.source.length, 0);
    return this.#output;
  }

  replace(start: number, end: number, make: (bytes: Uint8Array) => Uint8Array): void {
    if (start >= end) return;
    if (this.#identifiersLeft <= 0) return this.blot(start, end);
    this.#identifiersLeft--;
    this.#output.set(make(this.source.subarray(start, end)), start);
  }

  blot(start: number, end: number): void {
    if (start < end) this.#output.fill(BLOT, start, end);
  }

  #message(start: number, end: number, relays: number): void {
    const message = relays > USUAL_LIMITS.relays ? undefined : messageAt(this.source, start, end);
    // Its type decides how long a header has to be.
    if (message === undefined) return this.blot(start + 1, end);
    if (message instanceof RelayMessage) {
      const address = (bytes: Uint8Array) => this.identifiers.addresses.address(bytes);
      this.replace(start + 2, start + 18, address);
      this.replace(start + 18, start + 34, address);
    }
    const { start: optionsStart } = message.options.place;
    // What stands in a message of an unknown type may be no options, even where it looks like some.
    const isKnown = messageTypeName(message.type) !== String(message.type);
    if (isKnown || strayAt(this.source, optionsStart, end) === end) {
      this.#options(optionsStart, end, standardSpace, 0, relays);
    } else this.blot(optionsStart, end);
  }

  #options(start: number, end: number, space: OptionSpace, nesting: number, relays: number): void {
    const isKnown = sensitivities.has(space);
    // What is said to be options in a space that nobody knows may be anything else.
    if (nesting > USUAL_LIMITS.nesting || !isKnown && strayAt(this.source, start, end) < end) {
      return this.blot(start, end);
    }
    let at = start;
    for (let next; (next = nextOption(this.source, at, end)) > 0; at = next) {
      this.#option(u16At(this.source, at), at + 4, next, space, nesting, relays);
    }
    this.blot(at, end);
  }

  #option(code: number, start: number, end: number, space: OptionSpace, nesting: number, relays: number): void {
    const definition = space.get(code), sensitivity = definition && sensitivities.get(space)?.[definition.name];
    const label = `${space.name} ${definition?.name ?? code}`;
    if (definition === undefined || sensitivity === undefined) {
      return this.replace(start, end, (bytes) => this.identifiers.bytes(label, bytes));
    }
    const read = this.#read(definition, start, end);
    if (read === undefined) return this.blot(start, end);
    if (sensitivity === "keep" || this.#kept.has(definition.name)) return;
    const { value, ends } = read;
    for (let i = 0, at = start; i < ends.length; at = ends[i++]) {
      const { key } = definition.fields[i], kind = sensitivity[key] ?? "bytes", fieldEnd = ends[i];
      if (kind === "keep") continue;
      if (kind === "message") this.#message(at, fieldEnd, relays + 1);
      else if (kind === "radius") this.#radius(at, fieldEnd, nesting, relays);
      else if (kind === "options") {
        const inner = definition.nested && spaceWithin(definition.nested.field, value);
        this.#options(at, fieldEnd, inner ?? space, nesting + 1, relays);
      } else HIDE[kind](this, { start: at, end: fieldEnd, label, value });
    }
  }

  /** Type, length that counts those two bytes too, value. */
  #radius(start: number, end: number, nesting: number, relays: number): void {
    for (let at = start; at < end;) {
      const next = at + this.source[at + 1];
      this.#option(this.source[at], at + 2, next, radiusAttributes, nesting, relays);
      at = next;
    }
  }

  /** What an option says, and where each of its fields ends; `undefined` for one that is malformed. */
  #read(definition: OptionDef<unknown>, start: number, end: number): { value: Value; ends: number[] } | undefined {
    // An error costs a hundred times what a value does.
    if (this.#problemsLeft <= 0) return undefined;
    // What is in a relayed message that cannot be read is for #message to say.
    if (definition.isEnvelope) return { value: {}, ends: [end] };
    const reader = new Reader(this.source, start, end), value: Value = {}, ends: number[] = [];
    try {
      for (const { key, field } of definition.fields) {
        value[key] = field.read(reader);
        ends.push(reader.offset);
      }
      reader.expectEnd();
      return { value, ends };
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#problemsLeft--;
      return undefined;
    }
  }
}

interface Value {
  [key: string]: unknown;
}

function messageAt(source: Uint8Array, start: number, end: number): Message | undefined {
  try {
    return Message.at(source, start, end);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}
