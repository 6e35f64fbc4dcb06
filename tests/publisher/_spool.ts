import { assertEquals } from "@std/assert";
import { type OutgoingRecord, Publisher, type PublisherInit, type PublisherStats } from "@dhcpkit/kafka/publisher";
import { FakeTransport } from "./_fake_transport.ts";

/** A publisher with a spool in this directory, to a cluster that does as the test says. */
export function spooling(
  directory: string,
  { spool, mood = "fine", ...init }: Partial<PublisherInit> & { mood?: FakeTransport["mood"] } = {},
): { transport: FakeTransport; publisher: Publisher } {
  const transport = new FakeTransport();
  transport.mood = mood;
  const settings = { lingerMs: 5, retryMs: 5, maxRetryMs: 20, queueMessages: 50, random: () => 0, ...init };
  return {
    transport,
    publisher: new Publisher({ transport, ...settings, spool: { directory, retryMs: 10, ...spool } }),
  };
}

/** A record that tells its number. */
export function numbered(number: number, size = 40): OutgoingRecord {
  const value = new Uint8Array(size);
  new DataView(value.buffer).setUint32(0, number);
  return { key: Uint8Array.of(number % 7), value, timestamp: number };
}

/** The number of a {@linkcode numbered} record. */
export function numberOf({ value }: OutgoingRecord): number {
  return new DataView(value.buffer, value.byteOffset).getUint32(0);
}

/** The numbers that a transport delivered, in order. */
export function numbersOf({ batches }: FakeTransport): number[] {
  return batches.flat().map(numberOf);
}

/** The numbers from `from` up to `to`, which is left out. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

/** All that was offered is somewhere. */
export function assertAddsUp({ offered, delivered, dropped, queued, spooled }: PublisherStats): void {
  assertEquals(offered, delivered + Object.values(dropped).reduce((sum, count) => sum + count, 0) + queued + spooled);
}
