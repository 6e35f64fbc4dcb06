import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  bytes,
  type Field,
  fromHex,
  fromJson,
  type Json,
  JsonError,
  Message,
  MessageType,
  optionCodes,
  OptionSpace,
  standardSpace,
  toHex,
  toJson,
  u64,
  WireError,
} from "../../src/dhcpv6/mod.ts";
import { BootfileUrl, ClientId, standardOptions } from "../../src/dhcpv6/options/mod.ts";

/** A Reply that holds these options. */
function reply(...options: unknown[]): unknown {
  return { type: "reply", "transaction-id": "c0ffee", options };
}

/** The options that JSON tells, as hexadecimal digits. */
function optionsOf(...options: unknown[]): string {
  return toHex(fromJson(reply(...options)).options.bytes);
}

/** A value that holds all of an option that an IA_NA holds. */
function iaNa(...options: unknown[]): unknown {
  return { option: "ia-na", value: { iaid: 1, t1: 2, t2: 3, options } };
}

Deno.test("from JSON: a message type may be a name, a number, or a number as text", () => {
  for (const type of ["reply", 7, "7"]) assertEquals(fromJson({ ...reply() as object, type }).type, MessageType.Reply);
  assertEquals(fromJson({ ...reply() as object, type: "200" }).type, 200);
  assertEquals(fromJson({ ...reply() as object, type: "reserved" }).type, 0);
});

Deno.test("from JSON: an option may have a name, a code, or both", () => {
  const value = { elapsed: 256 };
  for (const which of [{ option: "elapsed-time" }, { code: 8 }, { code: 8, option: "elapsed-time" }]) {
    assertEquals(optionsOf({ ...which, value }), "000800020100");
  }
});

Deno.test("from JSON: a value is what counts, and data where there is none", () => {
  assertEquals(optionsOf({ code: 7, value: { preference: 5 }, data: "09", malformed: "no" }), "0007000105");
  assertEquals(optionsOf({ code: 7, data: "0909" }, { option: "preference", data: "" }), "0007000209090007" + "0000");
  assertEquals(optionsOf({ code: 65535, data: "0x0A:0b-0C" }), "ffff00030a0b0c");
});

Deno.test("from JSON: bytes that are no whole option stand last", () => {
  assertEquals(optionsOf({ code: 14, value: {} }, { data: "000e" }), "000e0000" + "000e");
  assertEquals(optionsOf(iaNa({ data: "ff", malformed: "…" })), "0003000d" + "000000010000000200000003" + "ff");
});

Deno.test("from JSON: members that are undefined count as absent, as JSON.stringify has it", () => {
  assertEquals(optionsOf({ code: 14, option: undefined, value: {}, data: undefined }), "000e0000");
});

Deno.test("from JSON: names may stand for numbers within values", () => {
  assertEquals(optionsOf({ option: "status-code", value: { code: "NoAddrsAvail", message: "" } }), "000d00020002");
  assertEquals(optionsOf({ option: "reconf-msg", value: { "message-type": "renew" } }), "0013000105");
  assertEquals(
    optionsOf({ option: "oro", value: { codes: ["dns-servers", 24, "sol-max-rt"] } }),
    "00060006001700180052",
  );
});

Deno.test("from JSON: addresses, prefixes and names may be written in any of their forms", () => {
  assertEquals(
    optionsOf({ option: "dns-servers", value: { addresses: ["2001:DB8:0::1", "::192.0.2.1"] } }),
    "00170020" + "20010db8000000000000000000000001" + "000000000000000000000000c0000201",
  );
  assertEquals(optionsOf({ option: "aftr-name", value: { name: "a.example." } }), "0040000b0161076578616d706c6500");
  assertEquals(optionsOf({ option: "client-id", value: { duid: "00:03:00:01:34" } }), "000100050003000134");
});

