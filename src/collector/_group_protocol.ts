import { Reader } from "../wire/reader.ts";
import { encode, type Writer } from "../wire/writer.ts";

/**
 * What members of a consumer group say to each other through the broker that keeps the group (KIP-429 calls it the consumer protocol),
 * version 0, and the way to share that every client knows under this name: each member gets a stretch of each topic.
 */
export const RANGE = "range";

const NO_USER_DATA = 0xffffffff;

/** What a member wants: version (2 bytes), topics, user data. */
export function subscription(topic: string): Uint8Array {
  return encode((writer) => {
    writer.u16(0);
    writer.u32(1);
    writeText(writer, topic);
    writer.u32(NO_USER_DATA);
  });
}

/** The topics that a member wants. */
export function subscribedTopics(metadata: Uint8Array): string[] {
  const reader = new Reader(metadata);
  reader.u16(); // version
  return Array.from({ length: reader.u32() }, () => readText(reader));
}

/** What a member gets: version, topics with their partitions, user data. */
export function assignment(topic: string, partitions: readonly number[]): Uint8Array {
  return encode((writer) => {
    writer.u16(0);
    writer.u32(1);
    writeText(writer, topic);
    writer.u32(partitions.length);
    for (const partition of partitions) writer.u32(partition);
    writer.u32(NO_USER_DATA);
  });
}

/** The partitions of a topic in what a member gets, in order; nothing at all is none. */
export function assignedPartitions(bytes: Uint8Array, topic: string): number[] {
  if (bytes.length === 0) return [];
  const reader = new Reader(bytes), found: number[] = [];
  reader.u16(); // version
  for (let topics = reader.u32(); topics > 0; topics--) {
    const name = readText(reader);
    const partitions = Array.from({ length: reader.u32() }, () => reader.u32());
    if (name === topic) found.push(...partitions);
  }
  return found.sort((a, b) => a - b);
}

/** Shares partitions among members, in the order of their ids; the first ones get one more when it does not come out even. */
export function shareByRange(members: readonly string[], partitions: readonly number[]): Map<string, number[]> {
  const sorted = [...members].sort(), each = Math.floor(partitions.length / sorted.length);
  const larger = partitions.length % sorted.length, ordered = [...partitions].sort((a, b) => a - b);
  let at = 0;
  return new Map(sorted.map((member, i) => [member, ordered.slice(at, at += each + (i < larger ? 1 : 0))]));
}

function writeText(writer: Writer, text: string): void {
  const bytes = new TextEncoder().encode(text);
  writer.u16(bytes.length);
  writer.bytes(bytes);
}

function readText(reader: Reader): string {
  return new TextDecoder().decode(reader.view(reader.u16()));
}
