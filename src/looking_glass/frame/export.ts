import { csvLine, type TableRow } from "../../formats/csv.ts";

/** A row that is exported: the same names in each row of a list. */
export type ExportRow = TableRow;

/** Rows as lines of JSON, made when they are taken: a list of any length needs the memory of a part of it. */
export function ndjsonStream(rows: AsyncIterable<ExportRow>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return lineStream(rows, (row) => JSON.stringify(row));
}

/**
 * Rows as CSV (RFC 4180) with a line of names first. Texts that a spreadsheet would take for a formula begin with an apostrophe: they
 * come from the network.
 */
export function csvStream(rows: AsyncIterable<ExportRow>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let isFirst = true;
  return lineStream(rows, (row) => {
    const values = csvLine(Object.values(row));
    const lines = isFirst ? `${csvLine(Object.keys(row))}\r\n${values}` : values;
    isFirst = false;
    return `${lines}\r`;
  });
}

/** The same rows, the first of them made already: what goes wrong at the beginning is told before an answer has begun. */
export async function begun(rows: AsyncIterable<ExportRow>): Promise<AsyncIterable<ExportRow>> {
  const iterator = rows[Symbol.asyncIterator](), first = await iterator.next();
  return {
    async *[Symbol.asyncIterator]() {
      try {
        for (let next = first; !next.done; next = await iterator.next()) yield next.value;
      } finally {
        await iterator.return?.();
      }
    },
  };
}

/** How much is made at a time. */
const CHUNK = 16_384;

function lineStream(
  rows: AsyncIterable<ExportRow>,
  line: (row: ExportRow) => string,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = rows[Symbol.asyncIterator](), encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      let text = "";
      while (text.length < CHUNK) {
        const { value, done } = await iterator.next();
        if (done) {
          if (text !== "") controller.enqueue(encoder.encode(text));
          return controller.close();
        }
        text += `${line(value)}\n`;
      }
      controller.enqueue(encoder.encode(text));
    },
    async cancel() {
      await iterator.return?.();
    },
  }, { highWaterMark: 0 });
}
