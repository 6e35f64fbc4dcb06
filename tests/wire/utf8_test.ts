import { assert, assertEquals } from "@std/assert";
import { decodeUtf8, encodeUtf8, fromHex, toHex } from "../../src/wire/mod.ts";
import { SeededRandom } from "../vectors/random.ts";

/** Bytes and the text that Python's `bytes.decode("utf-8", "surrogateescape")` makes of them (measured with 3.11). */
const TEXTS: readonly [name: string, hex: string, text: string][] = [
  ["nothing", "", ""],
  ["ASCII", "646863702e3031", "dhcp.01"],
  ["two-byte characters", "c3a9c3a9", "éé"],
  ["three-byte characters", "e282ac", "€"],
  ["four-byte characters", "f09f9880", "😀"],
  ["a byte order mark", "efbbbf61", "\ufeffa"],
  ["a NUL", "610062", "a\0b"],
  ["the highest code point", "f48fbfbf", "\u{10ffff}"],
  ["a lone continuation byte", "618062", "a\udc80b"],
  ["Latin-1", "636166e9", "caf\udce9"],
  ["a sequence cut short", "61e282", "a\udce2\udc82"],
  ["a sequence cut short in the middle", "e28261", "\udce2\udc82a"],
  ["an overlong slash", "c0af", "\udcc0\udcaf"],
  ["an overlong euro sign", "f08282ac", "\udcf0\udc82\udc82\udcac"],
  ["a surrogate", "eda080", "\udced\udca0\udc80"],
  ["a code point beyond the last", "f4908080", "\udcf4\udc90\udc80\udc80"],
  ["bytes that never occur", "fffe", "\udcff\udcfe"],
  ["good and bad mixed", "e282acffc3a9", "€\udcffé"],
  [
    "good of each length and bad mixed",
    "ff61c280dfbfe0a080efbfbff0908080f48fbfbf",
    "\udcffa\x80\u07ff\u0800\uffff\u{10000}\u{10ffff}",
  ],
];

for (const [name, hex, text] of TEXTS) {
  Deno.test(`utf8: ${name} becomes text and the same bytes again`, () => {
    assertEquals(decodeUtf8(fromHex(hex)), text);
    assertEquals(toHex(encodeUtf8(text)), hex);
  });
}

Deno.test("utf8: what valid UTF-8 says is what TextDecoder says", () => {
  for (const text of ["plain", "Ünïcödé", "日本語", "👩‍👩‍👧 family", "\u202e reversed"]) {
    assertEquals(decodeUtf8(new TextEncoder().encode(text)), text);
  }
});

Deno.test("utf8: a surrogate that stands for no byte becomes the replacement character", () => {
  assertEquals(toHex(encodeUtf8("a\ud800b")), "61efbfbd62");
  assertEquals(toHex(encodeUtf8("a\udc7fb")), "61efbfbd62");
  assertEquals(toHex(encodeUtf8("a\udd00b")), "61efbfbd62");
});

Deno.test("utf8: any bytes come back after being text, and no two become the same text", () => {
  const random = new SeededRandom(1), seen = new Map<string, string>();
  for (let round = 0; round < 20_000; round++) {
    const alphabet = random.oneIn(2) ? [0x61, 0x80, 0xbf, 0xc3, 0xe2, 0x82, 0xac, 0xed, 0xa0, 0xf0, 0x9f, 0xf4] : null;
    const bytes = random.bytes(random.below(8)).map((byte) => alphabet ? alphabet[byte % alphabet.length] : byte);
    const text = decodeUtf8(bytes), hex = toHex(bytes);
    assertEquals(toHex(encodeUtf8(text)), hex);
    assert((seen.get(text) ?? hex) === hex, `${hex} and ${seen.get(text)} are the same text`);
    seen.set(text, hex);
  }
});
