import { assert, assertEquals } from "@std/assert";
import {
  fromHex,
  Message,
  type OptionJson,
  Options,
  problems,
  rawOption,
  toHex,
  toJson,
  toText,
} from "../../src/dhcpv6/mod.ts";
import { VendorOptions, vendorSpace, vendorSpaces } from "../../src/dhcpv6/options/mod.ts";
import { testWith } from "../support/requirements.ts";
import { corpus } from "../vectors/corpus.ts";

/** A Solicit with these options, each as code and body. */
function solicit(...options: [code: number, hex: string][]): Message {
  const entries = options.map(([code, hex]) => rawOption(code, fromHex(hex)));
  return Message.parse(new Uint8Array([1, 0x11, 0x22, 0x33, ...Options.of(...entries).bytes]));
}

function lines(message: Message): string[] {
  return toText(message).split("\n").slice(1).map((line) => line.slice(2));
}

function packet(id: string): Message {
  return Message.parse(corpus().find((one) => one.id === id)!.bytes);
}

const ascii = (text: string) => toHex(new TextEncoder().encode(text));

Deno.test("vendor options: codes mean what the enterprise says, and nothing where it is not known", () => {
  assertEquals([...vendorSpaces.keys()], [311, 2495, 4491, 6527, 11344, 33049]);
  assertEquals([4491, 6527, 9].map((enterprise) => vendorSpace(enterprise).nameOf(1)), ["oro", "wan-pool", "1"]);
  const message = solicit([17, "0000197f" + "00010001" + "61"], [17, "00000009" + "00010001" + "61"]);
  assertEquals(lines(message), [
    "vendor-opts: enterprise 6527 (Nokia)",
    '  wan-pool: "a"',
    "vendor-opts: enterprise 9 (Cisco)",
    '  option 1: 61 "a"',
  ]);
  assertEquals(message.options.getAll(VendorOptions).map(({ enterprise }) => enterprise), [6527, 9]);
});

Deno.test("vendor options: text where suboptions should be is shown as text, and kept", () => {
  for (
    const text of [
      "Arista;M1-10;01.23;JPE000",
      "Cisco;N9K-1;SN1",
      "ZPESystems:NSC:1",
      "NVOS##Q1##SN1",
      "1271-00:00:5e:00:53:01",
    ]
  ) {
    const body = "00000009" + ascii(text), message = solicit([17, body]);
    assertEquals(lines(message)[0], `vendor-opts: enterprise 9 (Cisco), text "${text}"`);
    assert(lines(message)[1].startsWith(`  stray bytes: ${ascii(text)} (needed `));
    const [{ data, malformed }] = toJson(message).options[0].value?.options as OptionJson[];
    assertEquals(data, ascii(text));
    assert(malformed?.startsWith("needed "));
    assertEquals(problems(message).length, 1);
    const value = message.options.get(VendorOptions)!;
    assertEquals(toHex(Options.of(VendorOptions.of(value)).data(17)!), body);
  }
});

Deno.test("vendor options: suboptions with 8-bit codes are kept as bytes", () => {
  const message = solicit([17, "0000118b" + "0104aabbccdd"]);
  assertEquals(lines(message), [
    "vendor-opts: enterprise 4491 (CableLabs)",
    "  stray bytes: 0104aabbccdd (needed 43707 bytes for option 260 at offset 16, 2 available)",
  ]);
  assertEquals(toJson(message).options[0].value?.options, [
    { data: "0104aabbccdd", malformed: "needed 43707 bytes for option 260 at offset 16, 2 available" },
  ]);
});

Deno.test("vendor options: text without lengths in class options is shown beside its bytes", () => {
  assertEquals(lines(solicit([15, ascii("iPXE")], [16, "00007571" + ascii("Arista;M1;1;2")])), [
    'user-class: malformed 69505845 "iPXE" (needed 26960 bytes at offset 10, 2 available)',
    `vendor-class: malformed 00007571${ascii("Arista;M1;1;2")} "Arista;M1;1;2" ` +
    "(needed 16754 bytes at offset 22, 11 available)",
  ]);
});

