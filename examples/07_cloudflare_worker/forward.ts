// Sends the records of a topic on as CloudEvents over HTTP, one at a time and in order, to a worker or whoever else takes them. README.md
// has the command. What was taken is committed; what was not is sent again.
import { type IHeaders, Kafka } from "kafkajs";

const [broker, topic, url] = Deno.args;
if (url === undefined) {
  console.error("forward.ts BROKER TOPIC URL, and the secret in PUSH_TOKEN");
  Deno.exit(1);
}
/** Less than the 30 s after which the group takes this member for gone. */
const ANSWER_MS = 20_000;
const authorization = `Bearer ${Deno.env.get("PUSH_TOKEN") ?? ""}`;

const kafka = new Kafka({ clientId: "dhcp-forwarder", brokers: [broker] });
// Ending waits for the question to the broker that is under way, so that is a second and not the client's five.
const consumer = kafka.consumer({ groupId: `dhcp-forwarder-${topic}`, maxWaitTimeInMs: 1000 });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run({
  async eachMessage({ partition, message: { offset, value, headers } }) {
    const event = { ...attributesOf(partition, offset), ...inHeaders(headers ?? {}), authorization };
    const body = Uint8Array.from(value ?? []), how = { method: "POST", redirect: "manual" } as const;
    const response = await fetch(url, { ...how, headers: event, body, signal: AbortSignal.timeout(ANSWER_MS) });
    await response.body?.cancel();
    // 400: it cannot be read, and was set aside there. Whatever else failed is thrown: the client waits, and comes again with this record.
    // So is a redirection: the page that a proxy shows to whom it does not know is answered with 200.
    if (!response.ok && response.status !== 400) throw new Error(`${url} answered ${response.status}`);
  },
});
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, async () => {
    await consumer.disconnect();
    Deno.exit();
  });
}

/** What a record is called that is no CloudEvent itself, in the words of Knative's KafkaSource. */
function attributesOf(partition: number, offset: string): Record<string, string> {
  return {
    "ce-specversion": "1.0",
    "ce-id": `partition:${partition}/offset:${offset}`,
    "ce-source": `/kafka#${topic}`,
    "ce-type": "dev.knative.kafka.event",
    "content-type": "application/vnd.dhcpkit.kafka",
  };
}

/** The attributes of a record that is a CloudEvent: `ce_id` in Kafka is `ce-id` over HTTP. */
function inHeaders(headers: IHeaders): Record<string, string> {
  const own = Object.entries(headers).filter(([name]) => /^ce_[a-z0-9]+$/.test(name));
  return Object.fromEntries(own.map(([name, value]) => [name.replace("_", "-"), String(value)]));
}
