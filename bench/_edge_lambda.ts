/** Times an event of AWS Lambda in the runtime that it is bundled for. */
import { decodeLambdaEvent } from "@dhcpkit/kafka/edge";

/** What was measured, in milliseconds, the first time as well. */
export interface LambdaTimes {
  /** Records of the event. */
  readonly records: number;
  /** Of the event that the runtime has made of JSON: each record, with what its options say. */
  readonly decode: readonly number[];
  /** The processor's time for that, of all threads, compiling and collecting garbage included. */
  readonly processor: readonly number[];
  /** What the runtime takes to make it of JSON. */
  readonly parse: readonly number[];
}

/** Node.js and Deno both have it. */
declare const process: { cpuUsage(): { user: number; system: number } };

/** Decodes the event in `text` so many times. */
export function run(text: string, times: number): LambdaTimes {
  const decode: number[] = [], processor: number[] = [], parse: number[] = [];
  let records = 0;
  for (let time = 0; time < times; time++) {
    const start = performance.now(), event = JSON.parse(text);
    const parsed = performance.now(), used = processorMs();
    records = readAll(event);
    decode.push(performance.now() - parsed);
    processor.push(processorMs() - used);
    parse.push(parsed - start);
  }
  return { records, decode, processor, parse };
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

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
