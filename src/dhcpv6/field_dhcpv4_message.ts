import { toHex } from "../wire/mod.ts";
import { dhcpv4Header, dhcpv4MessageTypeName } from "./dhcpv4_header.ts";
import { type Json, text } from "./field.ts";
import type { SecretField } from "./field_secret.ts";
import { countText } from "./field_text.ts";
import { bytesFrom, bytesSchema, membersFrom } from "./json_value.ts";

/**
 * A DHCPv4 message as its bytes. JSON and text show what {@linkcode dhcpv4Header} reads; of the bytes, text tells only how many
 * there are: option 90 of a DHCPACK may hold a key (RFC 6704).
 */
export const dhcpv4Message: SecretField<Uint8Array> = {
  kind: "DHCPv4 message",
  secret: true,
  read: (reader) => reader.rest(),
  write: (writer, value) => writer.bytes(value),
  json: (value) => ({ bytes: toHex(value), ...Object.fromEntries(partsOf(value)) }),
  fromJson: (json) => bytesFrom(membersFrom(json, ["bytes"], MEMBERS).get("bytes")!),
  schema: () => ({ type: "object", properties: { bytes: bytesSchema() }, required: ["bytes"] }),
  text: (value, space) =>
    [
      ...partsOf(value).map(([name, part]) =>
        `${name} ${TEXTS.includes(name) ? text.text(String(part), space) : part}`
      ),
      countText(value.length),
    ].join(", "),
};

/** Everything that {@linkcode partsOf} may tell. */
const MEMBERS: readonly string[] = [
  "message-type",
  "op",
  "htype",
  "hlen",
  "hops",
  "xid",
  "secs",
  "flags",
  "ciaddr",
  "yiaddr",
  "siaddr",
  "giaddr",
  "chaddr",
  "sname",
  "file",
  "magic-cookie",
];

/** What is text from the network. */
const TEXTS: readonly string[] = ["sname", "file"];

/** The names and values of what can be read, the message type first, which says most. */
function partsOf(message: Uint8Array): [name: string, part: Exclude<Json, null>][] {
  const { messageType, op, htype, hlen, hops, xid, secs, flags, magicCookie, ...header } = dhcpv4Header(message);
  const parts: Record<string, number | string | undefined> = {
    "message-type": messageType === undefined ? undefined : dhcpv4MessageTypeName(messageType),
    op,
    htype,
    hlen,
    hops,
    xid: hexadecimal(xid, 8),
    secs,
    flags: hexadecimal(flags, 4),
    ciaddr: header.ciaddr,
    yiaddr: header.yiaddr,
    siaddr: header.siaddr,
    giaddr: header.giaddr,
    chaddr: header.chaddr && toHex(header.chaddr, ":"),
    sname: header.sname,
    file: header.file,
    "magic-cookie": hexadecimal(magicCookie, 8),
  };
  return Object.entries(parts).flatMap(([name, part]) => part === undefined ? [] : [[name, part]]);
}

function hexadecimal(value: number | undefined, digits: number): string | undefined {
  return value?.toString(16).padStart(digits, "0");
}
