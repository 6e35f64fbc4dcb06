/** So much text is compressed at a time: what comes of it is about a MiB. */
const ENOUGH = 4_000_000;

/** Pieces that JSON can keep, compressed, some of them together. */
export async function packed(pieces: Iterable<unknown>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  let lines: string[] = [], length = 0;
  const pack = async () => {
    all.push(await through(new CompressionStream("gzip"), lines.join("\n")));
    lines = [];
    length = 0;
  };
  for (const piece of pieces) {
    const line = JSON.stringify(piece);
    lines.push(line);
    length += line.length;
    if (length >= ENOUGH) await pack();
  }
  if (length > 0) await pack();
  return all;
}

/** The pieces again, one after the other. Rejects with a `TypeError` or `SyntaxError` where that is not what they are. */
export async function* unpacked(kept: readonly Uint8Array[]): AsyncGenerator<unknown> {
  for (const one of kept) {
    const text = new TextDecoder().decode(await through(new DecompressionStream("gzip"), one));
    for (const line of text.split("\n")) yield JSON.parse(line);
  }
}

async function through(
  stream: CompressionStream | DecompressionStream,
  data: string | Uint8Array,
): Promise<Uint8Array> {
  const source = new Blob([data as BlobPart]).stream() as ReadableStream<Uint8Array<ArrayBuffer>>;
  return new Uint8Array(await new Response(source.pipeThrough(stream)).arrayBuffer());
}
