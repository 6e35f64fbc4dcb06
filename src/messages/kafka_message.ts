import { encode, encodeUtf8, Reader, room, toHex, utf8Length, Writer } from "../wire/mod.ts";
import { Message } from "../dhcpv6/message.ts";
import { inside, placed } from "../dhcpv6/option.ts";
import { DHCP_MESSAGE, readTransactionFields, withinTransaction } from "./transaction_fields.ts";
import { type KafkaMessageClass, KafkaMessageRegistry } from "./message_registry.ts";

/**
 * The value of a Kafka record, as DHCPKit Kafka defines it: a byte that tells the type, then what the type says.
 *
 * @example
 * ```ts
 * import { DHCPKafkaMessage, KafkaMessage } from "@dhcpkit/kafka";
 * import { assertEquals, assertInstanceOf } from "@std/assert";
 *
 * const value = new DHCPKafkaMessage({ serverName: "dhcp01.example.com" }).save();
 * const { message, length } = KafkaMessage.parse(value);
 * assertInstanceOf(message, DHCPKafkaMessage);
 * assertEquals(message.serverName, "dhcp01.example.com");
 * assertEquals(length, value.length);
 * ```
 */
export abstract class KafkaMessage {
  /** The first byte of messages of this class. */
  static readonly messageType: number = 0;

  /** The first byte, 0 to 255. */
  abstract readonly messageType: number;

  /**
   * The class for the message at `offset`: the one that {@linkcode kafkaMessageRegistry} has for its type, otherwise
   * {@linkcode UnknownKafkaMessage}. Throws `WireError` when there is no byte at `offset`.
   */
  static determineClass(buffer: Uint8Array, offset = 0): KafkaMessageClass {
    const type = buffer[offset] ?? inside("kafka-message", () => readType(readerAt(buffer, offset)));
    return kafkaMessageRegistry.get(type) ?? UnknownKafkaMessage;
  }

  /**
   * Reads the message at `offset`, of at most `length` bytes (default: up to the end). The result's `length` is the
   * number of bytes used. Messages look at the buffer, they do not copy it. Throws `WireError`.
   */
  static parse(buffer: Uint8Array, offset = 0, length?: number): { length: number; message: KafkaMessage } {
    const message = new (KafkaMessage.determineClass(buffer, offset))();
    return { length: message.loadFrom(buffer, offset, length), message };
  }

  /** Reads the message at `offset` into this object and returns the number of bytes used. Throws `WireError`. */
  abstract loadFrom(buffer: Uint8Array, offset?: number, length?: number): number;

  /**
   * The message as bytes that are never written to again. Throws when {@linkcode KafkaMessage.validate} does.
   *
   * Messages share buffers: look at the bytes through what is returned, not at its `buffer`, and make a copy (`slice()`)
   * before handing the buffer itself to somebody else, such as a worker.
   */
  abstract save(): Uint8Array;

  /** Throws `TypeError` or `RangeError` when a property does not fit the format. */
  abstract validate(): void;

  /** The message for JSON; bytes as hexadecimal digits. */
  abstract toJSON(): Record<string, unknown>;
}

/** What an {@linkcode UnknownKafkaMessage} is made of. */
export interface UnknownKafkaMessageInit {
  /** 0 to 255. Default: 0. */
  messageType?: number;
  /** Everything behind the first byte. Default: none. */
  messageData?: Uint8Array;
}

/** A message of a type that nobody registered; it is kept as it is. */
export class UnknownKafkaMessage extends KafkaMessage {
  /** The first byte, 0 to 255. */
  override messageType: number;
  /** Everything behind the first byte. */
  messageData: Uint8Array;

  /** Makes a message; nothing is checked before {@linkcode UnknownKafkaMessage.validate}. */
  constructor({ messageType = 0, messageData = new Uint8Array() }: UnknownKafkaMessageInit = {}) {
    super();
    this.messageType = messageType;
    this.messageData = messageData;
  }

