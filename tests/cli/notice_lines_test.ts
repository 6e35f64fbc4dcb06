import { assertEquals } from "@std/assert";
import { type Finding, findingText } from "@dhcpkit/kafka/detectors";
import type { Notice } from "@dhcpkit/kafka/detectors/notify";
import { NoticeLines } from "../../src/cli/_notice_lines.ts";
import { change } from "../detectors/notify/_change.ts";

function notice(kind: Notice["kind"], changes: Partial<Finding> = {}): Notice {
  const finding = { ...change("opened", 0).finding, ...changes };
  return { kind, finding, text: findingText(finding) };
}

Deno.test("a notice is a line that begins with how bad it is", () => {
  const lines: string[] = [];
  {
    using said = new NoticeLines((line) => lines.push(line));
    for (const kind of ["opened", "still", "recovered"] as const) said.notify(notice(kind));
  }
  assertEquals(lines.map((line) => line.split(". ")[0]), [
    "failing: Silent server",
    "failing, still: Silent server",
    "recovered: Silent server",
  ]);
});

Deno.test("of many notices at once the first are said, and the number of the others", () => {
  const lines: string[] = [];
  {
    using said = new NoticeLines((line) => lines.push(line));
    for (let i = 0; i < 200; i++) said.notify(notice("opened"));
    assertEquals(lines.length, 20);
  }
  assertEquals(lines.slice(20), ["and 180 more notices, which the store has"]);
});
