import { assert, assertEquals } from "@std/assert";
import { toHex } from "@dhcpkit/kafka/dhcpv6";
import type { TopicRecord } from "@dhcpkit/kafka/publisher";
import { fill, transcode } from "../cli/_transcode.ts";
import { answered, valueOf } from "../formats/_values.ts";
import { randomTransactions } from "../interop/_random_transactions.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { kcatConsume, type KcatRecord } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { mutate } from "../vectors/mutate.ts";
import { randomMessage } from "../vectors/random_message.ts";
import { SeededRandom } from "../vectors/random.ts";

/** Whole, damaged, foreign and empty values, and tombstones. */
function values(): (Uint8Array | null)[] {
  const random = new SeededRandom(60), value = answered().save();
  const packet = () => randomMessage(random, 3).subarray(0, 5000);
  return [
    ...randomTransactions(61, 300).map((message) => message.save()),
    ...Array.from({ length: 300 }, () => valueOf(packet(), packet())),
    ...Array.from({ length: 300 }, () => mutate(value, value, random)),
    ...Array.from({ length: 100 }, () => random.bytes(1 + random.below(200))),
    ...[NaN, Infinity, -Infinity, -0, 1e300].map((timestampIn) => valueOf(undefined, packet(), { timestampIn })),
    valueOf(packet(), undefined, { name: new Uint8Array([0xff, 0, 0xc3]) }),
    new Uint8Array([...value, 1, 2, 3]),
    new Uint8Array(),
    null,
  ];
}

const shown = ({ partition, key, value }: Pick<KcatRecord, "partition" | "key" | "value">) =>
  `${partition} ${key && toHex(key)} ${value && toHex(value)}`;

testWith({
  name: "a binary topic that became one of JSON and binary again has the same keys and values, byte for byte, in order",
  needs: ["kafka", "kcat"],
  async fn() {
    const { bootstrap, createTopic } = await sharedBroker(), now = Date.now();
    const [binary, json, again] = await Promise.all(
      ["binary", "json", "again"].map((name) => createTopic(uniqueTopic(name), { partitions: 3 })),
    );
    const all = values(), random = new SeededRandom(62);
    const records = all.map((value, i): TopicRecord => ({ key: random.bytes(1 + i % 5), value, timestamp: now + i }));
    await fill(bootstrap, binary, records);
    // What cannot be read is told by status 3 on the way there, and is nothing special on the way back.
    const there = await transcode(bootstrap, ["--topic", binary, "--to", "topic", json, "--until-caught-up"]);
    assertEquals(there.code, 3, there.stderr);
    const back = ["--from", "json", "--topic", json, "--to", "topic", again, "--until-caught-up"];
    const home = await transcode(bootstrap, back);
    assertEquals(home.code, 0, home.stderr);
    const [before, between, after] = await Promise.all(
      [binary, json, again].map((topic) => kcatConsume(bootstrap, topic)),
    );
    for (const partition of [0, 1, 2]) {
      const of = (records: readonly KcatRecord[]) => records.filter((record) => record.partition === partition);
      assertEquals(of(after).map(shown), of(before).map(shown));
      assertEquals(of(after).map(({ timestamp }) => timestamp), of(before).map(({ timestamp }) => timestamp));
      assert(of(after).length > 100);
    }
    assertEquals(after.length, all.length);
    // In between, everything is JSON.
    for (const { value } of between) if (value) JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(value));
  },
});
