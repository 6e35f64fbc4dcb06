import { assert, assertEquals } from "@std/assert";
import {
  authenticationContent,
  fromHex,
  Message,
  type OptionEntry,
  Options,
  rawOption,
  toHex,
  toJson,
  toText,
} from "../../src/dhcpv6/mod.ts";
import { Authentication, FailoverReconfigureData } from "../../src/dhcpv6/options/mod.ts";
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
