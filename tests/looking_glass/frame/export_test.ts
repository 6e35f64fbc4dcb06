import { assert, assertEquals } from "@std/assert";
import { csvStream, type ExportRow, ndjsonStream } from "../../../src/looking_glass/frame/export.ts";

async function* rows(...all: ExportRow[]): AsyncGenerator<ExportRow> {
  yield* all;
}

const text = (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => new Response(stream).text();

Deno.test("CSV has the names first, quotes what needs it, and no formulas for spreadsheets", async () => {
  const csv = await text(
    csvStream(rows({ id: 1, name: 'say "hi", you', port: "=1+1" }, { id: -2, name: null, port: "@x\n" })),
  );
  assertEquals(csv, 'id,name,port\r\n1,"say ""hi"", you",\'=1+1\r\n-2,,"\'@x\n"\r\n');
});

Deno.test("NDJSON has texts as they are", async () => {
  assertEquals(await text(ndjsonStream(rows({ a: "=1" }, { a: null }))), '{"a":"=1"}\n{"a":null}\n');
});

Deno.test("a list without rows is an empty file", async () => {
  assertEquals([await text(csvStream(rows())), await text(ndjsonStream(rows()))], ["", ""]);
});

Deno.test("rows are made when they are taken, and no more after the reader has gone", async () => {
  let made = 0, isEnded = false;
  async function* endless(): AsyncGenerator<ExportRow> {
    try {
      while (true) yield { number: made++ };
    } finally {
      isEnded = true;
    }
  }
  const reader = ndjsonStream(endless()).getReader();
  assertEquals(made, 0);
  await reader.read();
  assert(made > 100 && made < 2000, `${made} rows were made`);
  await reader.cancel();
  assert(isEnded);
});
