import { encode, Reader, WireError, type Writer } from "../wire/mod.ts";
import { IPv6Address } from "./address.ts";
import { isRelayType, MessageType, messageTypeName } from "./message_type.ts";
import { inside } from "./option.ts";
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

  private readonly received: ReceivedBytes | undefined;
  private bytes: Uint8Array | undefined;

  /** @internal */
  protected constructor(type: number, options: Options, received?: ReceivedBytes) {
    this.type = type;
    this.options = options;
    this.received = received;
  }

  /**
   * Reads one message from all of `bytes`, without copying.
   *
   * Throws {@linkcode WireError} only when the header is not complete. Whatever else is wrong stays in the message and
   * is found by {@linkcode problems}.
   */
  static parse(bytes: Uint8Array): Message {
    return Message.read(new Reader(bytes));
  }

  /** Reads one message up to the reader's end. */
  static read(reader: Reader): Message {
    const { bytes: buffer, offset: start, end } = reader, type = start < end ? buffer[start] : undefined;
    if (type === undefined || end - start < headerLength(type)) throw shortHeader(type, reader);
    const received: ReceivedBytes = { buffer, start, end };
    reader.offset++;
    if (isRelayType(type)) {
      const hopCount = reader.u8(), linkAddress = IPv6Address.read(reader), peerAddress = IPv6Address.read(reader);
      return new RelayMessage({ type, hopCount, linkAddress, peerAddress, options: Options.read(reader) }, received);
    }
    const word = reader.u24(), options = Options.read(reader);
    if (isDhcpv4Type(type)) return new Dhcpv4Message({ type, flags: word, options }, received);
    return new ClientServerMessage({ type, transactionId: word, options }, received);
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
   * The message as bytes: for a parsed one a view of the very bytes received. Throws `WireError` when a header value
   * does not fit.
   */
  save(): Uint8Array {
    this.bytes ??= this.received ? wholeOf(this.received) : encode((writer) => this.write(writer));
    return this.bytes;
  }

  /** Writes the message. */
  write(writer: Writer): void {
    const { received, bytes } = this;
    if (received !== undefined) return writer.bytes(received.buffer, received.start, received.end);
    if (bytes !== undefined) return writer.bytes(bytes);
    inside(this.typeName, () => {
      writer.u8(this.type);
      this.writeHeader(writer);
      this.options.write(writer);
    });
  }

  /** A copy with other options. */
  abstract withOptions(options: Options): Message;

  /** Writes what stands between type and options. */
  protected abstract writeHeader(writer: Writer): void;
}

/** The bytes that a message was parsed from, as a part of a buffer: a view is made when somebody wants one. */
export interface ReceivedBytes {
  /** What was handed to `Message.parse`. */
  readonly buffer: Uint8Array;
  /** Where the message starts. */
  readonly start: number;
  /** The first byte behind it. */
  readonly end: number;
}

function wholeOf({ buffer, start, end }: ReceivedBytes): Uint8Array {
  return start === 0 && end === buffer.length ? buffer : buffer.subarray(start, end);
}

/** What a {@linkcode ClientServerMessage} is made of. */
export interface ClientServerMessageInit {
  /** Message type, 0 to 255. */
  type: number;
  /** Transaction id, 24 bits. */
  transactionId: number;
  /** Default: none. */
  options?: Options;
}

/** A message between client and server (RFC 9915 section 8), and every type that is not known to have another header. */
export class ClientServerMessage extends Message {
  /** Transaction id, 24 bits: the same in a request, its retransmissions and its answer. */
  readonly transactionId: number;

  /** Makes a message; `received` is what it was parsed from. */
  constructor(init: ClientServerMessageInit, received?: ReceivedBytes) {
    super(init.type, init.options ?? Options.none, received);
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

/** What a {@linkcode RelayMessage} is made of. */
export interface RelayMessageInit {
  /** `MessageType.RelayForward` or `MessageType.RelayReply`. */
  type: number;
  /** Relay agents that have passed the message on before this one. */
  hopCount: number;
  /** An address of the link that the client is on, or `::`. */
  linkAddress: IPv6Address;
  /** Whom the relayed message came from, or goes to. */
  peerAddress: IPv6Address;
  /** Default: none. */
  options?: Options;
}

/** A message of a relay agent (RFC 9915 section 9), Relay-forward or Relay-reply. */
export class RelayMessage extends Message {
  /** Relay agents that have passed the message on before this one. */
  readonly hopCount: number;
  /** An address of the link that the client is on, or `::`. */
  readonly linkAddress: IPv6Address;
  /** Whom the relayed message came from, or goes to. */
  readonly peerAddress: IPv6Address;

  /** Makes a message; `received` is what it was parsed from. */
  constructor(init: RelayMessageInit, received?: ReceivedBytes) {
    super(init.type, init.options ?? Options.none, received);
    this.hopCount = init.hopCount;
    this.linkAddress = init.linkAddress;
    this.peerAddress = init.peerAddress;
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

/** What a {@linkcode Dhcpv4Message} is made of. */
export interface Dhcpv4MessageInit {
  /** `MessageType.Dhcpv4Query` or `MessageType.Dhcpv4Response`. */
  type: number;
  /** 24 bits; the first is the unicast flag. */
  flags: number;
  /** Default: none. */
  options?: Options;
}

/** A DHCPv4 message carried over DHCPv6 (RFC 7341 section 6): it has flags where others have a transaction id. */
export class Dhcpv4Message extends Message {
  /** 24 bits; the first is the unicast flag. */
  readonly flags: number;

  /** Makes a message; `received` is what it was parsed from. */
  constructor(init: Dhcpv4MessageInit, received?: ReceivedBytes) {
    super(init.type, init.options ?? Options.none, received);
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

function shortHeader(type: number | undefined, { offset, remaining }: Reader): WireError {
  const name = type === undefined ? "message" : messageTypeName(type), needed = headerLength(type ?? 0);
  return new WireError(`needed ${needed} bytes at offset ${offset}, ${remaining} available`, offset, [name]);
}

function headerLength(type: number): number {
  return isRelayType(type) ? 34 : 4;
}

function isDhcpv4Type(type: number): boolean {
  return type === MessageType.Dhcpv4Query || type === MessageType.Dhcpv4Response;
}
