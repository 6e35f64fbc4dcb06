import { assertEquals, assertThrows } from "@std/assert";
import * as fields from "../../src/dhcpv6/mod.ts";
import {
  type Field,
  fromHex,
  MessageType,
  Reader,
  standardSpace,
  toHex,
  WireError,
  Writer,
} from "../../src/dhcpv6/mod.ts";

const TEXTS: readonly [field: Field<unknown>, value: unknown, text: string][] = [
  [fields.seconds, 0, "0 s"],
  [fields.seconds, 1, "1 s"],
  [fields.seconds, 59, "59 s"],
  [fields.seconds, 60, "1 min"],
  [fields.seconds, 100, "1 min 40 s"],
  [fields.seconds, 5400, "1 h 30 min"],
  [fields.seconds, 86399, "23 h 59 min 59 s"],
  [fields.seconds, 86400, "1 d"],
  [fields.seconds, 90061, "1 d 1 h 1 min 1 s"],
  [fields.seconds, 0xfffffffe, "49710 d 6 h 28 min 14 s"],
  [fields.seconds, 0xffffffff, "infinity"],
  [fields.hundredths, 0, "0 s"],
  [fields.hundredths, 7, "0.07 s"],
  [fields.hundredths, 100, "1 s"],
  [fields.hundredths, 65534, "655.34 s"],
  [fields.hundredths, 65535, "655.35 s or more"],
  [fields.messageType, 5, "renew"],
  [fields.messageType, 200, "200"],
  [fields.statusCode, 0, "Success"],
  [fields.statusCode, 22, "ExcessiveTimeSkew"],
  [fields.statusCode, 99, "99"],
  [fields.u64, 2n ** 64n - 1n, "18446744073709551615"],
  [fields.bytes, new Uint8Array(), "empty"],
  [fields.bytes, fromHex("4769"), '4769 "Gi"'],
  [fields.bytes, fromHex("47220a"), "47220a"],
  [fields.bytes, fromHex("2a22"), '2a22 "*\\""'],
  [fields.bytes, fromHex("ff"), "ff"],
  [fields.countedBytes, [], "none"],
  [fields.optionCodes, [23, 999], "dns-servers, 999"],
  [fields.addresses, [], "none"],
  [fields.text, "", '""'],
  [fields.text, 'say "hi"', '"say \\"hi\\""'],
  [fields.text, "line\nbreak\t\x1b[31m\x7f\x9b", '"line\\nbreak\\t\\u001b[31m\\u007f\\u009b"'],
  [fields.text, "\u202eevil\u2066\u200b\ufeff", '"\\u202eevil\\u2066\\u200b\\ufeff"'],
  [fields.text, "\u2028\u2029", '"\\u2028\\u2029"'],
  [fields.text, "\udcff\u{e0001}", '"\\udcff\\udb40\\udc01"'],
  [fields.text, "één 日本 😀", '"één 日本 😀"'],
];

for (const [field, value, text] of TEXTS) {
  Deno.test(`field: ${field.kind} ${typeof value === "bigint" ? value : JSON.stringify(value)} is shown as ${text}`, () => {
    assertEquals(field.text(value, standardSpace), text);
  });
}

Deno.test("field: JSON holds a 64-bit number as text, bytes as digits and the rest as it is", () => {
  const json: unknown[] = [
    fields.u64.json(2n ** 53n + 1n),
    fields.bytes.json(fromHex("00ff")),
    fields.countedBytes.json([fromHex("00"), fromHex("")]),
    fields.text.json("a\u202e\0"),
    fields.seconds.json(0xffffffff),
    fields.messageType.json(5),
  ];
  assertEquals(json, ["9007199254740993", "00ff", ["00", ""], "a\u202e\0", 0xffffffff, 5]);
});

Deno.test("field: a prefix length over 128 is refused where it stands", () => {
  const body = fromHex("81" + "00".repeat(16));
  const error = assertThrows(() => fields.prefix.read(new Reader(body)), WireError, "prefix length 129 at offset 0");
  assertEquals(error.offset, 0);
});

Deno.test("field: text keeps bytes that are not UTF-8", () => {
  const value = fields.text.read(new Reader(fromHex("6fff6b"))), writer = new Writer();
  fields.text.write(writer, value);
  assertEquals([value, toHex(writer.toBytes())], ["o\udcffk", "6fff6b"]);
});

Deno.test("names: each message type has one name that leads back to it", () => {
  const types = Object.values(MessageType), names = types.map(fields.messageTypeName);
  assertEquals(new Set(names).size, 37);
  assertEquals(names.map(fields.messageTypeByName), types);
  assertEquals([0, 38, 255].map(fields.messageTypeName), ["reserved", "38", "255"]);
  assertEquals(["Solicit", "38", "255", "256", "", "nonsense", "-1"].map(fields.messageTypeByName), [
    ...[1, 38, 255, undefined, undefined, undefined, undefined],
  ]);
});

Deno.test("names: status codes are those of the RFCs, other numbers stay numbers", () => {
  for (const [name, code] of Object.entries(fields.StatusCode)) assertEquals(fields.statusCodeName(code), name);
  assertEquals([11, 12, 15, 22, 23, 24, 65535].map(fields.statusCodeName), [
    ...[
      "QueryTerminated",
      "DataMissing",
      "TLSConnectionRefused",
      "ExcessiveTimeSkew",
      "NoSRv6LocatorAvail",
      "24",
      "65535",
    ],
  ]);
});
