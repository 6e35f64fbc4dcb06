import { assertEquals, assertThrows } from "@std/assert";
import { fromHex, toHex, WireError } from "../../src/wire/mod.ts";

const READ: readonly [text: string, bytes: number[]][] = [
  ["", []],
  ["00ff", [0, 255]],
  ["00FFaB", [0, 255, 171]],
  ["34:31:c4", [0x34, 0x31, 0xc4]],
  ["34-31-c4", [0x34, 0x31, 0xc4]],
  ["3431.c43c", [0x34, 0x31, 0xc4, 0x3c]],
  [" 34 31\n\tc4 ", [0x34, 0x31, 0xc4]],
  ["0x3431", [0x34, 0x31]],
  ["0X3431", [0x34, 0x31]],
];

for (const [text, bytes] of READ) {
  Deno.test(`hex: ${JSON.stringify(text)} is read`, () => assertEquals([...fromHex(text)], bytes));
}

const REFUSED: readonly [text: string, at: number][] = [
  ["0", 0],
  ["000", 2],
  ["0g", 0],
  ["00 1 2", 3],
  ["00,11", 2],
  ["110x22", 2],
  ["+1", 0],
  ["٣٤", 0],
];

for (const [text, at] of REFUSED) {
  Deno.test(`hex: ${JSON.stringify(text)} is refused at position ${at}`, () => {
    const error = assertThrows(() => fromHex(text), WireError, "is not a pair of hexadecimal digits");
    assertEquals(error.offset, at);
  });
}

Deno.test("hex: every byte is written as two lower-case digits and read back", () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  assertEquals(toHex(all).length, 512);
  assertEquals(toHex(all).toLowerCase(), toHex(all));
  for (const separator of ["", ":", "-", " "]) assertEquals(fromHex(toHex(all, separator)), all);
  assertEquals(toHex(new Uint8Array([1, 2, 3]), ":"), "01:02:03");
  assertEquals(toHex(new Uint8Array(), ":"), "");
});
