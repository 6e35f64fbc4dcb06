import { DHCP_MESSAGE } from "../messages/transaction_fields.ts";
import { encode, fromHex, type Writer } from "../wire/mod.ts";
import { isObject, type JsonObject, type RecordReading } from "./_reading.ts";
import { schemaOf } from "./schema_framing.ts";

/** How values in JSON are read. */
export interface ValueJsonOptions {
  /**
   * The bytes of a value that is an object in JSON: `recordFromJson` of `@dhcpkit/kafka/formats` reads a topic in JSON as `transcode`
   * writes it, and knows all options for that, which makes it large. It is asked for values that begin with `{` as well, where the platform
   * hands on bytes. Default: what `JSON.stringify` makes of a `DHCPKafkaMessage`, packets as hexadecimal digits, and any object with
   * `message-type` and `message-data`, where the platform itself hands on JSON.
   */
  readonly valueFromJson?: (json: unknown) => Uint8Array;
}

const BRACE = 0x7b;

/**
 * The value of a record that came as JSON: base64 of its bytes, or an object, `null` for none. What is neither, or cannot be read, is a
 * fault of the record.
 */
export function valueOf(
  json: unknown,
  field: string,
  reading: RecordReading,
  options: ValueJsonOptions,
): Uint8Array | null {
  const { valueFromJson = compactValue } = options;
  if (!isObject(json)) {
    if (typeof json === "string" || json === null || json === undefined) {
      return bytesOrJson(reading.base64(field, json), field, reading, options);
    }
    return reading.fault(field, "neither base64 nor an object", json) ?? null;
  }
  try {
    return valueFromJson(json);
  } catch (error) {
    return reading.fault(field, `not a transaction: ${(error as Error).message}`, json) ?? null;
  }
}

/** A value as it is, unless it is of a topic in JSON, and somebody reads that. The framing of a schema registry stays around it. */
export function bytesOrJson(
  value: Uint8Array | null,
  field: string,
  reading: RecordReading,
  { valueFromJson }: ValueJsonOptions,
): Uint8Array | null {
  if (valueFromJson === undefined || !value) return value;
  const json = schemaOf(value, []).value!;
  if (json[0] !== BRACE) return value;
  try {
    const bytes = valueFromJson(JSON.parse(new TextDecoder().decode(json))), framing = value.length - json.length;
    return framing === 0 ? bytes : new Uint8Array([...value.subarray(0, framing), ...bytes]);
  } catch (error) {
    return reading.fault(field, `not a transaction: ${(error as Error).message}`, value) ?? null;
  }
}

/** The value that `toJSON` of a Kafka message tells. */
function compactValue(json: unknown): Uint8Array {
  const members = json as JsonObject, { "message-type": type = DHCP_MESSAGE, "message-data": data } = members;
  if (typeof data === "string" && typeof type === "number") return new Uint8Array([type, ...fromHex(data)]);
  if ("request" in members) {
    throw new TypeError("packets that are objects take recordFromJson of ./formats as valueFromJson");
  }
  if (type !== DHCP_MESSAGE) throw new TypeError("message-type is not 1");
  return encode((writer) => writeTransaction(writer, members));
}

/** In the order of the fields of `DHCPKafkaMessage`. */
function writeTransaction(writer: Writer, json: JsonObject): void {
  writer.u8(DHCP_MESSAGE);
  const name = json["server-name"];
  if (typeof name !== "string") throw new TypeError("server-name is not text");
  const mark = writer.openLength8();
  writer.text(name);
  writer.closeLength8(mark);
  for (const end of ["in", "out"]) {
    const time = json[`timestamp-${end}`];
    if (typeof time !== "number") throw new TypeError(`timestamp-${end} is not a number`);
    writer.f64(time);
    const packetMark = writer.openLength();
    writer.bytes(packet(json[`message-${end}`], `message-${end}`));
    writer.closeLength(packetMark);
  }
}

function packet(json: unknown, name: string): Uint8Array {
  if (json === null || json === undefined) return new Uint8Array();
  if (typeof json !== "string") throw new TypeError(`${name} is no hexadecimal digits`);
  return fromHex(json);
}
