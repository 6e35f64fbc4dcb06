import { MessageDecoderStream, type MessageFrame } from "../../src/dhcpv6/mod.ts";
import type { SeededRandom } from "../vectors/random.ts";

/** A message behind its size, without the code under test. */
export function framedByHand(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const framed = new Uint8Array(2 + bytes.length);
  new DataView(framed.buffer).setUint16(0, bytes.length);
  framed.set(bytes, 2);
  return framed;
}

/** Frames up to the end of the stream, and the error that it ended with. */
export async function decodeAll(chunks: Iterable<Uint8Array>): Promise<{ frames: MessageFrame[]; error?: unknown }> {
  const frames: MessageFrame[] = [];
  try {
    for await (const frame of ReadableStream.from(chunks).pipeThrough(new MessageDecoderStream())) frames.push(frame);
    return { frames };
  } catch (error) {
    return { frames, error };
  }
}

/** `bytes` in chunks of 0 to `most` bytes. */
export function randomChunks(random: SeededRandom, bytes: Uint8Array, most: number): Uint8Array<ArrayBuffer>[] {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + random.below(most + 1);
    chunks.push(bytes.slice(at, end));
    at = end;
  }
  return chunks;
}
