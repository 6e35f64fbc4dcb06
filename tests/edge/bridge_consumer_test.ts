/** The way of a consumer of Strimzi's Kafka bridge and of Confluent's REST proxy, over HTTP, with a real topic behind it. */
import { assertEquals, assertThrows } from "@std/assert";
import { decodeBridgeRecords, EdgeEventError, type EdgeRecord } from "@dhcpkit/kafka/edge";
import { ImitatedBridgeConsumer } from "../support/imitated_bridge_consumer.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { kcatProduce } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { told, utf8, value } from "./_transactions.ts";

const PLAIN = "application/vnd.kafka.v2+json", BINARY = "application/vnd.kafka.binary.v2+json";

/** Everything that a consumer of the bridge is given of a topic, until it is given nothing. */
async function consumed(url: string, topic: string): Promise<EdgeRecord[]> {
  const send = async (address: string, method: string, { body, accept }: { body?: unknown; accept?: string } = {}) => {
    const headers = { ...(body === undefined ? {} : { "content-type": PLAIN }), ...(accept ? { accept } : {}) };
    return await fetch(address, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  };
  const created = await send(`${url}/consumers/edge`, "POST", { body: { name: "one", format: "binary" } });
  const { base_uri: consumer } = await created.json();
  const again = await send(`${url}/consumers/edge`, "POST", { body: { name: "one", format: "binary" } });
  assertEquals(again.status, 409);
  assertThrows(() => decodeBridgeRecords(JSON.parse('{"error_code":409}')), EdgeEventError);
  await again.body?.cancel();
  await send(`${consumer}/subscription`, "POST", { body: { topics: [topic] } });
  const records: EdgeRecord[] = [];
  for (;;) {
    const answer = await send(`${consumer}/records`, "GET", { accept: BINARY });
    const part = decodeBridgeRecords(await answer.json());
    if (part.length === 0) break;
    records.push(...part);
    assertEquals(await (await send(`${consumer}/offsets`, "POST")).text(), "");
  }
  await send(consumer, "DELETE");
  return records;
}

for (const dialect of ["strimzi", "confluent-v2"] as const) {
  testWith({
    name: `${dialect}: a consumer of the bridge is given every record of a topic, good and bad, and reads them`,
    needs: ["kafka", "kcat"],
    async fn() {
      const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("bridged"));
      await kcatProduce(broker.bootstrap, topic, [
        { key: utf8("a"), value: value({ server: "dhcp01" }) },
        { key: utf8("b"), value: new Uint8Array([1]) },
        { key: utf8("c"), value: value({ server: "dhcp02" }) },
      ]);
      await using bridge = new ImitatedBridgeConsumer(dialect, broker.bootstrap);
      const records = await consumed(bridge.url, topic);
      assertEquals(records.map(({ topic, partition, offset }) => [topic, partition, offset]), [
        [topic, 0, 0n],
        [topic, 0, 1n],
        [topic, 0, 2n],
      ]);
      assertEquals(records.map(({ key }) => key), ["a", "b", "c"].map(utf8));
      const [first, bad, last] = told(records);
      assertEquals([first, last, bad?.split(":")[0]], ["dhcp01", "dhcp02", "records[1]"]);
      assertEquals(records[2].value, value({ server: "dhcp02" }));
      assertEquals(records.every(({ timestamp }) => (timestamp !== undefined) === (dialect === "strimzi")), true);
    },
  });
}
