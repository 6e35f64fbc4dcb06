import type { SourceRecord } from "../collector/record_source.ts";
import { transactionColumns, transactionRow } from "../formats/transaction_row.ts";
import { csvLine } from "../formats/csv.ts";
import { ndjsonLine } from "../formats/ndjson.ts";
import { recordToJson } from "../formats/record_json.ts";
import { toBinaryRecord, toJsonRecord } from "../formats/topic_record.ts";
import { recordId } from "../publisher/cloud_events.ts";
import type { TopicRecord } from "../publisher/transport.ts";
import type { Delivery } from "./_delivery.ts";
import type { Made, Sink, Written } from "./_sink.ts";

/** What the values of the topic that is read are. */
export type TopicForm = "binary" | "json";

const NO_VALUE = "a record without a value";

/** A topic of the other form. */
export function topicSink(from: TopicForm, delivery: Delivery): Sink<TopicRecord> {
  return {
    make(record) {
      const { key, value, timestamp, headers } = record,
        input = { key, value, timestamp, ...headers ? { headers } : {} };
      const { record: made, problem } = from === "binary"
        ? toJsonRecord(input, { id: recordId })
        : toBinaryRecord(input);
      return { made, problem };
    },
    async write(all, { refused, signal }) {
      const onRefused = (i: number, error: Error) => refused(all[i].record, `refused: ${error.message}`);
      return await delivery.deliver(all.map(({ made }) => made), onRefused, signal) ? "written" : "given-up";
    },
  };
}

/** Lines of NDJSON or CSV. `write` takes text and returns `false` when nobody reads it any more. */
export function lineSink(
  from: TopicForm,
  form: "ndjson" | "csv",
  write: (text: string) => Promise<boolean>,
): Sink<string> {
  return {
    make(record) {
      const { made: value, problem } = binaryValue(from, record);
      if (value === undefined) return { made: undefined, problem };
      const { kind, json } = recordToJson(value), wrong = recordProblem(kind, json, value);
      if (form === "ndjson") {
        return { made: ndjsonLine(record, json) + "\n", problem: kind === "malformed" ? wrong : undefined };
      }
      if (!("server-name" in json)) return { made: undefined, problem: wrong };
      const { topic, partition, offset } = record;
      const values = [topic, partition, String(offset), ...Object.values(transactionRow(json))];
      return { made: csvLine(values) + "\r\n", problem: undefined };
    },
    async write(all: readonly Written<string>[]) {
      if (all.length === 0) return "written";
      return await write(all.map(({ made }) => made).join("")) ? "written" : "ended";
    },
  };
}

/** The first line of CSV. */
export function csvHead(): string {
  return csvLine(["topic", "partition", "offset", ...transactionColumns]) + "\r\n";
}

/** The binary value of a record, whatever the topic holds; a record without one has a problem. */
export function binaryValue(from: TopicForm, { value, key }: SourceRecord): Made<Uint8Array> {
  if (value === null) return { made: undefined, problem: NO_VALUE };
  if (from === "binary") return { made: value, problem: undefined };
  const { record, problem } = toBinaryRecord({ key, value });
  return { made: record?.value ?? undefined, problem };
}

function recordProblem(kind: string, json: object, value: Uint8Array): string {
  return kind === "malformed" && "malformed" in json
    ? `not readable: ${json.malformed}`
    : `a message of the unknown type ${value[0]}, ${value.length} bytes`;
}
