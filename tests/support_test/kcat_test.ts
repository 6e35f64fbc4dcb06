import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { KafkaBroker, uniqueTopic } from "../support/kafka_broker.ts";
import { kcatConsume, kcatProduce, parseKcatOutput } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

Deno.test("newlines, spaces, NULs and things that look like another record stay inside key and value", () => {
  const [first, second] = parseKcatOutput(
    bytes("2 10 1700000000123 4 9 a\n\0 1 2 3 4\n5\0a=b,c==\nEND\n0 0 0 0 -1 \nEND\n"),
    "\nEND\n",
  );
  assertEquals(first, {
    partition: 2,
    offset: 10n,
    timestamp: 1700000000123,
    key: bytes("a\n\0 "),
    value: bytes("1 2 3 4\n5"),
    headers: [["\0a", "b"], ["c", "="]],
  });
  assertEquals([second.key, second.value, second.headers], [bytes(""), null, []]);
});

Deno.test("output that breaks off is an error, not a shorter list", () => {
  assertThrows(() => parseKcatOutput(bytes("0 0 0 1 1 ab"), "\nEND\n"), Error, "ends inside the record at offset 0");
  assertThrows(() => parseKcatOutput(bytes("0 0 0"), "\nEND\n"), Error, "ends inside a record at byte 4");
  assertThrows(() => parseKcatOutput(bytes("x 0 0"), "\nEND\n"), Error, "no number at byte 0");
});

testWith({
  name: "what kcat sends is what kcat reads: null, empty and binary keys and values, in order, with headers",
  needs: ["kafka", "kcat"],
  async fn() {
    const broker = await sharedBroker();
    const topic = await broker.createTopic(uniqueTopic("kcat"));
    const messages = [
      { key: null, value: bytes("no key") },
      { key: bytes("k\n\0 1 2"), value: bytes("\n\0\r\n") },
      { key: bytes(""), value: bytes("") },
      { key: bytes("deleted"), value: null },
      { key: null, value: null },
      { key: bytes("last"), value: Uint8Array.from({ length: 256 }, (_, index) => index) },
    ];
    await kcatProduce(broker.bootstrap, topic, messages, { headers: [["content-type", "x y"], ["empty", ""]] });
    const records = await kcatConsume(broker.bootstrap, topic);
    assertEquals(records.map(({ key, value }) => ({ key, value })), messages);
    assertEquals(records.map(({ offset }) => offset), [0n, 1n, 2n, 3n, 4n, 5n]);
    assertEquals(records[0].headers, [["content-type", "x y"], ["empty", ""]]);
    const [from] = await kcatConsume(broker.bootstrap, topic, { offset: 5n, count: 1 });
    assertEquals(from.key, bytes("last"));
  },
});

testWith({
  name: "too few records in time is an error that tells how many came",
  needs: ["kafka", "kcat"],
  async fn() {
    await using broker = await KafkaBroker.start();
    const topic = await broker.createTopic("few");
    await kcatProduce(broker.bootstrap, topic, [{ value: bytes("one") }]);
    const consuming = kcatConsume(broker.bootstrap, topic, { count: 2, timeoutMs: 1_500 });
    await assertRejects(() => consuming, Error, "1 of 2 records within 1500 ms");
  },
});
