import { assertEquals } from "@std/assert";
import { hexRows } from "../../../src/looking_glass/transaction/hex_rows.ts";

Deno.test("bytes stand in rows with their places, and as characters where they are some", () => {
  const bytes = new TextEncoder().encode("Fa2/3\n\x7f é");
  assertEquals(
    hexRows(bytes, 8).map(({ label, bytes }) => [
      label,
      bytes.map(({ hex }) => hex).join(" "),
      bytes.map(({ character }) => character).join(""),
    ]),
    [["0000", "46 61 32 2f 33 0a 7f 20", "Fa2/3·· "], ["0008", "c3 a9", "··"]],
  );
  assertEquals(hexRows(bytes)[0].bytes[9], { at: 9, hex: "a9", character: "·" });
  assertEquals(hexRows(new Uint8Array()), []);
  assertEquals(hexRows(new Uint8Array(0x10010)).at(-1)?.label, "10000");
});
