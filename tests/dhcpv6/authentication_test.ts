import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  authenticationContent,
  fromHex,
  IPv6Address,
  Message,
  type OptionEntry,
  Options,
  rawOption,
  RelayMessage,
  toHex,
  toJson,
  toText,
} from "../../src/dhcpv6/mod.ts";
import { Authentication, FailoverReconfigureData, IaNa, Preference, RelayMsg } from "../../src/dhcpv6/options/mod.ts";
import { testWith } from "../support/requirements.ts";
import { corpus } from "../vectors/corpus.ts";

/** A key that shows wherever it is written out. */
const KEY = "c0ffee00c0ffee01c0ffee02c0ffee03";

function reply(...options: OptionEntry[]): Message {
  return Message.parse(new Uint8Array([7, 0x11, 0x22, 0x33, ...Options.of(...options).bytes]));
}

Deno.test("authentication: the information is read by its protocol", () => {
  const read = (protocol: number, hex: string) => authenticationContent({ protocol, information: fromHex(hex) });
  assertEquals(read(3, "01" + KEY), { type: "reconfigure-key", key: fromHex(KEY) });
  assertEquals(read(3, "02" + KEY), { type: "reconfigure-hmac", hmac: fromHex(KEY) });
  assertEquals(read(2, "6578" + "00000007" + KEY), {
    type: "delayed",
    realm: "ex",
    keyId: 7,
    hmac: fromHex(KEY),
  });
  assertEquals(read(0, "736573616d65"), { type: "configuration-token", token: fromHex("736573616d65") });
});

Deno.test("authentication: information of any other length, kind or protocol is opaque", () => {
  const cases: readonly [protocol: number, hex: string][] = [
    [3, ""],
    [3, "01"],
    [3, "01" + KEY + "00"],
    [3, "03" + KEY],
    [2, ""],
    [2, "000007" + KEY],
    [1, KEY],
    [255, KEY],
  ];
  for (const [protocol, hex] of cases) {
    const information = fromHex(hex);
    assertEquals(authenticationContent({ protocol, information }), { type: "opaque", data: information });
  }
});

Deno.test("authentication: text never shows a key, a token or what is not understood, and JSON shows all", () => {
  const body = { algorithm: 1, rdm: 0, replay: 7n };
  const messages = [
    reply(Authentication.of({ ...body, protocol: 3, information: fromHex("01" + KEY) })),
    reply(Authentication.of({ ...body, protocol: 3, information: fromHex("01" + KEY + "00") })),
    reply(Authentication.of({ ...body, protocol: 0, information: fromHex(KEY) })),
    reply(Authentication.of({ ...body, protocol: 7, information: fromHex(KEY) })),
    reply(FailoverReconfigureData.of({ time: 0, key: fromHex(KEY) })),
  ];
  for (const message of messages) {
    assert(!toText(message).includes(KEY.slice(0, 6)), toText(message));
    assert(JSON.stringify(toJson(message)).includes(KEY));
  }
});

Deno.test("authentication: text does not show the key of an option that is cut off", () => {
  const whole = Options.of(rawOption(11, fromHex("0301000000000000000007" + "01" + KEY))).bytes;
  const message = Message.parse(new Uint8Array([7, 0x11, 0x22, 0x33, ...whole.subarray(0, whole.length - 1)]));
  assertEquals(
    toText(message).split("\n")[1],
    "  stray bytes: 31 bytes of auth (needed 28 bytes for option 11 at offset 8, 27 available)",
  );
});

/** A Reply with a key, a digit of which is everywhere. */
const AUTH = Authentication.of({ protocol: 3, algorithm: 1, rdm: 0, replay: 7n, information: fromHex("01" + KEY) });

function relayReply(inner: Message): RelayMessage {
  const here = IPv6Address.unspecified, options = Options.of(RelayMsg.of({ message: inner }));
  return new RelayMessage({ type: 13, hopCount: 0, linkAddress: here, peerAddress: here, options });
}

const HIDDEN: readonly [where: string, message: Message, line: string][] = [
  ["a relayed message that is cut off", cut(relayReply(reply(AUTH)).save()), "stray bytes: 39 bytes of relay-msg"],
  [
    "an identity association that is cut off",
    cut(reply(IaNa.of({ iaid: 1, t1: 0, t2: 0, options: Options.of(AUTH) })).save()),
    "stray bytes: 47 bytes of ia-na",
  ],
  [
    "an option with a malformed front",
    reply(rawOption(26, fromHex("00".repeat(8) + "81" + "00".repeat(16) + toHex(Options.of(AUTH).bytes)))),
    "ia-prefix: malformed 57 bytes (prefix length 129",
  ],
  [
    "what a limit keeps from being read",
    reply(
      ...Array.from({ length: 100 }, () => rawOption(8, new Uint8Array(1))),
      Preference.of({ preference: 1 }),
      AUTH,
    ),
    "stray bytes: 37 bytes (behind 100 malformed options",
  ],
  [
    "a DHCPv4 message (RFC 6704)",
    reply(rawOption(87, fromHex("0201060000000007" + "00".repeat(228) + "63825363" + "350105" + "5a1b" + KEY + "ff"))),
    "dhcpv4-msg: message-type DHCPACK, ",
  ],
  [
    "a DHCPv4 message that is cut off",
    cut(reply(rawOption(87, fromHex("0201060000000007" + "00".repeat(228) + "63825363" + "5a1b" + KEY + "ff"))).save()),
    "stray bytes: 262 bytes of dhcpv4-msg",
  ],
  [
    "DHCPv6 options in a RADIUS attribute",
    reply(rawOption(81, fromHex("f523" + "03" + toHex(Options.of(AUTH).bytes)))),
    "radius: extended-attribute-5 extended-type 3 data auth of 28 bytes",
  ],
];

for (const [where, message, line] of HIDDEN) {
  Deno.test(`authentication: text does not show a key within ${where}, and JSON has it`, () => {
    assertStringIncludes(toText(message), line);
    assert(!toText(message).includes(KEY.slice(0, 6)), toText(message));
    assert(JSON.stringify(toJson(message)).includes(KEY.slice(0, 6)));
  });
}

/** The message without its last byte. */
function cut(whole: Uint8Array): Message {
  return Message.parse(whole.subarray(0, whole.length - 1));
}

testWith({
  name: "authentication: keys and digests of the reconfigure key protocol in packets made elsewhere are told apart",
  needs: ["shared-corpus"],
  fn() {
    const found = corpus().filter(({ id }) => /^synthetic.jsonl:1[5-9]$/.test(id)).map(({ bytes }) => {
      const value = Message.parse(bytes).options.get(Authentication)!, content = authenticationContent(value);
      return [content.type, toHex(value.information.subarray(1, 4))];
    });
    assertEquals(found, [
      ["reconfigure-key", "000102"],
      ["reconfigure-hmac", "b23372"],
      ["reconfigure-hmac", "0e6cab"],
      ["reconfigure-hmac", "b8b09a"],
      ["reconfigure-hmac", "eeeeee"],
    ]);
  },
});
