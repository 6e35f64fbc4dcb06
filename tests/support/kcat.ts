import { concat, indexOfNeedle } from "@std/bytes";
import { attemptCommand, CommandError, runCommand } from "./command.ts";

/**
 * kcat (librdkafka, C) as the other side of a topic: what it reads is what any consumer would, byte for byte, and nothing of this project
 * or of kafkajs takes part.
 */

/** A record as it is in the topic. */
export interface KcatRecord {
  readonly partition: number;
  readonly offset: bigint;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  /** In order. kcat joins them with `,` and `=`, so a name that holds `=` or a value that holds `,` comes out split wrongly. */
  readonly headers: [string, string][];
}

export interface KcatConsumeOptions {
  /** Wait for this many records; without it, everything that is in the topic now. */
  count?: number;
  /** One partition only. */
  partition?: number;
  /** First offset: the beginning unless told. */
  offset?: bigint | "beginning" | "end";
  timeoutMs?: number;
}

/** Reads a topic from its beginning. Fails, telling how many came, when `count` records are not there in time. */
export async function kcatConsume(
  bootstrap: string,
  topic: string,
  { count, partition, offset = "beginning", timeoutMs = 20_000 }: KcatConsumeOptions = {},
): Promise<KcatRecord[]> {
  if (count === 0) return [];
  // Ends each record, so that header text cannot be taken for the next one.
  const end = `\n${crypto.randomUUID()}\n`;
  const command = ["kcat", "-C", "-q", "-u", "-b", bootstrap, "-t", topic, "-o", `${offset}`];
  if (partition !== undefined) command.push("-p", `${partition}`);
  command.push(...(count === undefined ? ["-e"] : ["-c", `${count}`]));
  command.push("-f", `%p %o %T %K %S %k%s%h${end}`);
  try {
    return parseKcatOutput((await runCommand(command, { timeoutMs })).bytes, end);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const { bytes, stderr } = error.result;
    const came = parseKcatOutput(bytes, end).length;
    throw new Error(`${topic}: ${came} of ${count ?? "all"} records within ${timeoutMs} ms\n${stderr}`, {
      cause: error,
    });
  }
}

/** Parses `%p %o %T %K %S %k%s%h` followed by `end`, repeated. Lengths, not contents, say where a field ends. */
export function parseKcatOutput(bytes: Uint8Array, end: string): KcatRecord[] {
  const records: KcatRecord[] = [];
  const endBytes = new TextEncoder().encode(end);
  const text = new TextDecoder();
  let at = 0;
  const number = (): string => {
    const space = bytes.indexOf(0x20, at);
    if (space < 0) throw new Error(`kcat's output ends inside a record at byte ${at} of ${bytes.length}`);
    const digits = text.decode(bytes.subarray(at, space));
    if (!/^-?\d+$/.test(digits)) {
      throw new Error(`kcat's output has no number at byte ${at}: ${JSON.stringify(digits)}`);
    }
    at = space + 1;
    return digits;
  };
  const field = (length: number): Uint8Array | null => {
    if (length < 0) return null; // kcat prints -1 for null
    at += length;
    return bytes.slice(at - length, at);
  };
  while (at < bytes.length) {
    const partition = Number(number());
    const offset = BigInt(number());
    const timestamp = Number(number());
    const keyLength = Number(number());
    const valueLength = Number(number());
    const key = field(keyLength);
    const value = field(valueLength);
    const headersEnd = indexOfNeedle(bytes, endBytes, at);
    if (headersEnd < 0) throw new Error(`kcat's output ends inside the record at offset ${offset}`);
    const headers = text.decode(bytes.subarray(at, headersEnd));
    at = headersEnd + endBytes.length;
    records.push({
      partition,
      offset,
      timestamp,
      key,
      value,
      headers: headers === "" ? [] : headers.split(",").map(pair),
    });
  }
  return records;
}

/** A record to send. kcat cannot send an empty key with a null value, nor no key with an empty value: those are refused. */
export interface KcatMessage {
  key?: Uint8Array | null;
  value: Uint8Array | null;
}

export interface KcatProduceOptions {
  partition?: number;
  /** Headers of each record. */
  headers?: [string, string][];
  /** Settings of librdkafka. */
  settings?: Readonly<Record<string, string>>;
  timeoutMs?: number;
}

/** Sends records in order, whatever bytes they hold, and returns when the broker has acknowledged all of them. */
export async function kcatProduce(
  bootstrap: string,
  topic: string,
  messages: readonly KcatMessage[],
  { partition, headers = [], settings = {}, timeoutMs = 20_000 }: KcatProduceOptions = {},
): Promise<void> {
  // kcat can say "no key" and "null value" for a whole run only, so each stretch of alike records is a run.
  for (let start = 0; start < messages.length;) {
    const flags = flagsFor(messages[start]);
    let stop = start + 1;
    while (stop < messages.length && `${flagsFor(messages[stop])}` === `${flags}`) stop++;
    const stretch = messages.slice(start, stop);
    const separator = unusedText(stretch);
    const command = ["kcat", "-P", "-q", "-b", bootstrap, "-t", topic, "-D", `${separator}<`, ...flags];
    if (flags.includes("-K")) command.splice(command.indexOf("-K") + 1, 0, `${separator}=`);
    if (partition !== undefined) command.push("-p", `${partition}`);
    for (const [name, value] of headers) command.push("-H", `${name}=${value}`);
    for (const [name, value] of Object.entries(settings)) command.push("-X", `${name}=${value}`);
    const [keyEnd, valueEnd] = [`${separator}=`, `${separator}<`].map((text) => new TextEncoder().encode(text));
    const parts = stretch.flatMap(({ key, value }) => [
      ...(flags.includes("-K") ? [key ?? new Uint8Array(), keyEnd] : []),
      value ?? new Uint8Array(),
      valueEnd,
    ]);
    await runCommand(command, { stdin: concat(parts), timeoutMs });
    start = stop;
  }
}

/** Whether kcat can reach a broker and sees the topic, if one is named. */
export async function kcatReaches(bootstrap: string, timeoutMs = 5_000): Promise<boolean> {
  const timeout = `${Math.ceil(timeoutMs / 1000)}`;
  return (await attemptCommand(["kcat", "-L", "-b", bootstrap, "-m", timeout])).code === 0;
}

/** `-K`: each record begins with a key. `-Z`: what is empty is null. */
function flagsFor({ key, value }: KcatMessage): string[] {
  const hasKey = key !== undefined && key !== null;
  if (value === null && hasKey && key.length === 0) throw new Error("kcat cannot send an empty key with a null value");
  if (value?.length === 0 && !hasKey) throw new Error("kcat cannot send an empty value without a key");
  if (value === null) return ["-K", "-Z"];
  return hasKey ? ["-K"] : [];
}

/** A text that occurs in no key and no value. */
function unusedText(messages: readonly KcatMessage[]): string {
  const text = crypto.randomUUID();
  const needle = new TextEncoder().encode(text);
  const taken = messages.some(({ key, value }) => [key, value].some((it) => it && indexOfNeedle(it, needle) >= 0));
  return taken ? unusedText(messages) : text;
}

function pair(text: string): [string, string] {
  const at = text.indexOf("=");
  return [text.slice(0, at), text.slice(at + 1)];
}
