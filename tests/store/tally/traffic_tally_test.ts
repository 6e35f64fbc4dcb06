import { assertEquals } from "@std/assert";
import type { Outcome } from "@dhcpkit/kafka/store";
import { RelayTally } from "../../../src/store/tally/relay_tally.ts";
import { TrafficTally } from "../../../src/store/tally/traffic_tally.ts";
import { VarintReader, VarintWriter } from "../../../src/store/tally/varints.ts";
import { transaction } from "../_transactions.ts";

const OUTCOMES: readonly Outcome[] = ["answered", "refused", "unanswered", "no-request"];

function filled(from: number, to: number): TrafficTally {
  const tally = new TrafficTally();
  for (let i = from; i < to; i++) {
    tally.count(transaction(i, {
      requestType: i % 256,
      responseType: i % 7 ? 255 - i % 256 : 0,
      outcome: OUTCOMES[i % 4],
      duration: i ** 3 - 100,
    }));
  }
  return tally;
}

Deno.test("numbers of up to 53 bits come back, and behind the end there are zeros", () => {
  const numbers = [0, 1, 127, 128, 300, 2 ** 31, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER], writer = new VarintWriter();
  for (let i = 0; i < 200; i++) for (const number of numbers) writer.put(number);
  const reader = new VarintReader(writer.end());
  for (let i = 0; i < 200; i++) assertEquals(numbers.map(() => reader.next()), numbers);
  assertEquals([reader.isAtEnd, reader.next()], [true, 0]);
});

Deno.test("traffic that was saved is there again, and adds up", () => {
  const first = filled(0, 700), second = filled(500, 900), loaded = new TrafficTally();
  loaded.load(first.save());
  assertEquals(loaded.traffic(), first.traffic());
  loaded.load(second.save());
  first.merge(second);
  assertEquals(loaded.traffic(), first.traffic());
  assertEquals(loaded.save(), first.save(), "and equal traffic is equal bytes");
});

Deno.test("traffic that is damaged is read as far as it goes", () => {
  const saved = filled(0, 300).save();
  for (let length = 0; length < saved.length; length++) new TrafficTally().load(saved.subarray(0, length));
  const worst = new TrafficTally();
  worst.load(new Uint8Array(1000).fill(0xff));
  worst.traffic();
});

Deno.test("relays of a block are counted each on their own", () => {
  const tally = new RelayTally(), other = new RelayTally();
  tally.count(0, "answered");
  tally.count(255, "unanswered");
  other.count(255, "refused");
  other.count(255, "no-request");
  tally.merge(other);
  const loaded = new RelayTally();
  loaded.load(tally.save());
  assertEquals([...loaded.relays()], [
    { place: 0, requests: 1, unanswered: 0, refused: 0 },
    { place: 255, requests: 3, unanswered: 1, refused: 1 },
  ]);
});
