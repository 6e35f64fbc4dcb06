import {
  ClientServerMessage,
  decode,
  type DecodedMessage,
  type DecodedOption,
  type DecodeInit,
  Dhcpv4Message,
  Duid,
  encodeUtf8,
  FailoverMessage,
  IPv6Address,
  IPv6Prefix,
  Message,
  type OptionDef,
  Options,
  problems,
  RelayMessage,
  toHex,
  WireError,
} from "../../../src/dhcpv6/mod.ts";
import { VendorOptions } from "../../../src/dhcpv6/options/mod.ts";

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

/** The peers have no limits of that kind. */
const EVERYTHING: DecodeInit = { limits: { relays: Infinity, problems: Infinity } };

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
  const decoded = decode(parsed, EVERYTHING), message = messageOf(decoded, bytes), accepts = isSound(message.list);
  if (!accepts && !holdsFailover(decoded) && problems(parsed, EVERYTHING).length === 0) {
    throw new Error(`no problem was found in ${packet}`);
  }
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

function messageOf({ message, options }: DecodedMessage, bytes: Uint8Array): OurMessage {
  if (message instanceof FailoverMessage) return asOthersRead(message);
  const { type } = message, list = listOf(options, bytes);
  if (message instanceof RelayMessage) {
    const { hopCount: hops, linkAddress, peerAddress } = message;
    return { type, hops, link: toHex(linkAddress.bytes), peer: toHex(peerAddress.bytes), list };
  }
  if (message instanceof Dhcpv4Message) return { type, xid: message.flags, list };
  if (message instanceof ClientServerMessage) return { type, xid: message.transactionId, list };
  throw new Error(`a message of another kind: ${message.typeName}`);
}

function holdsFailover({ message, options }: DecodedMessage): boolean {
  return message instanceof FailoverMessage ||
    options.some(({ inside }) => inside !== undefined && "message" in inside && holdsFailover(inside));
}

/** No peer knows of a time of sending in failover messages: to them, its bytes are options. */
function asOthersRead(message: FailoverMessage): OurMessage {
  const { type, transactionId } = message, bytes = message.save(), options = Options.at(bytes, 4, bytes.length);
  const plain = new FailoverMessage({ type, transactionId, options });
  return { type, xid: transactionId, list: listOf(decode(plain, EVERYTHING).options, bytes) };
}

function listOf(all: readonly DecodedOption[], bytes: Uint8Array): OurList {
  const rest = all.find(({ code }) => code === undefined);
  return {
    options: all.filter((option) => option !== rest).map((option) => optionOf(option, bytes)),
    stray: rest ? toHex(bytes.subarray(rest.start, rest.end)) : "",
  };
}

function optionOf(option: DecodedOption, bytes: Uint8Array): OurOption {
  const { definition, problem, start, end } = option, code = option.code!, data = toHex(bytes.subarray(start, end));
  if (!definition) return { code, data };
  return problem ? { code, data, problem: problem.problem } : { code, data, ...contentOf(definition, option, bytes) };
}

function contentOf(definition: OptionDef<unknown>, option: DecodedOption, bytes: Uint8Array) {
  const value = option.value as Record<string, unknown>, { inside } = option;
  const plain: Record<string, unknown> = {};
  for (const { key } of definition.fields) {
    const part = value[key];
    if (part instanceof IPv6Prefix) Object.assign(plain, prefixOf(part));
    else if (key !== definition.nested?.key) plain[key] = plainOf(part);
  }
  if (definition.code === 13 && typeof value.message === "string") plain.message = toHex(encodeUtf8(value.message));
  if (definition.code === 39 && typeof value.name === "string") plain.labels = value.name.replace(ROOT, "");
  if (inside === undefined) return { value: plain };
  if ("message" in inside) return { value: plain, message: messageOf(inside, bytes) };
  return { value: plain, list: definition === VendorOptions ? bare(listOf(inside, bytes)) : listOf(inside, bytes) };
}

/** No peer knows what vendors put into their suboptions. */
function bare({ options, stray }: OurList): OurList {
  return { options: options.map(({ code, data }) => ({ code, data })), stray };
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
