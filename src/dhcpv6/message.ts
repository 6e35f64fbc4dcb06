import { encode, type Reader, u32At, WireError, type Writer } from "../wire/mod.ts";
import { IPv6Address } from "./address.ts";
import type {
  ClientServerMessageInit,
  Dhcpv4MessageInit,
  FailoverMessageInit,
  RelayMessageInit,
} from "./message_init.ts";
import { isDhcpv4Type, isFailoverType, isRelayType, messageTypeName } from "./message_type.ts";
import { failoverHeaderLength } from "./next_option.ts";
import { inside, placed } from "./option.ts";
import { Options } from "./options.ts";

/** Code of the Relay Message option, which holds the message that a relay agent passes on (RFC 9915 section 21.10). */
const RELAY_MSG = 9;

/**
 * A DHCPv6 message (RFC 9915 section 7): a header and options.
 *
 * A parsed message keeps the bytes that it came from: {@linkcode Message.save} gives those very bytes back, unknown and
 * malformed options included. Messages are immutable; `with…` makes a copy.
 *
 * @example
 * ```ts
 * import { Message } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const received = new Uint8Array([1, 0xf3, 0x50, 0xd6, 0, 8, 0, 2, 0, 0]);
 * const message = Message.parse(received);
 * assertEquals(message.typeName, "solicit");
 * assertEquals(message.save(), received);
 * ```
 */
export abstract class Message {
  /** Message type, 0 to 255: see {@linkcode MessageType}. */
  readonly type: number;
  /** The options behind the header. */
  readonly options: Options;

  /** Where the message starts in the buffer that its options are in; -1 for one that was not received. */
  protected readonly start: number;
  private bytes: Uint8Array | undefined;

  /** @internal */
  protected constructor(
    { type, options = Options.none }: { type: number; options?: Options },
    start: number,
    isRight: (type: number) => boolean,
  ) {
    // What is saved under a type that has another header would be read back as something else.
    if (start < 0 && !isRight(type)) {
      throw new WireError(`a message of the type ${messageTypeName(type)} has another header`, 0);
    }
    this.type = type;
    this.options = options;
    this.start = start;
  }

  /**
   * Reads one message from all of `bytes`, without copying.
   *
   * Throws {@linkcode WireError} only when the header is not complete. Whatever else is wrong stays in the message and
   * is found by {@linkcode problems}.
   */
  static parse(bytes: Uint8Array): Message {
    return Message.at(bytes, 0, bytes.length);
  }

  /** Reads one message up to the reader's end. */
  static read(reader: Reader): Message {
    const message = Message.at(reader.bytes, reader.offset, reader.end);
    reader.offset = reader.end;
    return message;
  }

  /** Reads one message from the part of a buffer from `start` up to `end`, which has to be within it. */
  static at(bytes: Uint8Array, start: number, end: number): Message {
    if (end - start < 4) throw shortHeader(bytes, start, end);
    const type = bytes[start], word = u32At(bytes, start) & 0xffffff;
    if (isRelayType(type)) {
      if (end - start < 34) throw shortHeader(bytes, start, end);
      const options = Options.at(bytes, start + 34, end), here = IPv6Address.unspecified;
      const init = { type, hopCount: bytes[start + 1], linkAddress: here, peerAddress: here, options };
      return new RelayMessage(init, start);
    }
    if (isDhcpv4Type(type)) {
      return new Dhcpv4Message({ type, flags: word, options: Options.at(bytes, start + 4, end) }, start);
    }
    if (isFailoverType(type)) return failoverAt(bytes, start, end, type, word);
    return new ClientServerMessage({ type, transactionId: word, options: Options.at(bytes, start + 4, end) }, start);
  }

  /** The type's name in kebab case, such as `solicit`; a number as text where there is none. */
  get typeName(): string {
    return messageTypeName(this.type);
  }

  /** Bytes of the whole message. */
  get length(): number {
    return this.save().length;
  }

  /**
   * The message as bytes: for a parsed one a view of the very bytes received, for any other bytes that are never written to
   * again, in a `buffer` that may hold others' bytes as well. Throws `WireError` when a header value does not fit.
   */
  save(): Uint8Array {
    if (this.start >= 0) return this.options.bytesFrom(this.start);
    return this.bytes ??= encode((writer) => this.write(writer));
  }

  /** Writes the message. */
  write(writer: Writer): void {
    const { start, bytes } = this;
    if (start >= 0) return this.options.writeFrom(writer, start);
    if (bytes !== undefined) return writer.bytes(bytes);
    try {
      writer.u8(this.type);
      this.writeHeader(writer);
      this.options.write(writer);
    } catch (error) {
      throw placed(error, this.typeName);
    }
  }

  /** A copy with other options. */
  abstract withOptions(options: Options): Message;

  /** Writes what stands between type and options. */
  protected abstract writeHeader(writer: Writer): void;
}

/** A message between client and server (RFC 9915 section 8), and every type that is not known to have another header. */
export class ClientServerMessage extends Message {
  /** Transaction id, 24 bits: the same in a request, its retransmissions and its answer. */
  readonly transactionId: number;

