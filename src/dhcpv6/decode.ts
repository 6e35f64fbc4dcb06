import { u16At, WireError } from "../wire/mod.ts";
import { type DecodeLimits, USUAL_LIMITS } from "./decode_limits.ts";
import { Message } from "./message.ts";
import { isRelayType } from "./message_type.ts";
import { spaceWithin } from "./nested_field.ts";
import type { NestedPart, OptionDef } from "./option.ts";
import { standardSpace } from "./option_registry.ts";
import type { OptionSpace } from "./option_space.ts";
import { nextOption } from "./next_option.ts";
import { type Options, type Place, strayBytes } from "./options.ts";

/** What {@linkcode decode} works by. */
export interface DecodeInit {
  /** Which definition a code has. Default: the DHCPv6 options. */
  readonly space?: OptionSpace;
  /** How far to go. */
  readonly limits?: DecodeLimits;
}

/** A message with everything in it decoded. */
export interface DecodedMessage {
  /** The message. */
  readonly message: Message;
  /** In wire order; bytes at the end that are no whole option are the last one. */
  readonly options: readonly DecodedOption[];
}

/** An option of a {@linkcode DecodedMessage}: what it is, where it stands and what it says. */
export class DecodedOption {
  /** Where the body starts in the buffer that was parsed. The option's header is in the four bytes before it. */
  readonly start: number;
  /** The first byte behind the body. */
  readonly end: number;
  /** What the code stands for, where that is known. */
  readonly definition: OptionDef<unknown> | undefined;
  /** The options or the message that the option holds. */
  readonly inside: readonly DecodedOption[] | DecodedMessage | undefined;

  /** The value, a WireError, or the buffer with a body that is read on demand or has no definition. */
  private readonly content: unknown;

  /** @internal */
  constructor(
    start: number,
    end: number,
    definition: OptionDef<unknown> | undefined,
    content: unknown,
    inside: readonly DecodedOption[] | DecodedMessage | undefined,
  ) {
    this.start = start;
    this.end = end;
    this.definition = definition;
    this.inside = inside;
    this.content = content;
  }

  /** Option code; `undefined` for bytes that are no whole option, or that a limit keeps from being read. */
  get code(): number | undefined {
    const { definition, content } = this;
    if (definition !== undefined) return definition.code;
    return content instanceof WireError ? undefined : u16At(content as Uint8Array, this.start - 4);
  }

  /** The value, of the type that the definition says; `undefined` where there is no definition, or a problem. */
  get value(): unknown {
    const { definition, content, start, end, inside } = this;
    if (definition === undefined || content instanceof WireError) return undefined;
    if (definition.isEnvelope) return { message: (inside as DecodedMessage).message };
    return end - start >= definition.wellFormedFrom ? definition.readAt(content as Uint8Array, start, end) : content;
  }

  /** Why the bytes could not be read. */
  get problem(): WireError | undefined {
    return this.content instanceof WireError ? this.content : undefined;
  }
}

/**
 * Decodes everything in a message: all options with a definition, down through those that hold options or messages.
 *
 * Never throws: what is malformed has a problem, and what is around it is decoded all the same. Takes time in proportion
 * to the bytes, within `DecodeLimits`. Bodies that cannot be malformed, such as names, are read when somebody
 * asks for their value.
 *
 * For single options, `message.options.get(…)` does less.
 *
 * @example
 * ```ts
 * import { decode, Message } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const message = Message.parse(new Uint8Array([1, 0xf3, 0x50, 0xd6, 0, 8, 0, 2, 0, 100, 0, 7, 0, 0]));
 * const [elapsed, preference] = decode(message).options;
 * assertEquals([elapsed.definition?.name, elapsed.value], ["elapsed-time", { elapsed: 100 }]);
 * assertEquals([elapsed.start, elapsed.end], [8, 10]);
 * assertEquals(preference.problem?.message, "preference: needed 1 byte at offset 14, 0 available");
 * ```
 */
export function decode(message: Message, { space = standardSpace, limits }: DecodeInit = {}): DecodedMessage {
  return decodeMessage(message, space, 0, 0, new Budget(limits));
}

/** What is left of the limits, for one call of {@linkcode decode}. */
class Budget {
  readonly limits: Required<DecodeLimits>;
  options: number;
  problems: number;

