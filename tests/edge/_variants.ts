/** What every adapter has to do with events that are not as they should be, in whichever runtime. */
import { type CallbackReceiver, createAzureHandler, createLambdaHandler, createPushHandler } from "@dhcpkit/kafka/edge";
import { toBase64 } from "../../src/wire/base64.ts";
import { knativeHeaders } from "./_http.ts";
import { lambdaEvent, lambdaRecord } from "./_lambda.ts";
import { value } from "./_transactions.ts";

/** A record of partition 0: its offset, and the server of its transaction, or other bytes. */
export type Item = readonly [offset: number, content: string | Uint8Array<ArrayBuffer>];

const TOPIC = "dhcpkit.messages", MALFORMED = new Uint8Array([1]), LARGE = new Uint8Array(20_000).fill(9);

/** What may be wrong with an event, as the records that it has. */
export const VARIANTS: Readonly<Record<string, readonly Item[]>> = {
  "as it should be": [[0, "a"], [1, "b"]],
  "malformed": [[0, "a"], [1, MALFORMED], [2, "b"]],
  "without a value": [[0, "a"], [1, new Uint8Array()], [2, "b"]],
  "large": [[0, "a"], [1, LARGE], [2, "b"]],
  "duplicated": [[0, "a"], [1, "b"], [0, "a"], [2, MALFORMED], [2, MALFORMED]],
  "out of order": [[2, "c"], [0, "a"], [1, "b"]],
  "failing, out of order": [[1, "failing"], [2, "b"], [0, "a"]],
  "of too many": [[0, "a"], [1, "b"], [2, "c"], [3, "d"], [4, "e"], [5, "f"]],
};

/** What became of an event. */
export interface Became {
  /** What the platform hears. */
  readonly answer: unknown;
  /** The servers of what was taken, in order. */
  readonly taken: readonly string[];
  /** How many bytes each has that was set aside. */
  readonly aside: readonly number[];
}

/** Hands an event to a function, and resolves with what the platform hears; the text of an error where it throws. */
type Deliver = (receiver: CallbackReceiver, items: readonly Item[]) => Promise<unknown>;

const bytesOf = ([, content]: Item) => typeof content === "string" ? value({ server: content }) : content;
/** `null` is how most say that a record has no value. */
const base64Of = (item: Item) => bytesOf(item).length === 0 ? null : toBase64(bytesOf(item));

/** How each platform delivers. */
export const ADAPTERS: Readonly<Record<string, Deliver>> = {
  async "AWS Lambda"(receiver, items) {
    const list = items.map((item) => lambdaRecord(item[0], {}, { value: base64Of(item) }));
    const { batchItemFailures } = await createLambdaHandler({ ...receiver, failures: "report" })(
      lambdaEvent({ "t-0": list }),
    );
    return batchItemFailures.map(({ itemIdentifier: { offset } }) => offset);
  },
  async "Azure Functions"(receiver, items) {
    const all = <T>(of: (item: Item) => T) => items.map(of);
    const triggerMetadata = {
      topicArray: all(() => TOPIC),
      partitionArray: all(() => 0),
      offsetArray: all(([it]) => it),
    };
    await createAzureHandler(receiver)(all(bytesOf), { triggerMetadata });
    return "taken";
  },
  "a bridge": (receiver, items) =>
    posted(
      receiver,
      "application/vnd.kafka.binary.v2+json",
      items.map((item) => {
        return { topic: TOPIC, partition: 0, offset: item[0], key: null, value: base64Of(item) };
      }),
    ),
  "CloudEvents": (receiver, items) =>
    posted(
      receiver,
      "application/cloudevents-batch+json",
      items.map((item) => {
        const { "ce-source": source, "ce-type": type, "ce-id": id } = knativeHeaders(0, item[0]);
        return { specversion: "1.0", id, source, type, data_base64: base64Of(item) };
      }),
    ),
  "Kafka Connect": (receiver, items) => posted(receiver, "application/json", items.map(base64Of)),
};

/** The handler has room for five records, and for bodies of 10,000 bytes. */
const limits = { records: 5, bodyBytes: 10_000 };

async function posted(receiver: CallbackReceiver, type: string, list: unknown): Promise<unknown> {
  const handler = createPushHandler({ ...receiver, authenticate: "anyone", limits });
  const body = JSON.stringify(list), headers = { "content-type": type };
  const response = await handler(new Request("https://edge.example.org/", { method: "POST", headers, body }));
  const { failed = [] } = response.status === 204 ? {} : await response.json() as { failed?: { index: number }[] };
  return [response.status, ...failed.map(({ index }) => index)];
}

/** What becomes of each variant by each adapter. */
export async function variants(): Promise<Record<string, Record<string, Became>>> {
  const all: Record<string, Record<string, Became>> = {};
  for (const [adapter, deliver] of Object.entries(ADAPTERS)) {
    all[adapter] = {};
    for (const [variant, items] of Object.entries(VARIANTS)) all[adapter][variant] = await became(deliver, items);
  }
  return all;
}

async function became(deliver: Deliver, items: readonly Item[]): Promise<Became> {
  const taken: string[] = [], aside: number[] = [];
  const receiver: CallbackReceiver = {
    limits,
    onTransaction({ summary }) {
      if (summary!.serverName === "failing") throw new Error("away");
      taken.push(summary!.serverName);
    },
    onPoison: ({ bytes }) => void aside.push(bytes.length),
  };
  const answer = await deliver(receiver, items).catch(String);
  return { answer, taken, aside };
}
