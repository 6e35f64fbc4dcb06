import { WireError } from "../wire/mod.ts";
import { unwrap } from "../dhcpv6/relay.ts";
import { ClientId } from "../dhcpv6/options/rfc9915_identity.ts";
import type { DHCPKafkaMessage } from "../messages/kafka_message.ts";
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
    const record = { key: this.#keyOf(message), value, timestamp: message.timestampIn * 1000 };
    if (this.#headersOf === undefined && this.#pseudonyms === undefined) return record;
    return { ...record, headers: [...this.#headersOf?.(value, message) ?? [], ...this.#pseudonyms?.headers ?? []] };
  }
}

/**
 * The client's DUID in the request, or in the answer where there is no request; `null` where it is not told, or told by a
 * relayed message without a complete header.
 */
export function clientKey({ messageIn, messageOut }: DHCPKafkaMessage): Uint8Array | null {
  const message = messageIn ?? messageOut;
  if (message === undefined) return null;
  try {
    return unwrap(message).message.options.data(ClientId.code) ?? null;
  } catch (error) {
    if (error instanceof WireError) return null;
    throw error;
  }
}
