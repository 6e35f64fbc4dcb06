import { assertEquals } from "@std/assert";
import { fromBase64, portableFromBase64, portableToBase64, toBase64 } from "../../src/wire/base64.ts";

const bytes = Uint8Array.from({ length: 300 }, (_, i) => (i * 167 + (i >> 3)) & 255);

Deno.test("base64 without the runtime's help is the same, at every length, there and back", () => {
  for (let length = 0; length < 300; length++) {
    const part = bytes.subarray(300 - length);
    assertEquals(portableToBase64(part), part.toBase64());
    assertEquals(toBase64(part), part.toBase64());
    assertEquals(portableFromBase64(part.toBase64()), new Uint8Array(part));
    assertEquals(fromBase64(part.toBase64()), new Uint8Array(part));
  }
});

Deno.test("what is no base64 is told, and what the runtime lets pass is the same without it", () => {
  const texts = ["", "A", "A=", "A==", "AA", "AA=", "AA==", "AA===", "AAA", "AAA=", "AAA==", "AAAA=", "AAAA", "AAAAA"];
  const odd = [
    "=",
    "==",
    "====",
    "AB*D",
    "AB\u00e9D",
    "AB\ud800D",
    "A=AA",
    "AA==AA",
    "AA-_",
    "/+/+",
    "AB\u0000D",
    "\uffff\uffff\uffff\uffff",
  ];
  const spaced = [
    " A A\n= =\t",
    "AA =\r\n=",
    "  ",
    "AAA\u00a0",
    "AA\u2028AA",
    "AB",
    "AF",
    "AAB=",
    "AAA =",
    "AAAA*",
    "AAAAA",
    "AAAA====",
    "AAAA=",
    "AAAA ",
    " AAAA",
    "AA==*",
    "AA== ",
  ];
  for (const text of [...texts, ...odd, ...spaced]) {
    assertEquals(portableFromBase64(text), fromBase64(text), JSON.stringify(text));
  }
  assertEquals([fromBase64("AB*D"), portableFromBase64("AB*D")], [undefined, undefined]);
});
