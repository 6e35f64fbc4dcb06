/** Bytes that a browser takes from the network that has been here before never. */
export interface FirstVisit {
  /** Of the page, with its headers. */
  readonly page: number;
  /** Of the page and all files that it names. */
  readonly all: number;
}

/** Fetches a page and its files over sockets, as browsers ask for them, and counts. */
export async function firstVisit({ port }: { readonly port: number }, path: string): Promise<FirstVisit> {
  const page = await transferred(port, path);
  const text = await (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  const files = new Set(Array.from(text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g), ([, address]) => address));
  let all = page;
  for (const address of files) all += await transferred(port, address);
  return { page, all };
}

async function transferred(port: number, path: string): Promise<number> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const lines = [
    `GET ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    ...["accept: */*", "accept-encoding: gzip", "connection: close", "", ""],
  ];
  await connection.write(new TextEncoder().encode(lines.join("\r\n")));
  let bytes = 0;
  for await (const chunk of connection.readable) bytes += chunk.length;
  return bytes;
}
