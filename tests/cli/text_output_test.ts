import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { lineSink } from "../../src/cli/_record_sinks.ts";
import { openOutput, type TextOutputInit } from "../../src/cli/_text_output.ts";
import { UserError } from "../../src/cli/_terminal.ts";
import { Transcoding } from "../../src/cli/transcode.ts";
import { answered } from "../formats/_values.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { batchOf, FakeSource } from "./_fake_source.ts";

/** What is in a file that held `before` once `more` is written behind it, and what was said. */
async function appended(form: TextOutputInit["form"], before: string, more: string) {
  await using folder = await TempFolder.create("output");
  const path = folder.file("lines"), said: string[] = [];
  await Deno.writeTextFile(path, before);
  const say = (line: string) => said.push(line.replace(path, "FILE"));
  using output = openOutput({ path, form, say });
  const { isEmpty } = output;
  assertEquals(await output.write(more), true);
  return { text: await Deno.readTextFile(path), isEmpty, said };
}

Deno.test("lines are written behind those of an earlier run, and what that left half behind is taken away", async () => {
  const half = '{"half":', long = "x".repeat(3 * 1024 * 1024);
  const cases: readonly (readonly [before: string, kept: string])[] = [
    ["", ""],
    ["1\n", "1\n"],
    [`1\n2\n${half}`, "1\n2\n"],
    [half, ""],
    [`1\n${long}`, "1\n"],
    [`${long}\n2`, `${long}\n`],
  ];
  for (const [before, kept] of cases) {
    const { text, isEmpty, said } = await appended("ndjson", before, "3\n");
    assertEquals([text === `${kept}3\n`, isEmpty], [true, kept === ""], before.slice(0, 50));
    const taken = before.length - kept.length;
    assertEquals(said, taken === 0 ? [] : [`FILE ended in the middle of a line: took ${taken} bytes off its end`]);
  }
});

Deno.test("a row of CSV ends where nothing is quoted", async () => {
  const row = '1,"a\r\nb ""c"",\n",2\r\n', long = `"${"x\r\n".repeat(500_000)}"\r\n`;
  for (const kept of ["", row, row + row, long + row]) {
    for (let cut = 0; cut < row.length; cut++) {
      const { text, isEmpty } = await appended("csv", kept + row.slice(0, cut), row);
      assertEquals([text === kept + row, isEmpty], [true, kept === ""], `${kept.length} ${cut}`);
    }
  }
});

Deno.test("what is no file is written to as it is, and a folder is an error", () => {
  const said: string[] = [], say = (line: string) => said.push(line);
  openOutput({ path: "/dev/null", form: "csv", say })[Symbol.dispose]();
  assertThrows(() => openOutput({ path: "/", form: "csv", say }), UserError, "cannot write to /: ");
  assertEquals(said, []);
});

Deno.test({
  name: "a disk that is full ends it, with nothing noted that is not written",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const said: string[] = [], say = (line: string) => said.push(line), { signal } = new AbortController();
    using output = openOutput({ path: "/dev/full", form: "ndjson", say });
    const source = new FakeSource([{ batches: [batchOf([answered().save()])] }]);
    const sink = lineSink("binary", "ndjson", output.write);
    const transcoding = new Transcoding({ source, sink, signal, say, untilCaughtUp: true });
    await assertRejects(() => transcoding.run(), UserError, "cannot write to /dev/full: No space left on device");
    assertEquals([said, source.commits.size], [["reading partitions 0"], 0]);
  },
});
