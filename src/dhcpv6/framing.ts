import { encode, u16At, WireError } from "../wire/mod.ts";
import { Message } from "./message.ts";

/**
 * A message as it is sent over TCP, by bulk leasequery (RFC 5460 section 5.1), active leasequery (RFC 7653) and failover
 * (RFC 8156): its size in bytes, 16 bits, and then the message.
 *
 * Throws {@linkcode WireError} when the message is longer than 65535 bytes. The bytes are never written to again, but their
 * `buffer` may hold others' bytes as well.
 *
 * @example
 * ```ts
 * import { ClientServerMessage, frameMessage, MessageType, toHex } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const done = new ClientServerMessage({ type: MessageType.LeasequeryDone, transactionId: 0x00b001 });
 * assertEquals(toHex(frameMessage(done), " "), "00 04 10 00 b0 01");
 * ```
 */
export function frameMessage(message: Message): Uint8Array<ArrayBuffer> {
  return encode((writer) => {
    const mark = writer.openLength();
    message.write(writer);
    writer.closeLength(mark);
  });
}

/** One message-size and what it counts, as {@linkcode MessageDecoderStream} finds it: a message, or why there is none. */
export type MessageFrame = DecodedFrame | MalformedFrame;

/** A frame that holds a message. What is wrong within the message is found by `problems`. */
export interface DecodedFrame extends FramePlace {
  /** The message in the frame. */
  readonly message: Message;
  /** Absent: there is a message. */
  readonly error?: undefined;
}

/** A frame without a complete message header, such as one of size 0. The stream goes on behind it. */
export interface MalformedFrame extends FramePlace {
  /** Absent: see {@linkcode MalformedFrame.error}. */
  readonly message?: undefined;
  /** What is wrong; its offset counts from the start of {@linkcode FramePlace.bytes}. */
  readonly error: WireError;
}

/** Where a frame is, and what is in it. */
export interface FramePlace {
  /** Where the frame's message-size stands: bytes from the start of the stream. */
  readonly offset: number;
  /** All that the message-size counts, 0 to 65535 bytes, in a buffer of its own. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Finds the DHCPv6 messages in a TCP stream, whose chunks may be cut anywhere (RFC 5460 section 5.1).
 *
 * A frame is read when somebody asks for it, and each byte is copied once. What is held is one chunk of the source and
 * the frame under way, so that a fast sender waits for a slow reader.
 *
 * A frame without a complete message header comes as a {@linkcode MalformedFrame}. A stream that ends within a frame gives
 * all frames before that one and then fails with a {@linkcode WireError}, whose offset counts from the start of the stream.
 *
 * @example
 * ```ts
 * import { fromHex, MessageDecoderStream } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const chunks = ReadableStream.from([fromHex("0004 1100"), fromHex("b001 0004 10"), fromHex("00b001")]);
 * const names: string[] = [];
 * for await (const { message, error } of chunks.pipeThrough(new MessageDecoderStream())) {
 *   names.push(message ? message.typeName : error.message);
 * }
 * assertEquals(names, ["leasequery-data", "leasequery-done"]);
 * ```
 */
export class MessageDecoderStream {
  /** Takes the bytes that come over the connection. */
  readonly writable: WritableStream<Uint8Array>;
  /** Gives the frames, in order. */
  readonly readable: ReadableStream<MessageFrame>;

  /** Makes a decoder for one stream, at its start. */
  constructor() {
    const bytes = new TransformStream<Uint8Array, Uint8Array>(), source = new ChunkReader(bytes.readable);
    this.writable = bytes.writable;
    // Nothing is decoded ahead: when a stream fails, the frames that wait in its queue are lost.
    this.readable = new ReadableStream({
      pull: (controller) => decodeNext(source, controller),
      cancel: (reason) => source.cancel(reason),
    }, { highWaterMark: 0 });
  }
}

async function decodeNext(
  source: ChunkReader,
  controller: ReadableStreamDefaultController<MessageFrame>,
): Promise<void> {
  try {
    const frame = await readFrame(source);
    if (frame) controller.enqueue(frame);
    else controller.close();
  } catch (error) {
    await source.cancel(error).catch(() => {});
    throw error;
  }
}

async function readFrame(source: ChunkReader): Promise<MessageFrame | undefined> {
  if (await source.isAtEnd()) return undefined;
  const { offset } = source, size = u16At(await source.read(2, "message-size"), 0);
  const bytes = await source.read(size, "message");
  try {
    return { offset, bytes, message: Message.parse(bytes) };
  } catch (error) {
    if (error instanceof WireError) return { offset, bytes, error };
    throw error;
  }
}

/** Reads as many bytes as are asked for, however the chunks are cut. */
class ChunkReader {
  /** Bytes read so far. */
  offset = 0;
  #source: ReadableStreamDefaultReader<Uint8Array>;
  /** What is left of the chunk that came last. */
  #rest: Uint8Array = new Uint8Array(0);

  constructor(chunks: ReadableStream<Uint8Array>) {
    this.#source = chunks.getReader();
  }

  async isAtEnd(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#source.read();
      if (done) return true;
      this.#rest = value;
    }
    return false;
  }

  /** The next `length` bytes, copied. `what` they are is told when the stream ends before. */
  async read(length: number, what: string): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length;) {
      if (await this.isAtEnd()) throw endWithin(what, this.offset, length, filled);
      const part = this.#rest.subarray(0, length - filled);
      bytes.set(part, filled);
      this.#rest = this.#rest.subarray(part.length);
      filled += part.length;
    }
    this.offset += length;
    return bytes;
  }

  cancel(reason: unknown): Promise<void> {
    return this.#source.cancel(reason);
  }
}

function endWithin(what: string, offset: number, needed: number, available: number): WireError {
  const bytes = `${needed} bytes at offset ${offset}, ${available} available`;
  return new WireError(`the stream ended where it needed ${bytes}`, offset, [what]);
}
