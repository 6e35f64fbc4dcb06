/** The bytes of `"`, and of what ends a line. */
const QUOTE = 34, END = 10;
const BLOCK = 1024 * 1024;

/**
 * How much of a file is whole lines, in bytes: whoever wrote it may have been ended in the middle of one. In CSV, an end within quotes
 * is none. What stands behind is no longer than a line, but for CSV with a quote that nothing closes.
 */
export function wholeLines(path: string, form: "ndjson" | "csv"): number {
  using file = Deno.openSync(path, { read: true });
  const { size } = file.statSync();
  return form === "csv" ? behindLastRow(file, size) : behindLastEnd(file, size);
}

/** From behind, since only the last line matters. */
function behindLastEnd(file: Deno.FsFile, size: number): number {
  for (let end = size; end > 0;) {
    const from = Math.max(0, end - BLOCK), at = blockAt(file, from, end - from).lastIndexOf(END);
    if (at >= 0) return from + at + 1;
    end = from;
  }
  return 0;
}

/** From the beginning, since only there it is known that nothing is quoted. */
function behindLastRow(file: Deno.FsFile, size: number): number {
  let found = 0, isQuoted = false;
  for (let from = 0; from < size; from += BLOCK) {
    const block = blockAt(file, from, Math.min(BLOCK, size - from));
    for (let at = 0; at < block.length;) {
      const quote = block.indexOf(QUOTE, at), to = quote < 0 ? block.length : quote;
      const end = isQuoted ? -1 : block.subarray(at, to).lastIndexOf(END);
      if (end >= 0) found = from + at + end + 1;
      if (quote >= 0) isQuoted = !isQuoted;
      at = to + 1;
    }
  }
  return found;
}

function blockAt(file: Deno.FsFile, from: number, length: number): Uint8Array {
  const block = new Uint8Array(length);
  file.seekSync(from, Deno.SeekMode.Start);
  let filled = 0;
  for (let count; filled < length && (count = file.readSync(block.subarray(filled))) !== null;) filled += count;
  return block.subarray(0, filled);
}
