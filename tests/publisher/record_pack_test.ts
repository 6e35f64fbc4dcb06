import { assertEquals } from "@std/assert";
import type { OutgoingRecord } from "@dhcpkit/kafka/publisher";
import { packRecords, unpackRecords } from "../../src/publisher/_record_pack.ts";

Deno.test("records come out of the buffer for another thread as they went in", () => {
  const all = Uint8Array.from({ length: 256 }, (_, i) => i);
  const records: OutgoingRecord[] = [
    { key: all, value: all, timestamp: 1480000000123.25 },
    { key: null, value: new Uint8Array() },
    { key: new Uint8Array(), value: all.subarray(3, 9), timestamp: 0 },
    { key: null, value: all, headers: [{ name: "ce_id", value: "é" }, { name: "ce_id", value: all }] },
  ];
  assertEquals(unpackRecords(packRecords(records)), records);
  assertEquals(unpackRecords(packRecords([])), []);
});
