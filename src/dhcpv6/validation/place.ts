import type { DecodedMessage, DecodedOption } from "../decode.ts";
import { type Message, RelayMessage } from "../message.ts";
import type { OptionDef } from "../option.ts";
import { RelayMsg } from "../options/rfc9915_relay.ts";

/** Options that stand together: those of a message ({@linkcode MessagePlace}), or those in an option. */
export abstract class Place {
  /** The message type or the option that holds them. */
  readonly name: string;
  /** The option around them; none for the outermost message. */
  readonly outer: OptionPlace | undefined;
  /** In wire order. */
  readonly options: readonly OptionPlace[];
  readonly #byOption: Map<OptionDef<unknown>, OptionPlace[]> = new Map();

  constructor(name: string, options: readonly DecodedOption[], outer: OptionPlace | undefined) {
    this.name = name;
    this.outer = outer;
    this.options = options.filter(({ code }) => code !== undefined).map((option) => new OptionPlace(option, this));
    for (const option of this.options) {
      const { definition } = option;
      if (!definition) continue;
      const same = this.#byOption.get(definition);
      if (same) same.push(option);
      else this.#byOption.set(definition, [option]);
    }
  }

  /** All options of this definition, malformed ones included. */
  all(option: OptionDef<unknown>): readonly OptionPlace[] {
    return this.#byOption.get(option) ?? [];
  }

  /** Whether there is an option of this definition. */
  has(option: OptionDef<unknown>): boolean {
    return this.#byOption.has(option);
  }

  /** The value of the first option of this definition; `undefined` when there is none or it is malformed. */
  valueOf<T>(option: OptionDef<T>): T | undefined {
    return this.all(option)[0]?.valueOf(option);
  }

  /** The options that stand more than once, those of each definition together. */
  *repeated(): Generator<{ definition: OptionDef<unknown>; options: readonly OptionPlace[] }> {
    for (const [definition, options] of this.#byOption) if (options.length > 1) yield { definition, options };
  }

  /** The message that the options belong to. */
  abstract get message(): MessagePlace;

  /** Names from the outermost message up to this place. */
  get path(): readonly string[] {
    return this.outer?.path ?? [];
  }

  /** Where the option around them starts. */
  get offset(): number | undefined {
    return this.outer?.offset;
  }
}

/** The options in an option. */
class InnerPlace extends Place {
  readonly #around: Place;

  constructor(options: readonly DecodedOption[], outer: OptionPlace) {
    super(outer.name, options, outer);
    this.#around = outer.within;
  }

  override get message(): MessagePlace {
    return this.#around.message;
  }
}

/** A message: the one that is looked at, or one that stands in an option. */
export class MessagePlace extends Place {
  /** The message as it was read. */
  readonly read: Message;

  constructor({ message, options }: DecodedMessage, outer?: OptionPlace) {
    super(message.typeName, options, outer);
    this.read = message;
  }

  override get message(): MessagePlace {
    return this;
  }

  override get path(): readonly string[] {
    return [...super.path, this.name];
  }

  /** The header, when this is the message of a relay agent. */
  get relay(): RelayMessage | undefined {
    return this.read instanceof RelayMessage ? this.read : undefined;
  }

  /** The message that holds this one in one of its options. */
  get carrier(): MessagePlace | undefined {
    return this.outer?.within.message;
  }

  /** The message that a relay agent passes on; `undefined` when there is none, or it could not be read. */
  get relayed(): MessagePlace | undefined {
    return this.relay && this.all(RelayMsg)[0]?.innerMessage;
  }

  /** The message within all relay messages. */
  get innermost(): MessagePlace {
    let { relayed } = this;
    while (relayed?.relayed) relayed = relayed.relayed;
    return relayed ?? this;
  }
}

/** One option where it stands. */
export class OptionPlace {
  readonly code: number;
  /** What it is, where its code is known. */
  readonly definition: OptionDef<unknown> | undefined;
  /** The options among which it stands. */
  readonly within: Place;
  /** Where its body starts. */
  readonly offset: number;
  /** The first byte behind its body. */
  readonly end: number;
  /** Its value by field, where it could be read. */
  readonly value: Readonly<Record<string, unknown>> | undefined;
  /** The options that it holds. */
  readonly inner: Place | undefined;

  constructor({ code, start, end, definition, value, inside }: DecodedOption, within: Place) {
    this.code = code!;
    this.definition = definition;
    this.within = within;
    this.offset = start;
    this.end = end;
    this.value = value as Record<string, unknown> | undefined;
    if (inside !== undefined) {
      this.inner = "message" in inside ? new MessagePlace(inside, this) : new InnerPlace(inside, this);
    }
  }

  get name(): string {
    return this.definition?.name ?? `option ${this.code}`;
  }

  /** Names from the outermost message up to this option. */
  get path(): readonly string[] {
    return [...this.within.path, this.name];
  }

  /** The message in the option. */
  get innerMessage(): MessagePlace | undefined {
    return this.inner instanceof MessagePlace ? this.inner : undefined;
  }

  /** The body as it stands on the wire, as a view. */
  get body(): Uint8Array {
    return this.within.message.read.options.place.buffer.subarray(this.offset, this.end);
  }

  /** The value, when this is an option of that definition and could be read. */
  valueOf<T>(option: OptionDef<T>): T | undefined {
    return this.definition === option ? this.value as T | undefined : undefined;
  }
}
