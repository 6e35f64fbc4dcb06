import { assertEquals, assertStrictEquals } from "@std/assert";
import { PendingBatch } from "../../src/collector/pending_batch.ts";
import { Message } from "@dhcpkit/kafka/dhcpv6";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import { readTransaction } from "@dhcpkit/kafka/store";
import { ia, packet } from "../store/_packets.ts";
import { T0, TOPIC } from "../store/_transactions.ts";

/** The value of a record, among others in the same buffer. */
function value(serverName: string): Uint8Array {
  const messageIn = Message.parse(packet("Solicit", ia()));
  const bytes = new DHCPKafkaMessage({ serverName, timestampIn: T0 / 1e6, timestampOut: T0 / 1e6 + 1, messageIn })
    .save();
  return new Uint8Array([...new Uint8Array(7), ...bytes, ...new Uint8Array(9)]).subarray(7, 7 + bytes.length);
}

const place = (offset: number) => ({ topic: TOPIC, partition: offset % 3, offset: BigInt(offset) });
const SERVERS = ["dhcp01", "dhcp02", "dhcp01"];

for (const isMadeAhead of [false, true]) {
  Deno.test(`a batch gives the transactions of its records${isMadeAhead ? ", made ahead" : ""}, each time`, () => {
    const batch = new PendingBatch({ isMadeAhead });
    const expected = SERVERS.map((server, i) => readTransaction(value(server), place(i), T0 + i));
    SERVERS.forEach((server, i) => batch.transactions.push(place(i), value(server), T0 + i));
    for (let time = 0; time < 2; time++) assertEquals([...batch.transactions], expected);
    assertEquals([batch.transactions.length, batch.records, batch.isEmpty], [3, 3, true]);
    assertEquals(batch.facts, [], "nobody asked for them");
  });

  Deno.test(`facts are told once of each transaction${isMadeAhead ? " made ahead" : ""}, however often it is asked for`, () => {
    const batch = new PendingBatch({ isMadeAhead, keepsFacts: true });
    SERVERS.forEach((server, i) => batch.transactions.push(place(i), value(server), T0 + i));
    assertEquals(batch.facts, [], "a store has not asked for them");
    for (const _ of batch.transactions) break;
    for (let time = 0; time < 2; time++) assertEquals([...batch.transactions].length, 3);
    const rest = {
      requestType: 1,
      responseType: 0,
      outcome: "unanswered",
      receivedAt: T0,
      duration: 1_000_000,
    } as const;
    assertEquals(batch.facts, SERVERS.map((server) => ({ server, ...rest })));
  });
}

Deno.test("what waits is the records' bytes alone", () => {
  const batch = new PendingBatch(), bytes = value("dhcp01");
  batch.transactions.push(place(0), bytes, T0);
  const [first] = batch.transactions, [second] = batch.transactions;
  assertStrictEquals(first.request?.buffer, bytes.buffer);
  assertEquals(first === second, false, "it is made when it is asked for");
});