  /** Takes any type byte; everything behind it, up to `length`, is the data. Throws `WireError` when there is no byte. */
  override loadFrom(buffer: Uint8Array, offset = 0, length?: number): number {
    return inside("unknown-kafka-message", () => {
      const reader = readerAt(buffer, offset, length);
      this.messageType = readType(reader);
      this.messageData = reader.rest();
      return reader.offset - offset;
    });
  }

  /** The type byte and the data. */
  override save(): Uint8Array {
    this.validate();
    return encode((writer) => {
      writer.u8(this.messageType);
      writer.bytes(this.messageData);
    });
  }

  /** Throws when the type is not 0 to 255 or the data is not bytes. */
  override validate(): void {
    const { messageType, messageData } = this;
    if (!Number.isInteger(messageType)) throw new TypeError(`messageType must be an integer, not ${messageType}`);
    if (messageType < 0 || messageType > 255) {
      throw new RangeError(`messageType must be an unsigned 8 bit integer, not ${messageType}`);
    }
    if (!(messageData instanceof Uint8Array)) throw new TypeError("messageData must be a sequence of bytes");
  }

  /** Type and data. */
  override toJSON(): Record<string, unknown> {
    return { "message-type": this.messageType, "message-data": toHex(this.messageData) };
  }
}

/** What a {@linkcode DHCPKafkaMessage} is made of. */
export interface DHCPKafkaMessageInit {
  /** The name of the DHCPv6 server, at most 255 bytes of UTF-8. Default: empty. */
  serverName?: string;
  /** When the request came in: seconds since 1970-01-01 UTC, with fractions. Default: 0. */
  timestampIn?: number;
  /** The request, relay messages around it included. Default: none. */
  messageIn?: Message;
  /** When the answer went out: seconds since 1970-01-01 UTC, with fractions; 0 when there was none. Default: 0. */
  timestampOut?: number;
  /** The answer, relay messages around it included. Default: none, the server did not answer. */
  messageOut?: Message;
}

const NOTHING: DHCPKafkaMessageInit = {};
const NO_BYTES = new Uint8Array();

/**
 * One transaction of a DHCPv6 server: a request and what the server answered.
 *
 * In network byte order, with `n` = bytes of the server name, `a` and `b` = bytes of the two DHCPv6 messages:
 *
 * | offset | field | type |
 * | --- | --- | --- |
 * | 0 | message type | u8 = 1 |
 * | 1 | server name length `n` | u8 |
 * | 2 | server name | `n` bytes of UTF-8 |
 * | 2+n | timestamp in | f64, seconds since 1970-01-01 UTC |
 * | 10+n | message in length `a` | u16, 0 = no message |
 * | 12+n | message in | `a` bytes |
 * | 12+n+a | timestamp out | f64 |
 * | 20+n+a | message out length `b` | u16, 0 = no message |
 * | 22+n+a | message out | `b` bytes |
 *
 * Bytes behind that are not part of the message.
 */
export class DHCPKafkaMessage extends KafkaMessage {
  /** The first byte of these messages: `DHCP_MESSAGE`. */
  static override readonly messageType: number = DHCP_MESSAGE;

  /** The first byte. */
  override readonly messageType: number = DHCP_MESSAGE;
  /** The name of the DHCPv6 server. */
  serverName: string;
  /** When the request came in: seconds since 1970-01-01 UTC. */
  timestampIn: number;
  /** The request, or `undefined`. */
  messageIn: Message | undefined;
  /** When the answer went out: seconds since 1970-01-01 UTC. */
  timestampOut: number;
  /** The answer, or `undefined`. */
  messageOut: Message | undefined;

  /** Makes a message; nothing is checked before {@linkcode DHCPKafkaMessage.validate}. */
  constructor(
    { serverName = "", timestampIn = 0, messageIn, timestampOut = 0, messageOut }: DHCPKafkaMessageInit = NOTHING,
  ) {
    super();
    this.serverName = serverName;
    this.timestampIn = timestampIn;
    this.messageIn = messageIn;
    this.timestampOut = timestampOut;
    this.messageOut = messageOut;
  }

