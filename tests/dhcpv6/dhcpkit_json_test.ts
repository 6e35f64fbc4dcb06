import { assertEquals } from "@std/assert";
import { fromHex, Message, toDhcpkitJson } from "../../src/dhcpv6/mod.ts";
import { MESSAGE_CLASSES, ntpClasses, optionClasses } from "../../src/dhcpv6/dhcpkit/names.ts";
import { decodePunycode } from "../../src/dhcpv6/dhcpkit/punycode.ts";
import {
  addressJson,
  bytesJson,
  nameJson,
  numberJson,
  prefix4Json,
  prefixJson,
} from "../../src/dhcpv6/dhcpkit/values.ts";
import { IPv6Address, IPv6Prefix } from "../../src/dhcpv6/mod.ts";
import { corpus } from "../vectors/corpus.ts";
import { mutate } from "../vectors/mutate.ts";
import { randomMessage } from "../vectors/random_message.ts";
import { SeededRandom } from "../vectors/random.ts";
import { testWith } from "../support/requirements.ts";

/** What is made of a Reply with these options. */
function optionsOf(hex: string): unknown {
  return (toDhcpkitJson(Message.parse(fromHex("07c0ffee" + hex))).ReplyMessage as { options: unknown }).options;
}

Deno.test("DHCPKit's JSON: bytes are text where they are printable, also where that looks like digits", () => {
  assertEquals(["", "4661322f33", "00", "7f", "6865783a3431"].map((hex) => bytesJson(fromHex(hex))), [
    ...["", "Fa2/3", "hex:00", "hex:7f", "hex:41"],
  ]);
  assertEquals([numberJson(0x41424344, 4), numberJson(1n, 8)], ["ABCD", "hex:0000000000000001"]);
});

Deno.test("DHCPKit's JSON: mapped addresses are written without dots", () => {
  const written = ["::ffff:1.2.3.4", "::ffff:0.0.0.1", "::1.2.3.4", "2001:db8::1"].map((text) =>
    addressJson(IPv6Address.parse(text))
  );
  assertEquals(written, ["::ffff:102:304", "::ffff:0:1", "::102:304", "2001:db8::1"]);
});

Deno.test("DHCPKit's JSON: the bits behind the length of a prefix are cleared", () => {
  const ones = IPv6Address.from(new Uint8Array(16).fill(0xff));
  assertEquals([0, 1, 7, 8, 9, 64, 127, 128].map((length) => prefixJson(new IPv6Prefix(ones, length))), [
    ...["::/0", "8000::/1", "fe00::/7", "ff00::/8", "ff80::/9", "ffff:ffff:ffff:ffff::/64"],
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128",
  ]);
  assertEquals([0, 1, 24, 31, 32].map((length) => prefix4Json("198.51.100.255", length)), [
    ...["0.0.0.0/0", "128.0.0.0/1", "198.51.100.0/24", "198.51.100.254/31", "198.51.100.255/32"],
  ]);
});

Deno.test("DHCPKit's JSON: names are in lower case, and internationalized labels are decoded", () => {
  assertEquals(nameJson("WWW.XN--BCHER-KVA.Example."), "www.bücher.example.");
  assertEquals(nameJson("xn--!.a\\.b"), "xn--!.a.b");
});

/** The samples of RFC 3492 section 7.1 and others. */
const PUNYCODE: readonly [encoded: string, text: string | undefined][] = [
  ["egbpdaj6bu4bxfgehfvwxn", "ليهمابتكلموشعربي؟"],
  ["ihqwcrb4cv8a8dqg056pqjye", "他们为什么不说中文"],
  ["proprostnemluvesky-uyb24dma41a", "pročprostěnemluvíčesky"],
  ["3b-ww4c5e180e575a65lsy2b", "3年b組金八先生"],
  ["-> $1.00 <--", "-> $1.00 <-"],
  ["bcher-kva", "bücher"],
  ["ls8h", "💩"],
  ["", ""],
  ["a-", "a"],
  ["a-!", undefined],
  ["kva9", undefined],
  ["99999999", undefined],
];

for (const [encoded, text] of PUNYCODE) {
  Deno.test(`DHCPKit's JSON: Punycode ${encoded} is ${text}`, () => assertEquals(decodePunycode(encoded), text));
}

Deno.test("DHCPKit's JSON: what DHCPKit could not read is kept as bytes", () => {
  assertEquals(optionsOf("00080001" + "41" + "0007000105" + "ff"), [
    { UnknownOption: { option_type: 8, option_data: "A" } },
    { PreferenceOption: { preference: 5 } },
    { StrayBytes: { data: "hex:ff" } },
  ]);
  assertEquals(optionsOf("00090000" + "0009000101"), [
    { UnknownOption: { option_type: 9, option_data: "" } },
    { UnknownOption: { option_type: 9, option_data: "hex:01" } },
  ]);
});

Deno.test("DHCPKit's JSON: options of other spaces are not taken for DHCPv6 options", () => {
  assertEquals(optionsOf("00110011" + "00000009" + "00010003" + "000261" + "00080002" + "0001"), [{
    VendorSpecificInformationOption: { enterprise_number: 9, vendor_options: [[1, "hex:000261"], [8, "hex:0001"]] },
  }]);
  assertEquals(optionsOf("00380009" + "00010000" + "0008000161"), [{
    NTPServersOption: {
      options: [
        { UnknownNTPSubOption: { suboption_type: 1, suboption_data: "" } },
        { UnknownNTPSubOption: { suboption_type: 8, suboption_data: "a" } },
      ],
    },
  }]);
});

Deno.test("DHCPKit's JSON: a message of a type that it does not know is bytes, whatever it holds", () => {
  assertEquals(toDhcpkitJson(Message.parse(fromHex("14414243"))), {
    UnknownMessage: { message_type: 20, message_data: "ABC" },
  });
});

Deno.test("DHCPKit's JSON: classes stand in code order and no name occurs twice", () => {
  for (const classes of [optionClasses(), ntpClasses()]) {
    const codes = classes.map(({ definition }) => definition.code);
    assertEquals(codes, [...new Set(codes)].sort((a, b) => a - b));
  }
  const names = [...MESSAGE_CLASSES, ...[...optionClasses(), ...ntpClasses()].map(({ name }) => name)];
  assertEquals(new Set(names).size, names.length);
});

Deno.test("DHCPKit's JSON: can be made of every random message", () => {
  const random = new SeededRandom(45);
  for (let round = 0; round < 5000; round++) {
    JSON.stringify(toDhcpkitJson(Message.parse(randomMessage(random, 4))));
  }
});

testWith({
  name: "DHCPKit's JSON: can be made of every packet of the corpus, also when it was changed",
  needs: ["shared-corpus"],
  fn() {
    const random = new SeededRandom(46), packets = corpus().map(({ bytes }) => bytes);
    for (
      const packet of packets.flatMap((one) => [
        one,
        ...Array.from({ length: 5 }, () => mutate(one, one, random)),
      ])
    ) {
      let message: Message;
      try {
        message = Message.parse(packet);
      } catch {
        continue;
      }
      JSON.stringify(toDhcpkitJson(message));
    }
  },
});
