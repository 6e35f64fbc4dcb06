import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { fromHex, type Message, MessageType, type OptionEntry, rawOption } from "../../src/dhcpv6/mod.ts";
import { ClientId, ClientLinkLayerAddress, RemoteId, SubscriberId } from "../../src/dhcpv6/options/mod.ts";
import { clientKeys, CsvAssignments } from "../../src/server/mod.ts";
import { ascii, bare, CLIENT, interfaceId, received, relayed, request } from "./_transaction.ts";

const solicit = request(MessageType.Solicit);

/** What the client of `message` is given by this file: address, prefix. */
function given(csv: string, message: Message = solicit): (string | undefined)[] {
  const found = CsvAssignments.parse(csv).lookUp(received(message));
  return [found?.address && String(found.address), found?.prefix && String(found.prefix)];
}

const ROW = `duid:${CLIENT}`;
const BOTH = ["2001:db8::7", "2001:db8:7::/48"];

const FILES: readonly [behaviour: string, csv: string][] = [
  ["fields are separated by commas", `id,address,prefix\n${ROW},2001:db8::7,2001:db8:7::/48\n`],
  ["fields are separated by semicolons", `id;address;prefix\n${ROW};2001:db8::7;2001:db8:7::/48\n`],
  ["fields are separated by tabs", `id\taddress\tprefix\n${ROW}\t2001:db8::7\t2001:db8:7::/48\n`],
  ["fields are separated by bars", `id|address|prefix\n${ROW}|2001:db8::7|2001:db8:7::/48\n`],
  ["columns stand in any order", `prefix,id,address\n2001:db8:7::/48,${ROW},2001:db8::7\n`],
  ["column names have any case and spaces around them", `ID , Address, PREFIX\n${ROW},2001:db8::7,2001:db8:7::/48\n`],
  ["other columns do not matter", `who,id,address,note,prefix\nme,${ROW},2001:db8::7,hi,2001:db8:7::/48\n`],
  ["a byte order mark is skipped", `\ufeffid,address,prefix\n${ROW},2001:db8::7,2001:db8:7::/48\n`],
  ["lines end as on Windows", `id,address,prefix\r\n${ROW},2001:db8::7,2001:db8:7::/48\r\n`],
  ["lines end as on Windows after an id", `address,prefix,id\r\n2001:db8::7,2001:db8:7::/48,interface-id-str:eth0\r\n`],
  ["a byte order mark is skipped before quotes", `\ufeff"id",address,prefix\n${ROW},2001:db8::7,2001:db8:7::/48\n`],
  ["the last line needs no end", `id,address,prefix\n${ROW},2001:db8::7,2001:db8:7::/48`],
  ["empty lines do not matter", `id,address,prefix\n\n  \n${ROW},2001:db8::7,2001:db8:7::/48\n\n`],
  ["fields stand in quotes", `"id","address","prefix"\n"${ROW}","2001:db8::7","2001:db8:7::/48"\n`],
  ["values have spaces around them", `id,address,prefix\n ${ROW} , 2001:db8::7 , 2001:db8:7::/48 \n`],
  ["values are written in any form", `id,address,prefix\n${ROW},2001:DB8:0::7,2001:0db8:7:0::/48\n`],
];

for (const [behaviour, csv] of FILES) {
  Deno.test(`csv: ${behaviour}`, () => {
    assertEquals(given(csv), BOTH);
    assertEquals(CsvAssignments.parse(csv).problems, []);
  });
}

const VALUES: readonly [behaviour: string, row: string, given: (string | undefined)[]][] = [
  ["an address alone", `${ROW},2001:db8::7,`, ["2001:db8::7", undefined]],
  ["a prefix alone", `${ROW},,2001:db8:7::/48`, [undefined, "2001:db8:7::/48"]],
  ["an address without the field of the prefix", `${ROW},2001:db8::7`, ["2001:db8::7", undefined]],
  ["a prefix of 128 bits", `${ROW},,2001:db8::7/128`, [undefined, "2001:db8::7/128"]],
  ["a unique local address", `${ROW},fd00::7,`, ["fd00::7", undefined]],
];

for (const [behaviour, row, expected] of VALUES) {
  Deno.test(`csv: a row gives ${behaviour}`, () => assertEquals(given(`id,address,prefix\n${row}\n`), expected));
}

