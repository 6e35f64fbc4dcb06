import { DHCP_MESSAGE } from "../messages/transaction_fields.ts";
import { encode, fromHex, WireError, type Writer } from "../wire/mod.ts";
import { isObject, type JsonObject, type RecordReading } from "./_reading.ts";

/** Makes a packet of its JSON: `fromJson` of `@dhcpkit/kafka/dhcpv6`. */
export type PacketFromJson = (json: unknown) => { save(): Uint8Array };

/** How values in JSON are read. */
export interface TransactionJsonOptions {
  /**
   * Reads packets that are objects, as `toJson` makes them: `fromJson` of `@dhcpkit/kafka/dhcpv6`, which knows all options and is large
   * for that. Default: packets are hexadecimal digits, as `DHCPKafkaMessage.toJSON` has them, and objects are a `problem`.
   */
  readonly packetFromJson?: PacketFromJson;
}

const NO_FORM = "neither base64 nor a transaction in JSON, with server-name, timestamps and packets";

/**
 * The value of a record that came as JSON: base64 of its bytes, or the transaction as an object, `null` for none. What is neither is a
 * fault of the record.
 */
export function valueFromJson(
  json: unknown,
  field: string,
  reading: RecordReading,
  { packetFromJson }: TransactionJsonOptions,
): Uint8Array | null {
  if (!isObject(json)) {
    if (typeof json !== "string" && json !== null && json !== undefined) {
      return reading.fault(field, NO_FORM, json) ?? null;
    }
    return reading.base64(field, json);
  }
  if (!("server-name" in json)) return reading.fault(field, NO_FORM, json) ?? null;
  try {
    return encode((writer) => writeTransaction(writer, json, packetFromJson));
  } catch (error) {
    const reason = error instanceof WireError ? error.message : `not a transaction: ${(error as Error).message}`;
    return reading.fault(field, reason, json) ?? null;
  }
}

/** In the order of the fields of `DHCPKafkaMessage`. */
function writeTransaction(writer: Writer, json: JsonObject, packetFromJson: PacketFromJson | undefined): void {
  const type = json["message-type"] ?? DHCP_MESSAGE;
  if (type !== DHCP_MESSAGE) throw new TypeError("message-type is not 1");
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
    writer.bytes(packet(json[`message-${end}`], `message-${end}`, packetFromJson));
    writer.closeLength(packetMark);
  }
}

function packet(json: unknown, name: string, packetFromJson: PacketFromJson | undefined): Uint8Array {
  if (json === null || json === undefined) return new Uint8Array();
  if (typeof json === "string") return fromHex(json);
  if (packetFromJson === undefined) {
    throw new TypeError(`${name} is no hexadecimal digits, and no packetFromJson is given`);
  }
  return packetFromJson(json).save();
}
