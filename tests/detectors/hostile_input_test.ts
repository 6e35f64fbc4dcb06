import { assert, assertEquals, assertThrows } from "@std/assert";
import { Detection, detectorSettings, type Observation } from "@dhcpkit/kafka/detectors";
import { readTransaction } from "@dhcpkit/kafka/store";
import { SeededRandom } from "../vectors/random.ts";
import { faultyDay, SETTINGS } from "./_faulty_day.ts";

/** A transaction of which a few bytes of both packets are others. */
function damaged({ transaction, recordedAt }: Observation, random: SeededRandom): Observation {
  const damage = (bytes: Uint8Array | undefined) => {
    if (bytes === undefined) return undefined;
    const copy = bytes.slice(0, random.oneIn(4) ? random.below(bytes.length + 1) : bytes.length);
    for (let left = random.below(6); left > 0 && copy.length > 0; left--) {
      copy[random.below(copy.length)] = random.below(256);
    }
    return copy;
  };
  return {
    transaction: { ...transaction, request: damage(transaction.request), response: damage(transaction.response) },
    recordedAt,
  };
}

Deno.test("damaged packets throw nothing", () => {
  const random = new SeededRandom(1), detection = new Detection(SETTINGS);
  const observations = faultyDay(100).network.partitions().flat().sort((a, b) => a.recordedAt! - b.recordedAt!);
  for (const observation of observations) detection.observe(damaged(observation, random));
  assertEquals(detection.stats.observed, observations.length);
});

Deno.test("a packet with a thousand relay messages, and a DUID of 64 kB, are looked at quickly", () => {
  const [first] = faultyDay(1).network.partitions().flat(), detection = new Detection();
  const relays = new Uint8Array(40_000);
  for (let at = 0; at + 38 <= relays.length; at += 38) {
    relays[at] = 12;
    relays.set([0, 9, (relays.length - at - 38) >> 8, (relays.length - at - 38) & 0xff], at + 34);
  }
  const start = performance.now();
  for (let i = 0; i < 1000; i++) {
    const duid = new Uint8Array(65_000).fill(i), client = { ...first.transaction.client, duid };
    detection.observe({ transaction: { ...first.transaction, client, request: relays } });
  }
  assert(performance.now() - start < 3000);
});

Deno.test("a value that holds neither packet is observed", () => {
  const value = new Uint8Array([1, 1, 97, ...new Uint8Array(20)]);
  const transaction = readTransaction(value, { topic: "t", partition: 0, offset: 0n }, 1_700_000_000_000_000);
  assertEquals(new Detection().observe({ transaction }), []);
});

Deno.test("settings that make no sense are told with what would", () => {
  assertThrows(
    () => new Detection({ off: ["nothing"] }),
    RangeError,
    "there is no detector nothing; there are no-answer, slow-answer",
  );
  assertThrows(
    () => detectorSettings({ thresholds: { "no-answer": { shore: 1 } } }),
    RangeError,
    "no-answer has no threshold shore; it has window",
  );
  assertThrows(
    () => detectorSettings({ thresholds: { "no-answer": { share: 101 } } }),
    RangeError,
    "share of no-answer is 101; it has to be from 0 to 100",
  );
  assertThrows(() => detectorSettings({ common: { clients: 0 } }), RangeError, "clients has to be at least 1");
});