const RELAY: OptionEntry[] = [
  interfaceId("Fa2/3"),
  RemoteId.of({ enterprise: 9, id: ascii("line, 7") }),
  SubscriberId.of({ id: ascii("Zoë: 1") }),
  ClientLinkLayerAddress.of({ hardwareType: 1, address: fromHex("3431c43cb2f1") }),
];

const IDS: readonly string[] = [
  "duid:000300013431c43cb2f1",
  "duid:00:03:00:01:34:31:c4:3c:b2:f1",
  "duid:0x000300013431C43CB2F1",
  "duid:00-03-00-01-34-31-c4-3c-b2-f1",
  "DUID:000300013431c43cb2f1",
  "interface-id:4661322f33",
  "interface-id-str:Fa2/3",
  "remote-id:9:6c696e652c2037",
  "remote-id:09:6c:69:6e:65:2c:20:37",
  '"remote-id-str:9:line, 7"',
  "subscriber-id:5a6fc3ab3a2031",
  "subscriber-id-str:Zoë: 1",
  "linklayer-id:1:34:31:c4:3c:b2:f1",
  "linklayer-id-str:1:41Ä<²ñ",
];

for (const id of IDS) {
  Deno.test(`csv: a client is found by ${id}`, () => {
    const relay = id.startsWith("linklayer-id-str")
      ? [ClientLinkLayerAddress.of({ hardwareType: 1, address: ascii("41Ä<²ñ") })]
      : RELAY;
    const csv = `id,address,prefix\n${id},2001:db8::7,2001:db8:7::/48\n`;
    assertEquals(given(csv, relayed(solicit, {}, ...relay)), BOTH);
  });
}

const OTHER_IDS: readonly string[] = [
  "duid:000300013431c43cb2f2",
  "interface-id-str:fa2/3",
  "remote-id-str:10:Fa2/3",
  "linklayer-id:2:3431c43cb2f1",
  "subscriber-id-str:Fa2/3",
];

for (const id of OTHER_IDS) {
  Deno.test(`csv: a client is not found by ${id}`, () => {
    assertEquals(given(`id,address,prefix\n${id},2001:db8::7,\n`, relayed(solicit, {}, ...RELAY)), [
      undefined,
      undefined,
    ]);
  });
}

const IN_ORDER = [
  "duid:000300013431c43cb2f1",
  "interface-id:4661322f33",
  "remote-id:9:6c696e652c2037",
  "subscriber-id:5a6fc3ab3a2031",
  "linklayer-id:1:3431c43cb2f1",
];

Deno.test("csv: a client is looked up by DUID, interface-id, remote-id, subscriber-id, then link-layer address", () => {
  const message = relayed(solicit, {}, ...RELAY);
  assertEquals(clientKeys(received(message)), IN_ORDER);
  const rows = IN_ORDER.map((id, i) => `${id},2001:db8::${i + 1},`);
  for (let i = 0; i < rows.length; i++) {
    const csv = ["id,address,prefix", ...rows.slice(i).toReversed()].join("\n");
    assertEquals(given(csv, message), [`2001:db8::${i + 1}`, undefined]);
  }
});

Deno.test("csv: what relays further away say identifies nobody", () => {
  const message = relayed(relayed(solicit, {}, interfaceId("near")), {}, ...RELAY);
  assertEquals(clientKeys(received(message)), ["duid:000300013431c43cb2f1", "interface-id:6e656172"]);
});

Deno.test("csv: what cannot be read identifies nobody, and the rest still does", () => {
  const broken = [rawOption(RemoteId.code, fromHex("0009")), rawOption(ClientLinkLayerAddress.code, fromHex("00"))];
  assertEquals(clientKeys(received(relayed(bare(MessageType.Solicit), {}, ...broken, interfaceId("a")))), [
    "interface-id:61",
  ]);
});

