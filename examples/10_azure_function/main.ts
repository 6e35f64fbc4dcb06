// 10. An Azure Function that a Kafka trigger calls with batches of records, and that forwards them to a webhook; README.md tells how to run
// it.
import process from "node:process";
import { app } from "@azure/functions";
import { toHex } from "@dhcpkit/kafka/dhcpv6";
import { createAzureHandler, type EdgeRecord, type RecordContext } from "@dhcpkit/kafka/edge";

app.generic("transactions", {
  trigger: {
    ...{ type: "kafkaTrigger", name: "messages", topic: "%KAFKA_TOPIC%", brokerList: "%KAFKA_BROKERS%" },
    consumerGroup: "dhcp-transactions",
    // Without it the extension reads values as text, and their bytes are lost.
    dataType: "binary",
    cardinality: "many",
    ...{
      protocol: "SaslSsl",
      authenticationMode: "ScramSha512",
      username: "%KAFKA_USERNAME%",
      password: "%KAFKA_PASSWORD%",
    },
  },
  // Without it the extension goes on to the next batch, whatever a function throws.
  retry: { strategy: "exponentialBackoff", maxRetryCount: -1, minimumInterval: 1000, maximumInterval: 60_000 },
  handler: createAzureHandler({
    onTransaction: forward,
    onPoison: ({ reason, bytes }, record, { id, signal }) =>
      send({ id, ...placeOf(record), problem: reason, value: base64(bytes) }, signal),
    onFailure: (error) => console.error(error),
  }),
});

/** A transaction in JSON; `id` is the same when it comes again. */
async function forward(record: EdgeRecord, { id, signal }: RecordContext): Promise<void> {
  const { serverName, timestampIn, messageIn, messageOut } = record.summary!;
  await send({
    ...{ id, ...placeOf(record), server: serverName, "received-at": timestampIn },
    client: toHex(messageIn?.clientId ?? messageOut?.clientId ?? new Uint8Array()),
    leases: messageOut?.leases.map(({ address, prefixLength }) => `${address}/${prefixLength ?? 128}`) ?? [],
    value: base64(record.value!),
  }, signal);
}

function placeOf(record: EdgeRecord | undefined): Record<string, unknown> {
  return { topic: record?.topic, partition: record?.partition, offset: record?.offset?.toString() };
}

/** Redirects are not followed: the secret is for this address alone. */
async function send(told: Record<string, unknown>, signal: AbortSignal): Promise<void> {
  const { WEBHOOK_URL, WEBHOOK_TOKEN } = process.env;
  const headers = { "content-type": "application/json", authorization: `Bearer ${WEBHOOK_TOKEN}` };
  const body = JSON.stringify(told), how = { method: "POST", redirect: "manual" } as const;
  const response = await fetch(WEBHOOK_URL!, { ...how, headers, body, signal });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
