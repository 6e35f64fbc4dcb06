import { clientKey } from "../messages/client_key.ts";
import type { DHCPKafkaMessage } from "../messages/kafka_message.ts";
import { isRecordTime } from "../kafka/record_time.ts";
import type { OutgoingRecord, RecordHeader } from "./transport.ts";

/** Takes out of a message whatever tells a person or a device; `createPseudonyms` of `./privacy` makes one. */
export interface Pseudonyms {
  /** What stands beside each value: which key the pseudonyms were made with, never the key. */
  readonly headers: readonly RecordHeader[];
  /** The same message without identifiers. The message given stays as it is. */
  replace(message: DHCPKafkaMessage): DHCPKafkaMessage;
}

/** What a record is made of beside the value, whose format is documented and always the same. */
export interface RecordFormatInit {
  /**
   * The records of one key share a partition and stay in order. `"client"` = the client's DUID, `"none"` = no key, or a
   * function of what is published. Default: `"client"`.
   */
  recordKey?: "client" | "none" | ((message: DHCPKafkaMessage) => Uint8Array | null);
  /** What stands beside the value, such as `cloudEventHeaders()` of `./publisher/cloud-events`. Default: nothing. */
  headers?: (value: Uint8Array, message: DHCPKafkaMessage) => readonly RecordHeader[];
  /** Replaces identifiers before key, value and headers are made. Default: what was received is published. */
  pseudonyms?: Pseudonyms;
}

/** Makes records of messages. Key and headers are made of what is published, so that they cannot tell more than the value. */
export class RecordFormat {
  readonly #keyOf: (message: DHCPKafkaMessage) => Uint8Array | null;
  readonly #headersOf: RecordFormatInit["headers"];
  readonly #pseudonyms: Pseudonyms | undefined;

  constructor({ recordKey = "client", headers, pseudonyms }: RecordFormatInit) {
    this.#keyOf = recordKey === "client" ? clientKey : recordKey === "none" ? () => null : recordKey;
    this.#headersOf = headers;
    this.#pseudonyms = pseudonyms;
  }

  /** The record of a message. Throws what `save` and the functions that were given throw. */
  record(received: DHCPKafkaMessage): OutgoingRecord {
    const message = this.#pseudonyms?.replace(received) ?? received, value = message.save();
    const key = this.#keyOf(message), timestamp = message.timestampIn * 1000;
    // A clock that shows no time is told by the value; the record is of the time at which it is sent.
    const record = isRecordTime(timestamp) ? { key, value, timestamp } : { key, value };
    if (this.#headersOf === undefined && this.#pseudonyms === undefined) return record;
    return { ...record, headers: [...this.#headersOf?.(value, message) ?? [], ...this.#pseudonyms?.headers ?? []] };
  }
}