Deno.test("from JSON: 64-bit numbers may be text or a number that is exact", () => {
  assertEquals([u64.fromJson("18446744073709551615"), u64.fromJson(7)], [2n ** 64n - 1n, 7n]);
  for (const wrong of ["18446744073709551616", "", "-1", "1e3", " 1", 2 ** 53, -1, 1.5, null]) {
    assertThrows(() => u64.fromJson(wrong), JsonError, undefined, String(wrong));
  }
});

Deno.test("from JSON: names of option codes need a space, and are those of the space given", () => {
  const space = new OptionSpace("town", [...standardOptions]);
  assertEquals(optionCodes.fromJson(["client-id", 9], space), [ClientId.code, 9]);
  assertThrows(() => optionCodes.fromJson(["client-id"]), JsonError, "/0: ");
});

Deno.test("from JSON: a message within a message is read with its own header", () => {
  const inner = { type: "dhcpv4-query", flags: 0x800000, options: [] };
  const relay = { type: "relay-forward", "hop-count": 1, "link-address": "::1", "peer-address": "fe80::2" };
  const message = fromJson({ ...relay, options: [{ option: "relay-msg", value: { message: inner } }] });
  assertEquals(toHex(message.save()).slice(-16), "00090004" + "14800000");
  assertEquals(toJson(message).options[0].value?.message, inner);
});

Deno.test("from JSON: the options of another space are read in it", () => {
  const ntp = { option: "ntp-server", value: { options: [{ option: "server-fqdn", value: { fqdn: "t" } }] } };
  assertEquals(optionsOf(ntp), "00380007" + "00030003" + "017400");
});

Deno.test("from JSON: the suboptions of a vendor are those of its enterprise number", () => {
  const vendor = (enterprise: number, ...options: unknown[]) => ({
    option: "vendor-opts",
    value: { enterprise, options },
  });
  const servers = { option: "tftp-servers", value: { addresses: ["::1"] } };
  assertEquals(optionsOf(vendor(4491, servers)), "00110018" + "0000118b" + "00200010" + "00".repeat(15) + "01");
  assertEquals(optionsOf(vendor(9, { code: 32, data: "01" })), "00110009" + "00000009" + "0020000101");
  for (const wrong of [vendor(9, servers), vendor(4491, { option: "dns-servers", data: "" })]) {
    assertThrows(() => optionsOf(wrong), JsonError, "/options/0/value/options/0/option: ");
  }
});

Deno.test("from JSON: a RADIUS attribute may have a value or data, and its name has to fit its type", () => {
  const radius = (...attributes: unknown[]) => optionsOf({ option: "radius", value: { attributes } });
  assertEquals(radius({ type: 1, data: "626f62" }), "00510005" + "0105626f62");
  const address = { type: 168, attribute: "framed-ipv6-address", value: { address: "::1" } };
  assertEquals(radius(address), "00510012" + "a812" + "00".repeat(15) + "01");
  const wrong: readonly [attribute: unknown, message: string][] = [
    [{ ...address, type: 169 }, '/attribute: "framed-ipv6-address" is not RADIUS attribute 169'],
    [{ ...address, value: { address: "x" } }, '/value/address: "x" is not an IPv6 address'],
    [{ type: 256, data: "" }, "/type: 256 is not a whole number from 0 to 255"],
    [{ type: 255, value: {} }, '/value: what attribute 255 is made of is not known; write "data" instead'],
    [{ type: 168 }, ': "value" or "data" is missing'],
  ];
  for (const [attribute, message] of wrong) {
    assertThrows(() => radius(attribute), JsonError, "/options/0/value/attributes/0" + message);
  }
});

Deno.test("from JSON: a definition of one's own is enough", () => {
  const space = new OptionSpace("boot", [BootfileUrl]);
  const message = fromJson(reply({ option: "bootfile-url", value: { url: "u" } }), { space });
  assertEquals(toHex(message.options.bytes), "003b000175");
  assertThrows(
    () => fromJson(reply({ option: "oro", data: "" }), { space }),
    JsonError,
    '"oro" is not the name of a boot',
  );
});

