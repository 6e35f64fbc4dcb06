import { assert, assertEquals, assertMatch } from "@std/assert";
import { memorySource } from "@dhcpkit/kafka/collector";
import { MemoryTopic } from "@dhcpkit/kafka/publisher";
import { type FindingsWatchOptions, watchFindings } from "../../src/cli/_findings_watch.ts";
import { simulatedDetectorSettings, simulatedLateness } from "../../src/simulation/detector_settings.ts";
import { rehearse } from "../simulation/_rehearsal.ts";

/** A topic with half a minute of a network, and with what is no transaction. */
async function faultyTopic(): Promise<MemoryTopic> {
  const topic = new MemoryTopic(), faults = ["storm", "zero-lifetime", "silent-server"] as const;
  const { records } = await rehearse({ seed: 1, clients: 150, faults }, 70);
  for (const { value, recordedAt } of records) topic.append({ key: null, value, timestamp: recordedAt / 1000 });
  for (const value of [[], [1, 255], [9, 9, 9]]) topic.append({ key: null, value: new Uint8Array(value) });
  topic.close();
  return topic;
}

async function watched(
  topic: MemoryTopic,
  options: Partial<FindingsWatchOptions> = {},
): Promise<{ lines: string[]; read: number }> {
  const lines: string[] = [], { signal } = new AbortController();
  const read = await watchFindings(memorySource(topic, "dhcpkit.demo"), {
    ...{ signal, timeZone: "UTC", settings: simulatedDetectorSettings, lateness: simulatedLateness },
    write: (line) => Promise.resolve(lines.push(line) > 0),
    ...options,
  });
  return { lines, read };
}

Deno.test("each finding is a line when it begins, and one when it is over, whatever else is in the topic", async () => {
  const topic = await faultyTopic(), { lines, read } = await watched(topic);
  assertEquals(read, topic.records.length);
  const [renew, storm, silent, over, ...others] = lines;
  assertMatch(renew, /^12:00:\d\d {2}Renew ended the lease: 2001:db8:\S+ of client /);
  assertMatch(storm, /^12:00:\d\d {2}Solicit storm: Client \S+ on port /);
  assertMatch(silent, /^12:00:\d\d {2}Silent server: Nothing was heard of dhcp04\.example\.com for /);
  assertMatch(over, /^12:0\d:\d\d {2}Over: Silent server: /);
  assertEquals(others, []);
});

Deno.test("in JSON, a line has the finding and what became of it", async () => {
  const { lines } = await watched(await faultyTopic(), { json: true });
  const found = lines.map((line) => JSON.parse(line));
  assertEquals(found.map(({ change }) => change), ["opened", "opened", "opened", "recovered"]);
  assertEquals(found.map(({ detector }) => detector), [
    ...["zero-lifetime-renew", "solicit-storm", "silent-server", "silent-server"],
  ]);
  assert(found.every(({ evidence }) => evidence.length > 0));
});

Deno.test("when nobody reads any more, nothing more is read", async () => {
  const topic = await faultyTopic(), { read } = await watched(topic, { write: () => Promise.resolve(false) });
  assert(read > 0 && read < topic.records.length, String(read));
});
