/** Times an event of AWS Lambda in the runtime that it is bundled for. */
import { decodeLambdaEvent } from "@dhcpkit/kafka/edge";

/** What was measured, in milliseconds, the first time as well. */
export interface LambdaTimes {
  /** Records of the event. */
  readonly records: number;
  /** Of the event that the runtime has made of JSON: each record, with what its options say. */
  readonly decode: readonly number[];
  /** What the runtime takes to make it of JSON. */
  readonly parse: readonly number[];
}

/** Decodes the event in `text` so many times. */
export function run(text: string, times: number): LambdaTimes {
  const decode: number[] = [], parse: number[] = [];
  let records = 0;
  for (let time = 0; time < times; time++) {
    const start = performance.now(), event = JSON.parse(text);
    const parsed = performance.now();
    records = readAll(event);
    decode.push(performance.now() - parsed);
    parse.push(parsed - start);
  }
  return { records, decode, parse };
}

function readAll(event: unknown): number {
  let records = 0;
  for (const record of decodeLambdaEvent(event)) {
    const { messageIn: request, messageOut: answer } = record.summary!;
    if (request?.clientId === undefined || answer === undefined || record.headers.length !== 2) {
      throw new Error(record.place);
    }
    records++;
  }
  return records;
}