Deno.test("from JSON: text keeps what is no UTF-8, by lone surrogates", () => {
  assertEquals(optionsOf({ option: "bootfile-url", value: { url: "a\udcffé" } }), "003b0004" + "61ff" + "c3a9");
});

/** What is wrong, and the whole of the error. */
const WRONG: readonly [json: unknown, message: string][] = [
  [undefined, "undefined is not an object"],
  [null, "null is not an object"],
  ["solicit", '"solicit" is not an object'],
  [[], "a list is not an object"],
  [{}, '"type" is missing'],
  [{ type: "solict" }, '/type: "solict" is not a message type'],
  [{ type: "Solicit" }, '/type: "Solicit" is not a message type'],
  [{ type: "007" }, '/type: "007" is not a message type'],
  [{ type: 256 }, "/type: 256 is not a whole number from 0 to 255"],
  [{ type: 1.5 }, "/type: 1.5 is not a whole number from 0 to 255"],
  [{ type: true }, "/type: true is not a whole number from 0 to 255"],
  [{ type: 1, options: [] }, '"transaction-id" is missing'],
  [{ type: 1, "transaction-id": "c0ffee" }, '"options" is missing'],
  [{ type: 1, "transaction-id": "c0ffe", options: [] }, '/transaction-id: "c0ffe" is not six hexadecimal digits'],
  [{ type: 1, "transaction-id": 0xc0ffee, options: [] }, "/transaction-id: 12648430 is not text"],
  [
    { type: 1, "transaction-id": "c0ffee", options: [], xid: 1 },
    "/xid: unknown; the members here are type, transaction-id, options",
  ],
  [
    { type: 12, "transaction-id": "c0ffee", options: [] },
    "/transaction-id: unknown; the members here are type, hop-count, link-address, peer-address, options",
  ],
  [
    { type: 12, "hop-count": 256, "link-address": "::", "peer-address": "::", options: [] },
    "/hop-count: 256 is not a whole number from 0 to 255",
  ],
  [{ type: 12, "hop-count": 1, "link-address": "::", "peer-address": 5, options: [] }, "/peer-address: 5 is not text"],
  [{ type: 20, flags: 0x1000000, options: [] }, "/flags: 16777216 is not a whole number from 0 to 16777215"],
  [
    { type: 24, "transaction-id": "000000", "sent-time": -1, options: [] },
    "/sent-time: -1 is not a whole number from 0 to 4294967295",
  ],
  [{ type: 1, "transaction-id": "c0ffee", options: {} }, "/options: an object is not a list"],
  [reply(5), "/options/0: 5 is not an object"],
  [reply({ code: 1 }), '/options/0: "value" or "data" is missing'],
  [reply({ value: {} }), '/options/0: "option" or "code" is missing'],
  [reply({}), '/options/0: "data" is missing'],
  [reply({ data: "ff" }, { code: 14, value: {} }), '/options/0: "option" or "code" is missing'],
  [reply({ code: 65536, data: "" }), "/options/0/code: 65536 is not a whole number from 0 to 65535"],
  [reply({ code: "8", data: "" }), '/options/0/code: "8" is not a whole number from 0 to 65535'],
  [reply({ option: 8, data: "" }), "/options/0/option: 8 is not text"],
  [reply({ option: "elapsed", data: "" }), '/options/0/option: "elapsed" is not the name of a DHCPv6 option'],
  [
    reply({ code: 9, option: "elapsed-time", data: "" }),
    '/options/0/code: "elapsed-time" has the code 8, not 9',
  ],
  [
    reply({ code: 65001, value: {} }),
    '/options/0/value: what a value of option 65001 is made of is not known here; write "data" instead',
  ],
  [reply({ code: 8, data: "0" }), '/options/0/data: "0" at position 0 is not a pair of hexadecimal digits'],
  [reply({ code: 8, data: [0] }), "/options/0/data: a list is not text"],
  [reply({ code: 8, data: "", malformed: 5 }), "/options/0/malformed: 5 is not text"],
  [
    reply({ code: 8, data: "", length: 0 }),
    "/options/0/length: unknown; the members here are code, option, value, data, malformed",
  ],
  [reply({ code: 8, value: null }), "/options/0/value: null is not an object"],
  [reply({ code: 8, value: {} }), '/options/0/value: "elapsed" is missing'],
  [
    reply({ code: 8, value: { elapsed: 65536 } }),
    "/options/0/value/elapsed: 65536 is not a whole number from 0 to 65535",
  ],
  [
    reply({ code: 8, value: { elapsed: 1, "a/b~c": 1 } }),
    "/options/0/value/a~1b~0c: unknown; the members here are elapsed",
  ],
  [reply({ code: 14, value: { x: 1 } }), "/options/0/value/x: unknown; there are no members here"],
  [
    reply({ code: 14, value: {} }, { option: "dns-servers", value: { addresses: ["::1", "2001:db8::g"] } }),
    '/options/1/value/addresses/1: "2001:db8::g" is not an IPv6 address',
  ],
  [
    reply(iaNa({ option: "ia-address", value: { address: "::1%eth0" } })),
    '/options/0/value/options/0/value: "preferred-lifetime" is missing',
  ],
  [
    reply({
      option: "ia-prefix",
      value: { "preferred-lifetime": 1, "valid-lifetime": 1, prefix: "::/129", options: [] },
    }),
    "/options/0/value/prefix: a prefix length is 0 to 128, not 129",
  ],
  [
    reply({ option: "domain-list", value: { names: ["a", "b".repeat(64)] } }),
    `/options/0/value/names/1: "${"b".repeat(64)}.": a label has 1 to 63 bytes, not 64`,
  ],
  [
    reply({ option: "ani-ap-bssid", value: { bssid: "00" } }),
    "/options/0/value/bssid: a MAC address has 6 bytes, not 1",
  ],
  [
    reply({ option: "pd-exclude", value: { "prefix-length": 1, "subnet-id": "" } }),
    "/options/0/value/subnet-id: there are 0 bytes where 1 to 16 may be",
  ],
  [
    reply({ option: "geoconf-civic", value: { what: 1, country: "NLD", elements: [] } }),
    '/options/0/value/country: "NLD" is not a country code of two bytes',
  ],
  [
    reply({
      option: "geoconf-civic",
      value: { what: 1, country: "NL", elements: [{ type: 1, value: "x".repeat(256) }] },
    }),
    "/options/0/value/elements/0: 256 bytes do not fit behind an 8-bit length, which ends at 255",
  ],
  [
    reply({ option: "geoconf-civic", value: { what: 1, country: "NL", elements: [{ type: 256, value: "" }] } }),
    "/options/0/value/elements/0/type: 256 is not a whole number from 0 to 255",
  ],
  [
    reply({ option: "status-code", value: { code: "Sucess", message: "" } }),
    '/options/0/value/code: "Sucess" is not a status code',
  ],
  [
    reply({ option: "s46-v4v6bind", value: { address4: "192.0.2.256", prefix6: "::/0", options: [] } }),
    '/options/0/value/address4: "192.0.2.256" is not an IPv4 address',
  ],
  [
    reply({ option: "relay-msg", value: { message: { type: "solicit", "transaction-id": "zzzzzz", options: [] } } }),
    '/options/0/value/message/transaction-id: "zzzzzz" is not six hexadecimal digits',
  ],
  [
    reply({ option: "relay-msg", value: { message: "01f350d6" } }),
    '/options/0/value/message: "01f350d6" is not an object',
  ],
  [
    reply({ code: 65001, data: "00".repeat(65536) }),
    "/options/0: 65536 bytes do not fit behind a 16-bit length, which ends at 65535",
  ],
];