  /** Reads the fields; bytes behind them are not touched. Throws `WireError` that names the field, and then changes nothing. */
  override loadFrom(buffer: Uint8Array, offset = 0, length?: number): number {
    const end = length === undefined ? buffer.length : offset + length;
    const fields = readTransactionFields(buffer, offset, end);
    const messageIn = messageAt(buffer, fields.messageInStart, fields.messageInEnd, "message-in");
    const messageOut = messageAt(buffer, fields.messageOutStart, fields.messageOutEnd, "message-out");
    this.serverName = fields.serverName;
    this.timestampIn = fields.timestampIn;
    this.messageIn = messageIn;
    this.timestampOut = fields.timestampOut;
    this.messageOut = messageOut;
    return fields.messageOutEnd - offset;
  }

  /** The fields as in the table above. Throws `WireError` when a packet is over 65,535 bytes. */
  override save(): Uint8Array {
    this.validate();
    const messageIn = this.messageIn?.save() ?? NO_BYTES, messageOut = this.messageOut?.save() ?? NO_BYTES;
    const bytes = room(22 + utf8Length(this.serverName) + messageIn.length + messageOut.length);
    const writer = new Writer(bytes);
    writer.u8(this.messageType);
    const mark = writer.openLength8();
    writer.text(this.serverName);
    writer.closeLength8(mark);
    writer.f64(this.timestampIn);
    writePacket(writer, "message-in", messageIn);
    writer.f64(this.timestampOut);
    writePacket(writer, "message-out", messageOut);
    return bytes;
  }

  /** Throws when the name is over 255 bytes, a time is no number, or a packet is no DHCPv6 message. */
  override validate(): void {
    const { serverName } = this;
    // No character takes more than three bytes for each of its UTF-16 units.
    const isName = typeof serverName === "string" && (serverName.length <= 85 || encodeUtf8(serverName).length <= 255);
    if (!isName) {
      throw new RangeError("serverName must be text of 255 bytes or less in UTF-8");
    }
    checkTimestamp("timestampIn", this.timestampIn);
    checkTimestamp("timestampOut", this.timestampOut);
    checkPacket("messageIn", this.messageIn);
    checkPacket("messageOut", this.messageOut);
  }

  /** All fields; packets as hexadecimal digits, `null` for none. */
  override toJSON(): Record<string, unknown> {
    return {
      "message-type": this.messageType,
      "server-name": this.serverName,
      "timestamp-in": this.timestampIn,
      "message-in": this.messageIn ? toHex(this.messageIn.save()) : null,
      "timestamp-out": this.timestampOut,
      "message-out": this.messageOut ? toHex(this.messageOut.save()) : null,
    };
  }
}

/** The registry that {@linkcode KafkaMessage.parse} asks. Whoever has message types of their own registers them here. */
export const kafkaMessageRegistry: KafkaMessageRegistry = /* @__PURE__ */ new KafkaMessageRegistry()
  .register(DHCPKafkaMessage, "dhcp");

function readerAt(buffer: Uint8Array, offset: number, length?: number): Reader {
  return new Reader(buffer, offset, length === undefined ? buffer.length : offset + length);
}

function readType(reader: Reader): number {
  return inside("message-type", () => reader.u8());
}

function messageAt(buffer: Uint8Array, start: number, end: number, field: string): Message | undefined {
  if (start === end) return undefined;
  try {
    return Message.at(buffer, start, end);
  } catch (error) {
    throw withinTransaction(error, field);
  }
}

function writePacket(writer: Writer, field: string, packet: Uint8Array): void {
  const mark = writer.openLength();
  writer.bytes(packet);
  try {
    writer.closeLength(mark);
  } catch (error) {
    throw placed(error, field);
  }
}

function checkTimestamp(name: string, value: unknown): void {
  if (typeof value !== "number") throw new TypeError(`${name} must be a float or integer`);
}

function checkPacket(name: string, value: unknown): void {
  if (value !== undefined && value !== null && !(value instanceof Message)) {
    throw new TypeError(`${name} is not a valid DHCPv6 message`);
  }
}
