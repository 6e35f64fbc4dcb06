import { toText } from "../dhcpv6/mod.ts";
import { DHCPKafkaMessage, KafkaMessage } from "../messages/mod.ts";
import { toHex, WireError } from "../wire/mod.ts";
import type { RecordSource, SourceRecord } from "../collector/record_source.ts";
import { transactionJson, transactionLine } from "../collector/present.ts";
import { transactionRecord } from "../collector/transaction_record.ts";
import { pause } from "../kafka/waiting.ts";
import { reason } from "./_terminal.ts";

/** How to show transactions. */
export interface TailOptions {
  /** Ends the tail. */
  readonly signal: AbortSignal;
  /** Takes a line; returns `false` when no more are wanted. */
  readonly write: (line: string) => Promise<boolean>;
  /** Takes what is said beside the transactions. */
  readonly warn: (line: string) => void;
  /** A line of JSON for each transaction instead of one for people. Default: false. */
  readonly json?: boolean;
  /** Show both packets under each line. Default: false. */
  readonly packets?: boolean;
  /** IANA name of the time zone. Default: that of the machine. */
  readonly timeZone?: string;
  /** End after so many records. Default: never. */
  readonly count?: number;
  /** Called when everything published from now on will be shown. */
  readonly onReady?: () => void;
  /** Called after each record with how many were shown. */
  readonly onShown?: (count: number) => void;
}

const FIRST_PAUSE_MS = 1000, LONGEST_PAUSE_MS = 30_000;

/**
 * Shows each record of a source, until the signal aborts; resolves with how many there were. A source that fails
 * before it was ready rejects; one that fails later is read again.
 */
export async function tail(source: RecordSource, options: TailOptions): Promise<number> {
  let shown = 0, ready = false;
  for (let failures = 0; !options.signal.aborted;) {
    try {
      const onReady = () => {
        ready = true;
        options.onReady?.();
      };
      for await (const record of source.read({ signal: options.signal, onReady })) {
        failures = 0;
        for (const line of recordLines(record, options)) if (!await options.write(line)) return shown;
        shown++;
        options.onShown?.(shown);
        if (shown === options.count) return shown;
      }
      return shown;
    } catch (error) {
      if (!ready) throw error;
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** failures++, LONGEST_PAUSE_MS);
      options.warn(`reading was interrupted (${reason(error)}); trying again in ${pauseMs / 1000} s`);
      await pause(pauseMs, options.signal);
    }
  }
  return shown;
}

/** The lines that show one record. */
export function recordLines(
  { topic, partition, offset, value }: SourceRecord,
  { json = false, packets = false, timeZone }: Pick<TailOptions, "json" | "packets" | "timeZone">,
): string[] {
  const place = { topic, partition, offset: String(offset) };
  const oddity = (what: string): string[] => [
    json
      ? JSON.stringify({ ...place, unreadable: what, data: value ? toHex(value) : null })
      : `${topic}[${partition}] at ${offset}: ${what}`,
  ];
  if (!value) return oddity("a record without a value");
  try {
    const { message } = KafkaMessage.parse(value);
    if (!(message instanceof DHCPKafkaMessage)) {
      return oddity(`a message of the unknown type ${message.messageType}, ${value.length} bytes`);
    }
    const record = transactionRecord(message);
    if (json) return [JSON.stringify({ ...place, ...transactionJson(record) })];
    const line = transactionLine(record, timeZone === undefined ? {} : { timeZone });
    return packets ? [line, ...packetLines(message)] : [line];
  } catch (error) {
    if (error instanceof WireError) return oddity(`not readable: ${error.message}`);
    throw error;
  }
}

function packetLines({ messageIn, messageOut }: DHCPKafkaMessage): string[] {
  const show = (arrow: string, text: string) => text.split("\n").map((line, i) => `  ${i === 0 ? arrow : " "} ${line}`);
  return [
    ...(messageIn ? show("→", toText(messageIn)) : []),
    ...(messageOut ? show("←", toText(messageOut)) : []),
  ];
}