for (const [json, message] of WRONG) {
  Deno.test(`from JSON: refused: ${message.slice(0, 120)}`, () => {
    const error = assertThrows(() => fromJson(json), JsonError);
    assertEquals(error.message, message);
    assertEquals(error.path === "" ? error.problem : `${error.path}: ${error.problem}`, message);
  });
}

const RULE = { "prefix4-length": 24, "prefix6-length": 40, "ea-length": 16, flags: 0, prefix4: "192.0.2.0" };

Deno.test("from JSON: a 4rd prefix says by /96 that it has 12 bytes, which have to hold all of it", () => {
  const rule = (prefix6: string) => optionsOf({ option: "4rd-map-rule", value: { ...RULE, prefix6 } });
  assertEquals(rule("2001:db8::"), "00620018" + "18281000c0000200" + "20010db8" + "00".repeat(12));
  assertEquals(rule("2001:db8::/96"), "00620014" + "18281000c0000200" + "20010db8" + "00".repeat(8));
  for (const wrong of ["2001:db8::1/96", "2001:db8::/64", "2001:db8"]) {
    assertThrows(() => rule(wrong), JsonError, "/options/0/value/prefix6: ");
  }
});

/** An object that holds itself `levels` times. */
function within(levels: number, inner: unknown, wrap: (inner: unknown) => unknown): unknown {
  let json = inner;
  for (let level = 0; level < levels; level++) json = wrap(json);
  return json;
}

