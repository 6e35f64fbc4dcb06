// 8. An AWS Lambda function that a Kafka trigger calls with batches of records, and that keeps them in DynamoDB; README.md tells how to run
// it.
import process from "node:process";
import { AwsClient } from "aws4fetch";
import { toHex } from "@dhcpkit/kafka/dhcpv6";
import { digestRecordId } from "@dhcpkit/kafka/messages";
import {
  createLambdaHandler,
  type EdgeRecord,
  type LambdaBatchResponse,
  type RecordContext,
} from "@dhcpkit/kafka/edge";

const { AWS_REGION, TABLE, DYNAMODB_URL } = process.env;
const url = DYNAMODB_URL ?? `https://dynamodb.${AWS_REGION}.amazonaws.com/`;
/** Signs with the rights of the function's role, which Lambda puts into the environment. */
const aws = new AwsClient({
  accessKeyId: process.env.AWS_ACCESS_KEY_ID!,
  secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY!,
  sessionToken: process.env.AWS_SESSION_TOKEN,
  ...{ region: AWS_REGION!, service: "dynamodb", retries: 2 },
});

/** A DUID has at most 130 bytes (RFC 8415 section 11.1), and a partition key 2048. */
const MOST_DIGITS = 2 * 130;
/** An item has at most 400 KB; what cannot be read may have more, and is cut. */
const MOST_KEPT = 300_000;

/** What Lambda calls: it answers with the records that have to come again. */
export const handler: (event: unknown) => Promise<LambdaBatchResponse> = createLambdaHandler({
  // What template.yaml makes is in provisioned mode and reads the answer; any other trigger would take it for success.
  failures: "report",
  onTransaction: keep,
  onPoison: ({ reason, bytes }, record, { id, signal }) => {
    const at = `${record?.topic}[${record?.partition}] at ${record?.offset} ${id}`;
    const what = { reason: { S: reason }, bytes: { N: String(bytes.length) } };
    const value = { B: base64(bytes.subarray(0, MOST_KEPT)) };
    return put({ client: { S: "unreadable" }, at: { S: at }, ...what, value }, signal);
  },
  onFailure: (error) => console.error(error),
});

/** All of a client's transactions are under its DUID, in the order of time; one that comes again takes its own place. */
async function keep({ value, summary }: EdgeRecord, { id, signal }: RecordContext): Promise<void> {
  const { serverName, timestampIn, messageIn, messageOut } = summary!;
  const client = await keyOf(toHex(messageIn?.clientId ?? messageOut?.clientId ?? new Uint8Array()));
  const leases = messageOut?.leases.map(({ address, prefixLength }) => `${address}/${prefixLength ?? 128}`) ?? [];
  await put({
    client: { S: client },
    at: { S: `${timeText(timestampIn)} ${id}` },
    server: { S: serverName },
    ...leases.length === 0 ? {} : { leases: { SS: [...new Set(leases)] } },
    value: { B: base64(value!) },
  }, signal);
}

/** What a client is under. Whatever longer one sends instead of a DUID is under its digest: a write that always fails would hold up all. */
async function keyOf(client: string): Promise<string> {
  if (client.length <= MOST_DIGITS) return client || "unknown";
  return `long-${await digestRecordId(new TextEncoder().encode(client))}`;
}

/** A time that is none has to be stored as well: a record that always fails would hold up all behind it. */
function timeText(seconds: number): string {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? "unknown" : time.toISOString();
}

/** Writes an item over the one with the same key. */
async function put(item: Record<string, unknown>, signal: AbortSignal): Promise<void> {
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": "DynamoDB_20120810.PutItem" };
  const body = JSON.stringify({ TableName: TABLE, Item: item });
  const response = await aws.fetch(url, { method: "POST", headers, body, signal });
  const answer = await response.json();
  if (!response.ok) throw new Error(`DynamoDB answered ${response.status}, ${answer.__type}`);
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