Deno.test("vendor options: a suboption that is not what it should be is kept, and so are those around it", () => {
  const message = solicit([17, "0000118b" + "0027000201ff" + "002400021234" + "00210001" + "61"]);
  assertEquals(lines(message), [
    "vendor-opts: enterprise 4491 (CableLabs)",
    "  ip-pref: malformed 01ff (1 byte left over at offset 17)",
    "  device-id: malformed 1234 (needed 6 bytes at offset 22, 2 available)",
    '  config-file-name: "a"',
  ]);
  assertEquals(problems(message).map(({ path }) => path), [
    ["solicit", "vendor-opts", "ip-pref"],
    ["solicit", "vendor-opts", "device-id"],
  ]);
});

Deno.test("vendor options: PacketCable's suboptions are read within CableLabs'", () => {
  const server = "0001" + "0004" + "c0000201", timer = "0008" + "0001" + "0a";
  const message = solicit([17, "0000118b" + "087a0008" + server + "087b0005" + timer]);
  assertEquals(lines(message), [
    "vendor-opts: enterprise 4491 (CableLabs)",
    "  ccc",
    "    primary-dhcp-server: 192.0.2.1",
    "  cccv6",
    "    provisioning-timer: 10",
  ]);
});

testWith({
  name: "vendor options: what a cable modem sends in Kea's tests is read without a problem",
  needs: ["shared-corpus"],
  fn() {
    const message = packet("options/isc-projects+kea.jsonl:15");
    assertEquals(problems(message), []);
    const shown = lines(message);
    assertEquals(shown.slice(0, 11), [
      "vendor-opts: enterprise 4491 (CableLabs)",
      "  oro: tftp-servers, config-file-name, syslog-servers, rfc868-servers, time-offset",
      '  device-type: "ECM"',
      '  embedded-component-list: "ECM:EROUTER"',
      '  device-serial-number: "2BR229U40044C"',
      '  hardware-version-number: "1.04"',
      '  software-version-number: "V1.33.03"',
      '  boot-rom-version: "2.3.0R2"',
      '  vendor-oui: 303030393542 "00095B"',
      '  model-number: "CG3000DCR"',
      '  vendor-name: "Netgear"',
    ]);
    assert(shown[11].startsWith("  tlv5: 5 (1 01, 2 03, 3 01, 4 01, 5 01, 6 01, 7 0f, 8 10,"));
    assertEquals(shown.slice(12), ["  device-id: 20:e5:2a:b8:15:14"]);
  },
});

testWith({
  name: "vendor options: those of CMTSs, of Nokia and of Microsoft in others' tests are read",
  needs: ["shared-corpus"],
  fn() {
    const shown = (id: string) => lines(packet(id)).slice(-5);
    assertEquals(shown("options/isc-projects+kea.jsonl:2").slice(-3), [
      "vendor-opts: enterprise 4491 (CableLabs)",
      "  docs-cmts-cap: DOCSIS 3.0",
      "  cm-mac-addr: 74:56:12:29:97:d0",
    ]);
    assertEquals(shown("options/FreeRADIUS+freeradius-server.jsonl:134"), [
      "vendor-opts: enterprise 6527 (Nokia)",
      '  wan-pool: "LABOLT2-na"',
      '  pfx-pool: "LABOLT2-pd"',
      "  pfx-len: 63",
      "  reserved-na-len: 64",
    ]);
    assertEquals(shown("options/FreeRADIUS+freeradius-server.jsonl:46"), [
      "vendor-opts: enterprise 311 (Microsoft)",
      "  rogue-detection-request: 00",
    ]);
    assertEquals(shown("options/FreeRADIUS+freeradius-server.jsonl:47"), [
      "vendor-opts: enterprise 311 (Microsoft)",
      "  stray bytes: 005e00aa00 (needed 170 bytes for option 94 at offset 16, 1 available)",
    ]);
  },
});

testWith({
  name: "vendor options: in the corpus, only what is cut off has a problem",
  needs: ["shared-corpus"],
  fn() {
    const found: Record<string, string> = {};
    let count = 0;
    for (const { id, bytes } of corpus()) {
      const isRelayed = bytes[0] === 12 || bytes[0] === 13;
      if (bytes.length < (isRelayed ? 34 : 4)) continue;
      const message = Message.parse(bytes);
      count += message.options.codes.filter((code) => code === VendorOptions.code).length;
      for (const problem of problems(message)) {
        if (problem.path.includes("vendor-opts")) found[id] = problem.message;
      }
    }
    assert(count > 15, `${count} options`);
    assertEquals(found, {
      "options/FreeRADIUS+freeradius-server.jsonl:47":
        "reply > vendor-opts: needed 170 bytes for option 94 at offset 16, 1 available",
    });
  },
});
