import { assert, assertEquals } from "@std/assert";
import { csvLine } from "@dhcpkit/kafka/formats";

/** What a spreadsheet takes for the beginning of a formula, in half and full width. */
const FORMULA = /^\s*[=+\-@＝＋－＠]/;

/**
 * The cells of a spreadsheet that has this separator in its lists: a quote counts where a cell begins, as RFC 4180 and spreadsheets have
 * it.
 */
function cellsOf(text: string, separator: string): string[] {
  const cells = [""];
  let isQuoted = false, isAtStart = true;
  for (let at = 0; at < text.length; at++) {
    const character = text[at], last = cells.length - 1;
    if (isQuoted && character === '"' && text[at + 1] === '"') cells[last] += text[++at];
    else if (isQuoted && character === '"') isQuoted = false;
    else if (isQuoted) cells[last] += character;
    else if (isAtStart && character === '"') isQuoted = true;
    else if (character === separator || character === "\n" || character === "\r") {
      cells.push("");
      isAtStart = true;
      continue;
    } else cells[last] += character;
    isAtStart = false;
  }
  return cells;
}

Deno.test("a text is no formula in any spreadsheet, whatever separates its lists", () => {
  const texts = [
    "=1+1",
    "＝1+1",
    " =1+1",
    "\n=1+1",
    "\t=1",
    "a;=cmd|' /C calc'!A0;b",
    'a;"=1',
    "a|＋1",
    "a\t-1",
    'x";@y',
    "a,=1",
  ];
  for (const text of texts) {
    for (const separator of [",", ";", "\t", "|"]) {
      const cells = cellsOf(csvLine(["id", text, "z"]), separator);
      assertEquals(
        cells.filter((cell) => FORMULA.test(cell)),
        [],
        `${JSON.stringify(text)} by ${JSON.stringify(separator)}`,
      );
    }
  }
});

Deno.test("any texts beside each other are no formula, and come back as they were but for apostrophes", () => {
  const alphabet = ["=", "+", "-", "@", "＝", "＠", ";", ",", "\t", "|", '"', "'", " ", "\n", "\r", "a", "1"];
  let state = 7;
  const next = (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) % below;
  for (let round = 0; round < 20_000; round++) {
    const texts = Array.from(
      { length: 3 },
      () => Array.from({ length: next(7) }, () => alphabet[next(alphabet.length)]).join(""),
    );
    const line = csvLine(texts);
    for (const separator of [",", ";", "\t", "|"]) {
      const formula = cellsOf(line, separator).find((cell) => FORMULA.test(cell));
      assert(
        formula === undefined,
        `${JSON.stringify(texts)} by ${JSON.stringify(separator)}: ${JSON.stringify(formula)}`,
      );
    }
    const bare = (text: string) => text.replaceAll("'", "");
    assertEquals(cellsOf(line, ",").map(bare), texts.map(bare));
  }
});

Deno.test("what begins no formula is as it was, and numbers are numbers", () => {
  assertEquals(
    csvLine([-1, "2026-01-01T00:00:00Z", "Fa0/1;a", "cpe-1@x", "a=b", true, null]),
    "-1,2026-01-01T00:00:00Z,Fa0/1;a,cpe-1@x,a=b,true,",
  );
});
