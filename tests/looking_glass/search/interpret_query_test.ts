import { assert, assertEquals } from "@std/assert";
import { Duid, fromHex } from "@dhcpkit/kafka/dhcpv6";
import { clientTexts, leaseText } from "@dhcpkit/kafka/store";
import { interpretQuery } from "../../../src/looking_glass/search/interpret_query.ts";
import type { QuerySettings, Reading } from "../../../src/looking_glass/search/reading.ts";

const settings: QuerySettings = {
  now: Date.UTC(2026, 10, 30, 13, 5) * 1000,
  timeZone: "Europe/Berlin",
  vendors: {
    vendorOf: (mac) => mac.startsWith("34:31:c4") ? "AVM GmbH" : undefined,
    prefixesOf: (text) => "avm gmbh".includes(text.toLowerCase()) ? ["34:31:c4", "38:10:d5"] : [],
  },
};
const read = (text: string) => interpretQuery(text, settings);
const best = (text: string) => read(text).readings[0].phrase;
const kinds = (text: string) => read(text).readings.map(({ kind }) => kind);

/** What a reading looks for, in a line. */
function looksFor({ answer }: Reading): string {
  if (answer.from === "client") return `client ${answer.id}`;
  if (answer.from === "holder") return `${leaseText(answer.lease)} @ ${new Date(answer.at / 1000).toISOString()}`;
  return answer.searches.map((search) => {
    if ("lease" in search) return `${search.by} ${leaseText(search.lease)}`;
    if ("port" in search) throw new TypeError("nothing that is typed is exactly a port");
    if ("texts" in search) return `${search.by} ${search.texts.join(" ")}`;
    return `${search.by} ${"bytes" in search ? new Duid(search.bytes) : search.text}`;
  }).join(", ");
}

const DUID = "000300013431c43cb2f1", DUID_PHRASE = "a DUID of type LL with the MAC address 34:31:c4:3c:b2:f1 (AVM)";

Deno.test("a DUID is one in every usual spelling", () => {
  const spellings = [
    ...["000300013431c43cb2f1", "000300013431C43CB2F1", "0x000300013431c43cb2f1", "00:03:00:01:34:31:c4:3c:b2:f1"],
    ...["0:3:0:1:34:31:c4:3c:b2:f1", "00-03-00-01-34-31-C4-3C-B2-F1", "00 03 00 01 34 31 c4 3c b2 f1"],
    ...["0003.0001.3431.c43c.b2f1", "  000300013431c43cb2f1\n", "0x00:03:00:01:34:31:c4:3c:b2:f1"],
  ];
  assertEquals(
    spellings.map((text) => [text, best(text), looksFor(read(text).readings[0])]),
    spellings.map((text) => [
      ...[text, DUID_PHRASE, `duid ${DUID}`],
    ]),
  );
});

Deno.test("a DUID of each type is called so", () => {
  const phrase = (duid: Duid) => best(String(duid));
  const mac = fromHex("3431c43cb2f1");
  assertEquals(
    phrase(Duid.linkLayerTime(1, new Date(), mac)),
    "a DUID of type LLT with the MAC address 34:31:c4:3c:b2:f1 (AVM)",
  );
  assertEquals(phrase(Duid.enterprise(9, fromHex("0200"))), "a DUID of type EN that Cisco gave");
  assertEquals(phrase(Duid.enterprise(65_000, fromHex("0200"))), "a DUID of type EN that enterprise 65000 gave");
  assertEquals(
    phrase(Duid.uuid("0f3b2a10-5f2e-4d0c-9a53-1f1f4a3b7c21")),
    "a DUID of type UUID, 0f3b2a10-5f2e-4d0c-9a53-1f1f4a3b7c21",
  );
  assertEquals(best("ff0102030405060708"), "a DUID of 9 bytes, of no type that is defined");
  assertEquals(phrase(Duid.linkLayer(32, mac)), "a DUID of type LL with the link-layer address 34:31:c4:3c:b2:f1");
});

Deno.test("a MAC address is one in all spellings", () => {
  const spellings = [
    ...[
      "34:31:c4:3c:b2:f1",
      "34:31:C4:3C:B2:F1",
      "34-31-c4-3c-b2-f1",
      "3431.c43c.b2f1",
      "3431c43cb2f1",
      "3431c4-3cb2f1",
    ],
    ...["3431-c43c-b2f1", "34 31 c4 3c b2 f1", "0x3431c43cb2f1"],
  ];
  assertEquals(
    spellings.map((text) => [text, best(text), looksFor(read(text).readings[0])]),
    spellings.map((text) => [
      ...[text, "the MAC address 34:31:c4:3c:b2:f1 (AVM)", "macAddress 34:31:c4:3c:b2:f1"],
    ]),
  );
  assertEquals(looksFor(read("0:3:0:1:2:3").readings[0]), "macAddress 00:03:00:01:02:03");
  assertEquals(best("34:31:c4"), "MAC addresses that begin with 34:31:c4");
});

