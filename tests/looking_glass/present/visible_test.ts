import { assertEquals } from "@std/assert";
import { shortened, visible } from "../../../src/looking_glass/present/visible.ts";

Deno.test("characters that turn text around, or are not seen, are written out", () => {
  const cases: [string, string][] = [
    ["Fa2/3 <script>", "Fa2/3 <script>"],
    ["a\u202eb", "a\\u202eb"],
    ["a\u2066b\u2069", "a\\u2066b\\u2069"],
    ["a\u061cb", "a\\u061cb"],
    ["\x1b[31mred", "\\u001b[31mred"],
    ["two\r\nlines\u2028three", "two\\u000d\\u000alines\\u2028three"],
    ["\0", "\\u0000"],
    ["zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"],
    ["no\u00a0break", "no\\u00a0break"],
    ["filler\u3164", "filler\\u3164"],
    ["tag\u{e0041}", "tag\\u{e0041}"],
    ["half \ud800", "half \\ud800"],
    ["Müller 東京 🚂", "Müller 東京 🚂"],
  ];
  assertEquals(cases.map(([text]) => visible(text)), cases.map(([, shown]) => shown));
});

Deno.test("marks are not piled up over the lines around", () => {
  assertEquals(visible("e\u0301"), "e\u0301");
  assertEquals(visible("e\u0301\u0302\u0303\u0304"), "e\u0301\u0302\\u0303\\u0304");
});

Deno.test("a long text is shortened in the middle, to the length that was asked for", () => {
  assertEquals(shortened("000300013431c43cb2f1", 20), "000300013431c43cb2f1");
  assertEquals(shortened("000300013431c43cb2f1", 11), "00030…cb2f1");
  assertEquals(shortened("abcdef", 1), "a…f");
  assertEquals(shortened("🚂🚃🚃🚃🚃🚃", 4), "🚂🚃…🚃", "no character is cut in two");
});