  /** Makes a message; `start` is for one that was received. Throws `WireError` for a type that has another header. */
  constructor(init: ClientServerMessageInit, start = -1) {
    super(init, start, hasUsualHeader);
    this.transactionId = init.transactionId;
  }

  /** A copy with other options. */
  override withOptions(options: Options): ClientServerMessage {
    return new ClientServerMessage({ type: this.type, transactionId: this.transactionId, options });
  }

  /** Writes the transaction id. */
  protected override writeHeader(writer: Writer): void {
    writer.u24(this.transactionId);
  }
}

/** A message of a relay agent (RFC 9915 section 9), Relay-forward or Relay-reply. */
export class RelayMessage extends Message {
  /** Relay agents that have passed the message on before this one. */
  readonly hopCount: number;
  private readonly link: IPv6Address;
  private readonly peer: IPv6Address;

  /**
   * Makes a message; `start` is for one that was received, whose addresses are read when somebody asks for them. Throws
   * `WireError` for a type that has another header.
   */
  constructor(init: RelayMessageInit, start = -1) {
    super(init, start, isRelayType);
    this.hopCount = init.hopCount;
    this.link = init.linkAddress;
    this.peer = init.peerAddress;
  }

  /** An address of the link that the client is on, or `::`. */
  get linkAddress(): IPv6Address {
    return this.start < 0 ? this.link : this.options.addressAt(this.start + 2);
  }

  /** Whom the relayed message came from, or goes to. */
  get peerAddress(): IPv6Address {
    return this.start < 0 ? this.peer : this.options.addressAt(this.start + 18);
  }

  /** The message passed on, or `undefined` when there is none. Throws `WireError` when its header is not complete. */
  get relayedMessage(): Message | undefined {
    const reader = this.options.reader(RELAY_MSG);
    return reader && inside(this.typeName, () => inside("relay-msg", () => Message.read(reader)));
  }

  /** A copy with other options. */
  override withOptions(options: Options): RelayMessage {
    const { type, hopCount, linkAddress, peerAddress } = this;
    return new RelayMessage({ type, hopCount, linkAddress, peerAddress, options });
  }

  /** Writes hop count, link-address and peer-address. */
  protected override writeHeader(writer: Writer): void {
    writer.u8(this.hopCount);
    this.linkAddress.write(writer);
    this.peerAddress.write(writer);
  }
}

/** A DHCPv4 message carried over DHCPv6 (RFC 7341 section 6): it has flags where others have a transaction id. */
export class Dhcpv4Message extends Message {
  /** 24 bits; the first is the unicast flag. */
  readonly flags: number;

  /** Makes a message; `start` is for one that was received. Throws `WireError` for a type that has another header. */
  constructor(init: Dhcpv4MessageInit, start = -1) {
    super(init, start, isDhcpv4Type);
    this.flags = init.flags;
  }

  /** Whether the client would have sent the DHCPv4 message by unicast. */
  get isUnicast(): boolean {
    return (this.flags & 0x800000) !== 0;
  }

  /** A copy with other options. */
  override withOptions(options: Options): Dhcpv4Message {
    return new Dhcpv4Message({ type: this.type, flags: this.flags, options });
  }

  /** Writes the flags. */
  protected override writeHeader(writer: Writer): void {
    writer.u24(this.flags);
  }
}

/**
 * A message between failover partners (RFC 8156 section 6).
 *
 * The RFC puts the time of sending behind the transaction id; most implementations know nothing of it. A message is read
 * with it when its options then fill the rest exactly, otherwise without.
 */
export class FailoverMessage extends Message {
  /** Transaction id, 24 bits. */
  readonly transactionId: number;
  /** Seconds since midnight UTC of 1 January 2000, modulo 2^32; `undefined` where the header has four bytes. */
  readonly sentTime: number | undefined;

  /** Makes a message; `start` is for one that was received. Throws `WireError` for a type that has another header. */
  constructor(init: FailoverMessageInit, start = -1) {
    super(init, start, isFailoverType);
    this.transactionId = init.transactionId;
    this.sentTime = init.sentTime;
  }

  /** A copy with other options. */
  override withOptions(options: Options): FailoverMessage {
    return new FailoverMessage({ ...this, options });
  }

  /** Writes transaction id and time of sending. */
  protected override writeHeader(writer: Writer): void {
    writer.u24(this.transactionId);
    if (this.sentTime !== undefined) writer.u32(this.sentTime);
  }
}

function hasUsualHeader(type: number): boolean {
  return !isRelayType(type) && !isDhcpv4Type(type) && !isFailoverType(type);
}

function failoverAt(bytes: Uint8Array, start: number, end: number, type: number, transactionId: number): Message {
  const length = failoverHeaderLength(bytes, start, end), options = Options.at(bytes, start + length, end);
  const sentTime = length === 8 ? u32At(bytes, start + 4) : undefined;
  return new FailoverMessage({ type, transactionId, sentTime, options }, start);
}

function shortHeader(bytes: Uint8Array, start: number, end: number): WireError {
  const type = start < end ? bytes[start] : undefined, needed = type !== undefined && isRelayType(type) ? 34 : 4;
  const name = type === undefined ? "message" : messageTypeName(type);
  return new WireError(`needed ${needed} bytes at offset ${start}, ${end - start} available`, start, [name]);
}
