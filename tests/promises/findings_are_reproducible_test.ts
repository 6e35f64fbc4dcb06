import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { type FindingChange, findingJson, type Observation } from "@dhcpkit/kafka/detectors";
import { crc32 } from "../../src/wire/crc32.ts";
import { detect, inTurns } from "../detectors/_detect.ts";
import { faultyDay, SETTINGS } from "../detectors/_faulty_day.ts";
import { SeededRandom } from "../vectors/random.ts";

const APART = 300_000_000;
const partitions = faultyDay(200).network.partitions();

/** Of everything that was told, in order. */
function hash(changes: readonly FindingChange[]): string {
  const text = JSON.stringify(changes.map(({ kind, at, finding }) => ({ kind, at, finding: findingJson(finding) })));
  return crc32(new TextEncoder().encode(text)).toString(16);
}

const expected = detect(partitions, SETTINGS);

Deno.test("the same transactions give the same findings twice", () => {
  assert(expected.changes.length > 40, "there is something to find");
  assertEquals(hash(detect(partitions, SETTINGS).changes), hash(expected.changes));
  const less = partitions.map((records) => records.slice(0, -Math.floor(records.length / 2)));
  assertNotEquals(hash(detect(less, SETTINGS).changes), hash(expected.changes));
});

Deno.test("findings do not depend on which partition is read first", () => {
  for (const seed of [1, 2, 3]) {
    const { changes, sequencer } = detect(partitions, SETTINGS, inTurns(partitions, new SeededRandom(seed), APART));
    assertEquals(sequencer.stats.late, 0);
    assertEquals(hash(changes), hash(expected.changes));
  }
});

Deno.test("records that are read again after a restart change nothing", () => {
  const again = function* (): Generator<Observation> {
    const recent: Observation[] = [];
    for (const observation of inTurns(partitions, new SeededRandom(4), APART)) {
      yield observation;
      recent.push(observation);
      if (recent.length === 500) yield* recent.splice(0).slice(-20);
    }
  };
  const { changes, sequencer } = detect(partitions, SETTINGS, again());
  const { duplicates, late } = sequencer.stats;
  assert(duplicates + late > 100, `${duplicates} duplicates, ${late} late`);
  assertEquals(hash(changes), hash(expected.changes));
});