Deno.test("an address is whose lease it was first, and a link-local one who sent from it", () => {
  assertEquals(read("2001:DB8:0::1").readings.slice(0, 2).map((reading) => [reading.phrase, looksFor(reading)]), [
    ["whoever had the address 2001:db8::1 or a prefix around it", "lease 2001:db8::1"],
    ["whoever sent from the address 2001:db8::1", "clientAddress 20010db8000000000000000000000001"],
  ]);
  assertEquals(kinds("[2001:db8::1]").slice(0, 2), ["address", "client-address"]);
  assertEquals(
    read("fe80::3631:c4ff:fe3c:b2f1%eth0").readings.slice(0, 2).map((reading) => [reading.phrase, looksFor(reading)]),
    [
      [
        "whoever sent from the address fe80::3631:c4ff:fe3c:b2f1; the zone eth0 is not looked for",
        "clientAddress fe800000000000003631c4fffe3cb2f1",
      ],
      [
        "the MAC address 34:31:c4:3c:b2:f1 (AVM), which fe80::3631:c4ff:fe3c:b2f1 is made of",
        "macAddress 34:31:c4:3c:b2:f1",
      ],
    ],
  );
});

Deno.test("a prefix is one with and without its colons, and without the bits that mean nothing", () => {
  const cases: [string, string, string][] = [
    ["2001:db8:ffcc:fe00::/56", "2001:db8:ffcc:fe00::/56", ""],
    ["2001:db8:ffcc:fe00/56", "2001:db8:ffcc:fe00::/56", ""],
    ["2001:db8:ffcc:fe12::1/56", "2001:db8:ffcc:fe00::/56", ", without the bits behind /56"],
    ["2001:db8:ffcc", "2001:db8:ffcc::/48", " (all that begins so)"],
    ["2001:db8:", "2001:db8::/32", " (all that begins so)"],
    ["::/0", "::/0", ""],
    ["fd00::/8", "fd00::/8", ""],
  ];
  assertEquals(
    cases.map(([text]) => [best(text), looksFor(read(text).readings[0])]),
    cases.map((
      [, lease, note],
    ) => [`whoever had the prefix ${lease}${note}, one around it or one within it`, `lease ${lease}`]),
  );
});

Deno.test("an address or prefix at a time is who had it then", () => {
  const cases: [string, string, string][] = [
    ["2001:db8::1 @ 2026-11-30 14:05", "2001:db8::1 @ 2026-11-30T13:05:00.000Z", "2026-11-30 14:05:00.000 CET"],
    ["2001:db8::1@2026-11-30T14:05:30Z", "2001:db8::1 @ 2026-11-30T14:05:30.000Z", "2026-11-30 15:05:30.000 CET"],
    ["2001:db8:1::/48 at 90m ago", "2001:db8:1::/48 @ 2026-11-30T11:35:00.000Z", "2026-11-30 12:35:00.000 CET"],
  ];
  assertEquals(
    cases.map(([text]) => [best(text), looksFor(read(text).readings[0])]),
    cases.map(([, looked, time]) => [`who had ${looked.split(" @ ")[0]} at ${time}`, looked]),
  );
  assertEquals(kinds("2001:db8::1 @ now").slice(0, 2), ["holder", "address"], "the time may not be what was meant");
});

Deno.test("a remote-id is found with and without what marks its digits", () => {
  assertEquals(looksFor(read("9:0200beef…").readings[0]), "remoteId 9:0x0200beef, remoteId 9:0200beef");
  assertEquals([best("9:Gi0/1"), looksFor(read("9:Gi0/1").readings[0])], [
    "a remote-id with “9:Gi0/1” in it",
    "remoteId 9:Gi0/1",
  ]);
  const shown = clientTexts({ interfaceId: new Uint8Array(), remoteId: fromHex("00000009 0200beef") }).remoteId;
  assert(looksFor(read("9:0200beef").readings[0]).includes(shown.slice(0, 8)), "as stores keep it");
});

Deno.test("a text is what it looks like, and all else that a text can be", () => {
  assertEquals(kinds("Fa2/3"), ["interface-id", "remote-id", "vendor-class", "host-name"]);
  assertEquals(kinds("cpe-17.example.com"), ["host-name", "interface-id", "remote-id", "vendor-class"]);
  assertEquals(kinds("AVM"), ["vendor", "host-name", "vendor-class", "interface-id", "remote-id"]);
  assertEquals(kinds("872:FRITZ!Box"), ["remote-id", "vendor-class", "interface-id", "host-name"]);
  assertEquals(best("AVM"), "a device of AVM, by 2 blocks of MAC addresses");
  assertEquals(looksFor(read("AVM").readings[0]), "macBlocks 34:31:c4 38:10:d5");
  assertEquals(best("Fa2/3"), "an interface-id with “Fa2/3” in it");
});