Deno.test("from JSON: nesting is bounded, whatever refers to itself", () => {
  const containers = (levels: number) =>
    reply(...within(levels, [], (options) => [{ option: "s46-cont-mape", value: { options } }]) as unknown[]);
  fromJson(containers(65));
  const error = assertThrows(() => fromJson(containers(66)), JsonError, "these options are nested deeper than is read");
  assert(error.path.startsWith("/options/0/value/options/0/value/options"));
  fromJson(containers(66), { limits: { nesting: 65 } });

  const relay = { type: 12, "hop-count": 0, "link-address": "::", "peer-address": "::" };
  const relays = (levels: number) =>
    within(levels, reply(), (message) => ({ ...relay, options: [{ option: "relay-msg", value: { message } }] }));
  fromJson(relays(101));
  assertThrows(() => fromJson(relays(102)), JsonError, "within more messages than are read");

  const loop: { code: number; value: { options: unknown[] } } = { code: 94, value: { options: [] } };
  loop.value.options.push(loop);
  assertThrows(() => fromJson(reply(loop)), JsonError, "nested deeper");
});

Deno.test("from JSON: the error of a field that throws something else is passed on", () => {
  const odd: Field<Uint8Array> = {
    ...bytes,
    fromJson: () => {
      throw new TypeError("odd");
    },
  };
  const definition = { ...BootfileUrl, fields: [{ key: "url", label: "url", field: odd }] };
  const space = new OptionSpace("odd", [definition]);
  assertThrows(() => fromJson(reply({ code: 59, value: { url: "" } }), { space }), TypeError, "odd");
});

Deno.test("from JSON: fields throw JsonError or WireError, whatever they are given", () => {
  const json: readonly Json[] = [null, true, -1, 2 ** 64, "\0", "zz", [], ["zz"], {}, { type: 1 }];
  for (const { fields } of standardSpace.definitions) {
    for (const { field } of fields) {
      for (const one of json) {
        try {
          field.fromJson(one);
        } catch (error) {
          assert(error instanceof JsonError || error instanceof WireError, `${field.kind}: ${error}`);
        }
      }
    }
  }
});

Deno.test("from JSON: what comes out is as if it had been received", () => {
  const message = fromJson(reply({ option: "client-id", value: { duid: "000300013431c43cb2f1" } }));
  assertEquals(message.options.get(ClientId)?.duid.macAddress, "34:31:c4:3c:b2:f1");
  assertEquals(message, Message.parse(fromHex("07c0ffee" + "0001000a" + "000300013431c43cb2f1")));
});
