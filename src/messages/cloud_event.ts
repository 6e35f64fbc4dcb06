import { encodeUtf8, toHex } from "../wire/mod.ts";
import { clientKey } from "./client_key.ts";
import type { DHCPKafkaMessage } from "./kafka_message.ts";

/** The CloudEvents type of a transaction: changes when a value of the documented format would be read otherwise. */
const CLOUD_EVENT_TYPE = "org.dhcpkit.dhcpv6.transaction.v1";

/** What the events of transactions are made by. */
export interface CloudEventInit {
  /** The type of the events. Default: `org.dhcpkit.dhcpv6.transaction.v1`. */
  readonly type?: string;
  /** Where events come from, a URI-reference. Default: `/dhcpv6/servers/` and the server's name. */
  readonly source?: (message: DHCPKafkaMessage) => string;
}

/** What CloudEvents 1.0 calls context attributes, of a transaction. */
export interface CloudEventAttributes {
  /** Of the specification. */
  readonly specversion: "1.0";
  /** Tells the event from all others of its source. */
  readonly id: string;
  /** Where it comes from, a URI-reference. */
  readonly source: string;
  /** What it is. */
  readonly type: string;
  /** When the request came in (RFC 3339); absent for a time that is not in the years 0 to 9999. */
  readonly time?: string;
  /** The client's DUID as hexadecimal digits; absent where there is none. */
  readonly subject?: string;
}

/** The attributes of a transaction, whatever the form that it travels in. `id` is that of its binary value: `digestRecordId`. */
export function cloudEventAttributes(
  message: DHCPKafkaMessage,
  id: string,
  { type = CLOUD_EVENT_TYPE, source = serverPath }: CloudEventInit = {},
): CloudEventAttributes {
  const time = timeText(message.timestampIn), client = clientKey(message);
  return {
    specversion: "1.0",
    id,
    source: source(message),
    type,
    ...(time === undefined ? {} : { time }),
    ...(client === null || client.length === 0 ? {} : { subject: toHex(client) }),
  };
}

/** The server's name as a path: what is not unreserved in a URI is percent-encoded, bytes that are not UTF-8 included. */
function serverPath({ serverName }: DHCPKafkaMessage): string {
  return "/dhcpv6/servers/" + (/^[\w.~-]*$/.test(serverName) ? serverName : percentEncoded(serverName));
}

function percentEncoded(text: string): string {
  return Array.from(encodeUtf8(text), (byte) => {
    const character = String.fromCharCode(byte);
    return /[\w.~-]/.test(character) ? character : "%" + toHex(new Uint8Array([byte])).toUpperCase();
  }).join("");
}

/** As RFC 3339 has it; `undefined` for what its four digits of a year cannot say. */
function timeText(seconds: number): string | undefined {
  const date = new Date(seconds * 1000);
  return Math.abs(date.getUTCFullYear() - 4999.5) < 5000 ? date.toISOString() : undefined;
}