Deno.test("a number is that of a client, unless it can be a MAC address", () => {
  assertEquals([best("42"), looksFor(read("#42").readings[0]), best("client 42")], [
    "client number 42",
    "client 42",
    "client number 42",
  ]);
  assertEquals(kinds("001122334455").at(0), "mac-address");
  assertEquals(kinds("001122334455").at(-1), "client-number");
});

Deno.test("in quotes everything is a text", () => {
  assertEquals(kinds('"34:31:c4:3c:b2:f1"').includes("mac-address"), false);
  assertEquals(looksFor(read("“42”").readings[0]), "hostName 42");
});

Deno.test("what looks like something and is not is told why", () => {
  const cases: [string, string][] = [
    ["2001:db8::zz", "2001:db8::zz looks like an address, but “zz” is no hexadecimal number"],
    ["2001:db8::1::2", "2001:db8::1::2 looks like an address, but it has more than one “::”"],
    ["2001:db8::12345", "2001:db8::12345 looks like an address, but “12345” has more than four digits"],
    [
      "2001:db8:1:2:3:4:5:6:7",
      "2001:db8:1:2:3:4:5:6:7 looks like an address, but it has 9 groups, and an address has eight",
    ],
    [
      "2001:1:2:3:4:5:6:7::",
      "2001:1:2:3:4:5:6:7:: looks like an address, but there is nothing for its “::” to stand for",
    ],
    ["::ffff:192.0.2.256", "::ffff:192.0.2.256 looks like an address, but “192.0.2.256” is no IPv4 address at its end"],
    ["2001:db8::/129", "2001:db8::/129 looks like a prefix, but a length is a number from 0 to 128, not “129”"],
    ["2001:db8::/x", "2001:db8::/x looks like a prefix, but a length is a number from 0 to 128, not “x”"],
    ["34:31:c4:3c:b2:g1", "34:31:c4:3c:b2:g1 looks like a MAC address or DUID, but “g” is no hexadecimal digit"],
    ["0x123", "0x123 has an odd number of hexadecimal digits: one is missing"],
    ["0x12g4", "0x12g4 begins like hexadecimal digits, but “g” is no hexadecimal digit"],
    ["192.0.2.1", "192.0.2.1 is an IPv4 address; the leases here are of IPv6"],
    ["00030…cb2f1", "00030…cb2f1 was shortened where it was shown; what is left out at “…” has to be there"],
    ["2001:db8::zz @ now", "2001:db8::zz looks like an address, but “zz” is no hexadecimal number"],
  ];
  assertEquals(cases.map(([text]) => read(text).problem), cases.map(([, problem]) => problem));
  assertEquals(
    read("2001:db8::1 @ noon").problem,
    "“noon” is no time; write 2026-11-30 14:05, 2026-11-30T14:05:30+01:00, 14:05, yesterday 14:05, 90m ago, now, or seconds since 1970",
  );
  assertEquals(kinds("2001:db8::1 @ noon")[0], "address", "what could be read is");
});

Deno.test("nothing is read out of nothing, nor out of far too much", () => {
  assertEquals(read(" \n"), { readings: [], problem: undefined });
  assertEquals(read("a".repeat(601)), {
    readings: [],
    problem: "longer than anything that is looked for: 601 characters",
  });
});

Deno.test("characters that could turn a page around are written out in phrases, and looked for as they are", () => {
  const [first] = read("Fa2\u202e/3").readings;
  assertEquals([first.phrase, looksFor(first)], [
    "an interface-id with “Fa2\\u202e/3” in it",
    "interfaceId Fa2\u202e/3",
  ]);
  assert(read("2001:db8::\u202e").readings.every(({ phrase }) => !phrase.includes("\u202e")));
});

Deno.test("whatever is typed has readings or a problem, quickly", () => {
  const alphabet = '0129abcdfxgz:::///..%@ -[]#…"“”\u202e';
  let seed = 1;
  const random = (below: number) => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % below;
  const started = performance.now();
  for (let i = 0; i < 5000; i++) {
    const text = Array.from({ length: 1 + random(40) }, () => alphabet[random(alphabet.length)]).join("");
    const { readings, problem } = read(text);
    assert(text.trim() === "" || readings.length > 0 || problem !== undefined, JSON.stringify(text));
  }
  for (const text of ["1:".repeat(290), "0".repeat(600), "a ago ".repeat(99), "::" + "1.".repeat(290)]) read(text);
  assert(performance.now() - started < 20_000);
});