  constructor(limits: DecodeLimits | undefined) {
    this.limits = limits === undefined ? USUAL_LIMITS : { ...USUAL_LIMITS, ...limits };
    this.options = this.limits.options;
    this.problems = this.limits.problems;
  }

  /** Nothing more is read when there were too many. */
  countProblem(): void {
    this.problems--;
    if (this.problems <= 0) this.options = 0;
  }

  /** Which of the two is used up. */
  get spent(): string {
    const { options, problems } = this.limits;
    return this.problems <= 0 ? `behind ${problems} malformed options` : `behind ${options} options`;
  }
}

function decodeMessage(
  message: Message,
  space: OptionSpace,
  nesting: number,
  relays: number,
  budget: Budget,
): DecodedMessage {
  const place = message.options.place, { start, end } = place, { limits } = budget;
  if (end - start > limits.bytes) return { message, options: [unread(start, end, `over ${limits.bytes} bytes`)] };
  if (relays > limits.relays) {
    budget.countProblem();
    return { message, options: [unread(start, end, `within more than ${limits.relays} messages`)] };
  }
  return { message, options: decodeOptions(place, space, nesting, relays, budget) };
}

const NO_OPTIONS: readonly DecodedOption[] = [];

/** Holds the place of an option that is about to be decoded. */
const NOTHING: DecodedOption = /* @__PURE__ */ unread(0, 0, "");

function decodeOptions(
  { buffer, start, end }: Place,
  space: OptionSpace,
  nesting: number,
  relays: number,
  budget: Budget,
): readonly DecodedOption[] {
  if (start === end) return NO_OPTIONS;
  if (nesting > budget.limits.nesting) {
    budget.countProblem();
    return [unread(start, end, `nested more than ${budget.limits.nesting} deep`)];
  }
  // An array that grows gets room for 17; most identity associations hold one option.
  const decoded: DecodedOption[] = nextOption(buffer, start, end) === end ? [NOTHING] : [];
  let at = start, count = 0;
  for (let next; (next = nextOption(buffer, at, end)) > 0; at = next) {
    if (budget.options <= 0) {
      decoded[count++] = unread(at, end, budget.spent);
      return decoded;
    }
    budget.options--;
    const definition = space.get(u16At(buffer, at));
    let content: unknown = buffer, inside: DecodedOption["inside"];
    if (definition !== undefined && next - at - 4 < definition.wellFormedFrom) {
      const message = definition.isEnvelope ? messageAt(buffer, at + 4, next) : undefined;
      if (message !== undefined) inside = decodeMessage(message, space, nesting, relays + 1, budget);
      else {
        content = read(definition, buffer, at + 4, next, budget);
        if (definition.nested) inside = decodeInside(definition.nested, content, space, nesting, relays, budget);
      }
    }
    decoded[count++] = new DecodedOption(at + 4, next, definition, content, inside);
  }
  if (at < end) {
    budget.countProblem();
    decoded[count] = new DecodedOption(at, end, undefined, strayBytes(buffer, at, end), undefined);
  }
  return decoded;
}

/** The message in an option that holds nothing else; `undefined` without a complete header. */
function messageAt(buffer: Uint8Array, start: number, end: number): Message | undefined {
  const least = start < end && isRelayType(buffer[start]) ? 34 : 4;
  return end - start < least ? undefined : Message.at(buffer, start, end);
}

function read(definition: OptionDef<unknown>, buffer: Uint8Array, start: number, end: number, budget: Budget): unknown {
  try {
    return definition.readAt(buffer, start, end);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    budget.countProblem();
    return error;
  }
}

function decodeInside(
  { key, field }: NestedPart,
  content: unknown,
  space: OptionSpace,
  nesting: number,
  relays: number,
  budget: Budget,
): DecodedOption["inside"] {
  if (content instanceof WireError) return undefined;
  const innerSpace = field.space === undefined ? space : spaceWithin(field, content) ?? space;
  if (key === "message") {
    return decodeMessage((content as { message: Message }).message, innerSpace, nesting, relays + 1, budget);
  }
  const { place } = (content as { options: Options }).options;
  return decodeOptions(place, innerSpace, nesting + 1, relays, budget);
}

/** Bytes that a limit keeps from being read. */
function unread(start: number, end: number, why: string): DecodedOption {
  const problem = new WireError(`${why}, not read any further`, start);
  return new DecodedOption(start, end, undefined, problem, undefined);
}
