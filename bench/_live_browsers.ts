/**
 * Looks at a live page with so many browsers at once for so many seconds: `_live_browsers.ts URL BROWSERS SECONDS`. A browser is a
 * connection that reads the stream, nothing more. Prints a line of JSON, {@linkcode SeenLive}.
 */

/** What so many browsers have seen. */
export interface SeenLive {
  /** Browsers whose stream was open to the end. */
  readonly open: number;
  /** Rows that a browser got a second: the least and the most of all browsers. */
  readonly rows: readonly [number, number];
  /** Bytes that a browser got a second, of all browsers. */
  readonly bytes: number;
  /** What was said of sampling, by how often. */
  readonly said: Readonly<Record<string, number>>;
  /** Messages that the server left out, since a browser was slow. */
  readonly leftOut: number;
}

if (import.meta.main) {
  const [url, browsers, seconds] = Deno.args;
  console.log(JSON.stringify(await browse(url, Number(browsers), Number(seconds))));
}

async function browse(url: string, browsers: number, seconds: number): Promise<SeenLive> {
  const end = Date.now() + seconds * 1000, sights = Array.from({ length: browsers }, () => look(url, end));
  const all = await Promise.all(sights), sum = (key: "bytes" | "leftOut") => all.reduce((n, one) => n + one[key], 0);
  const rates = all.map(({ rows }) => Math.round(rows / seconds * 10) / 10).sort((a, b) => a - b);
  const said = Object.entries(Object.groupBy(all.flatMap(({ said }) => said), (text) => text));
  return {
    open: all.filter(({ isOpen }) => isOpen).length,
    rows: [rates[0], rates.at(-1)!],
    bytes: Math.round(sum("bytes") / browsers / seconds),
    said: Object.fromEntries(said.map(([text, times]) => [text, times!.length])),
    leftOut: sum("leftOut"),
  };
}

async function look(url: string, end: number) {
  const { hostname, port, host } = new URL(url), decoder = new TextDecoder(), said: string[] = [];
  const connection = await Deno.connect({ hostname, port: Number(port) });
  let bytes = 0, rows = 0, leftOut = 0, tail = "", isOpen = false;
  // Ends what is being read, too.
  setTimeout(() => {
    isOpen = true;
    connection.close();
  }, Math.max(0, end - Date.now()));
  await connection.write(new TextEncoder().encode(`GET /live/events HTTP/1.1\r\nhost: ${host}\r\n\r\n`));
  try {
    for (const buffer = new Uint8Array(65_536);;) {
      const count = await connection.read(buffer);
      if (count === null) break;
      bytes += count;
      const events = (tail + decoder.decode(buffer.subarray(0, count), { stream: true })).split("\n\n");
      tail = events.pop()!;
      for (const event of events) {
        rows += event.match(/<tr/g)?.length ?? 0;
        leftOut += Number(/^: (\d+) messages were left out/m.exec(event)?.[1] ?? 0);
        const [, status] = /^event: status\ndata: (.*)$/m.exec(event) ?? [];
        if (status?.startsWith("Showing")) said.push(status);
      }
    }
  } catch (error) {
    if (!isOpen) throw error;
  }
  return { bytes, rows, leftOut, said, isOpen };
}
