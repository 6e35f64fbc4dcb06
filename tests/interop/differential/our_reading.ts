import {
  ClientServerMessage,
  Dhcpv4Message,
  Duid,
  encodeUtf8,
  IPv6Address,
  IPv6Prefix,
  Message,
  type OptionDef,
  Options,
  OptionSpace,
  problems,
  rawOption,
  RelayMessage,
  standardSpace,
  toHex,
  WireError,
} from "../../../src/dhcpv6/mod.ts";

/** What this module sees in a packet, in the shape in which the peers tell it. */
export interface OurReading {
  readonly packet: string;
  /** Absent when the header is not complete. */
  readonly message?: OurMessage;
  /** Whether nothing is wrong anywhere. */
  readonly accepts: boolean;
}

export interface OurMessage {
  readonly type: number;
  readonly xid?: number;
  readonly hops?: number;
  readonly link?: string;
  readonly peer?: string;
  readonly list: OurList;
}

/** The options of a message or of an option. */
export interface OurList {
  readonly options: readonly OurOption[];
  /** Bytes behind the last whole option, in hexadecimal digits; mostly none. */
  readonly stray: string;
}

export interface OurOption {
  readonly code: number;
  /** The body. */
  readonly data: string;
  /** Why the body is malformed; the rest is absent then, as for an option that has no definition. */
  readonly problem?: string;
  readonly value?: Readonly<Record<string, unknown>>;
  readonly list?: OurList;
  readonly message?: OurMessage;
}

/** The dot of the root label, which is not escaped. */
const ROOT = /(?<=(^|[^\\])(\\\\)*)\.$/;

/** How deep the module looks for problems. */
const MAX_NESTING = 64;

/** Reads a packet; what the module says about problems has to agree with what is found option by option. */
export function ourReading(bytes: Uint8Array): OurReading {
  const packet = toHex(bytes);
  let parsed: Message;
  try {
    parsed = Message.parse(bytes);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { packet, accepts: false };
  }
  const message = messageOf(parsed, standardSpace, 0), accepts = problems(parsed).length === 0;
  if (accepts !== isSound(message.list)) throw new Error(`problems() and the options disagree about ${packet}`);
  if (toHex(parsed.save()) !== packet) throw new Error(`not written as it was read: ${packet}`);
  return { packet, message, accepts };
}

/** Every option of a reading, nested ones included, the outer one first. */
export function* everyOption(list: OurList | undefined): Generator<OurOption> {
  for (const option of list?.options ?? []) {
    yield option;
    yield* everyOption(option.list ?? option.message?.list);
  }
}

/** Whether nothing is wrong with these options, nested ones included. */
export function isSound(list: OurList): boolean {
  return [...everyList(list)].every(({ stray }) => stray === "") &&
    [...everyOption(list)].every(({ problem }) => problem === undefined);
}

/** Every list of options of a reading, the outer one first. */
export function* everyList(list: OurList | undefined): Generator<OurList> {
  if (!list) return;
  yield list;
  for (const option of list.options) yield* everyList(option.list ?? option.message?.list);
}

function messageOf(message: Message, space: OptionSpace, depth: number): OurMessage {
  const { type } = message, list = listOf(message.options, space, depth);
  if (message instanceof RelayMessage) {
    const { hopCount: hops, linkAddress, peerAddress } = message;
    return { type, hops, link: toHex(linkAddress.bytes), peer: toHex(peerAddress.bytes), list };
  }
  if (message instanceof ClientServerMessage) return { type, xid: message.transactionId, list };
  if (message instanceof Dhcpv4Message) return { type, xid: message.flags, list };
  throw new Error(`a message of another kind: ${message.typeName}`);
}

function listOf(options: Options, space: OptionSpace, depth: number): OurList {
  const list = Array.from(options.readers(), ({ code, reader }) => optionOf(code, reader.rest(), space, depth + 1));
  return { options: list, stray: toHex(options.stray) };
}

function optionOf(code: number, body: Uint8Array, space: OptionSpace, depth: number): OurOption {
  const data = toHex(body), definition = space.get(code);
  if (!definition) return { code, data };
  if (depth > MAX_NESTING) return { code, data, problem: "nested too deeply" };
  try {
    return { code, data, ...contentOf(definition, body, space, depth) };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { code, data, problem: error.problem };
  }
}

function contentOf(definition: OptionDef<unknown>, body: Uint8Array, space: OptionSpace, depth: number) {
  const value = Options.of(rawOption(definition.code, body)).get(definition) as Record<string, unknown>;
  const plain: Record<string, unknown> = {};
  let nested: Pick<OurOption, "list" | "message"> = {};
  for (const { key, field } of definition.fields) {
    const part = value[key], inner = "space" in field && field.space instanceof OptionSpace ? field.space : space;
    if (part instanceof Options) nested = { list: listOf(part, inner, depth) };
    else if (part instanceof Message) nested = { message: messageOf(part, inner, depth) };
    else if (part instanceof IPv6Prefix) Object.assign(plain, prefixOf(part));
    else plain[key] = plainOf(part);
  }
  if (definition.code === 13 && typeof value.message === "string") plain.message = toHex(encodeUtf8(value.message));
  if (definition.code === 39 && typeof value.name === "string") plain.labels = value.name.replace(ROOT, "");
  return { value: plain, ...nested };
}

function prefixOf({ address, length }: IPv6Prefix) {
  return { prefixLength: length, prefix: toHex(address.bytes) };
}

function plainOf(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (value instanceof IPv6Address || value instanceof Duid) return toHex(value.bytes);
  if (typeof value === "bigint") return String(value);
  return Array.isArray(value) ? value.map(plainOf) : value;
}