const BAD_ROWS: readonly [row: string, problem: string][] = [
  ["duid:xy,2001:db8::7,", '"xy" at position 0 is not a pair of hexadecimal digits'],
  ["duid:000,2001:db8::7,", "is not a pair of hexadecimal digits"],
  ["duid:,2001:db8::7,", '"duid:" has no value'],
  ["duid-str:abc,2001:db8::7,", '"duid-str:abc" is no id: it starts with duid:'],
  ["mac:3431c43cb2f1,2001:db8::7,", '"mac:3431c43cb2f1" is no id'],
  [",2001:db8::7,", '"" is no id'],
  ["remote-id:6c69,2001:db8::7,", '"remote-id:6c69" lacks its number'],
  ["linklayer-id:3431c43cb2f1:,2001:db8::7,", "lacks its number"],
  ["remote-id:4294967296:00,2001:db8::7,", "4294967296 is over 4294967295"],
  ["linklayer-id:65536:00,2001:db8::7,", "65536 is over 65535"],
  [`${ROW},,`, "there is neither an address nor a prefix"],
  [`${ROW},2001:db8::x,`, '"2001:db8::x" is not an IPv6 address'],
  [`${ROW},192.0.2.1,`, '"192.0.2.1" is not an IPv6 address'],
  [`${ROW},2001:db8::7/64,`, '"2001:db8::7/64" is not an IPv6 address'],
  [`${ROW},::,`, ":: is no address for a client"],
  [`${ROW},ff02::1,`, "ff02::1 is no address for a client"],
  [`${ROW},fe80::1,`, "fe80::1 is no address for a client"],
  [`${ROW},,2001:db8:7::`, '"2001:db8:7::" is not an IPv6 prefix'],
  [`${ROW},,2001:db8:7::/129`, "a prefix length is 0 to 128, not 129"],
  [`${ROW},,2001:db8:7::1/48`, "2001:db8:7::1/48 has bits set after the first 48"],
  [`${ROW},,2001:db8:6000::/34`, "has bits set after the first 34"],
  [`${ROW},,ff02::/16`, "ff02::/16 is no prefix for a client"],
  [`"${ROW},2001:db8::7,`, "quotes stand around a whole value"],
  [`${ROW},2001:"db8"::7,`, "quotes stand around a whole value"],
];

for (const [row, problem] of BAD_ROWS) {
  Deno.test(`csv: the row ${row} is skipped and listed`, () => {
    const assignments = CsvAssignments.parse(`id,address,prefix\n\n${row}\ninterface-id-str:a,2001:db8::8,\n`);
    assertEquals(assignments.problems.map(({ line }) => line), [3]);
    assertStringIncludes(assignments.problems[0].problem, problem);
    assertEquals(assignments.size, 1);
  });
}

Deno.test("csv: of two rows for the same client the first counts, in whatever form their ids are", () => {
  const csv = `id,address,prefix\ninterface-id-str:Fa2/3,2001:db8::7,\ninterface-id:4661322F33,2001:db8::8,\n`;
  const { problems, size } = CsvAssignments.parse(csv);
  assertEquals(problems, [{ line: 3, problem: '"interface-id:4661322F33" is there a second time' }]);
  assertEquals(size, 1);
  assertEquals(given(csv, relayed(solicit, {}, ...RELAY)), ["2001:db8::7", undefined]);
});

Deno.test("csv: a row that was skipped does not make the next one a second", () => {
  assertEquals(given(`id,address,prefix\n${ROW},x,\n${ROW},2001:db8::7,\n`), ["2001:db8::7", undefined]);
});

for (const header of ["", "id,address", "address,prefix", "id address prefix", `${ROW},2001:db8::7,2001:db8:7::/48`]) {
  Deno.test(`csv: a file with the first line ${header || "empty"} is none`, () => {
    assertThrows(
      () => CsvAssignments.parse(`${header}\n${ROW},2001:db8::7,\n`),
      SyntaxError,
      "has to name the columns",
    );
  });
}

Deno.test("csv: a file whose first line has a quote too many is none", () => {
  assertThrows(() => CsvAssignments.parse('id,"address,prefix\n'), SyntaxError, "quotes stand around a whole value");
});

Deno.test("csv: a file with a header alone knows nobody", () => {
  assertEquals(CsvAssignments.parse("id,address,prefix").size, 0);
  assertEquals(given("id,address,prefix"), [undefined, undefined]);
});

Deno.test("csv: a client without DUID is found by its line", () => {
  const csv = `id,address,prefix\n${ROW},2001:db8::7,\ninterface-id-str:Fa2/3,2001:db8::8,\n`;
  const message = relayed(
    bare(MessageType.Solicit, ClientId.of({ duid: CLIENT })).withOptions(solicit.options.without(ClientId)),
    {},
    ...RELAY,
  );
  assertEquals(given(csv, message), ["2001:db8::8", undefined]);
});
