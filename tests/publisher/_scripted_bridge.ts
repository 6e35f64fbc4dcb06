import { httpBridgeTransport, type HttpBridgeTransportInit } from "@dhcpkit/kafka/publisher/http-bridge";
import type { OutgoingRecord, SendResult, Transport } from "@dhcpkit/kafka/publisher";

/** What a request brought. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

/** A server that answers what a test tells it to; `asked` holds what came in so far. */
export function scriptedBridge(
  answer: (asked: Asked, count: number) => Response | Promise<Response>,
): { url: string; port: number; asked: Asked[] } & AsyncDisposable {
  const asked: Asked[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const { method, headers, url } = request;
    const at: Asked = { method, path: new URL(url).pathname, headers, body: await request.text() };
    asked.push(at);
    return await answer(at, asked.length);
  });
  const { port } = server.addr;
  return { url: `http://127.0.0.1:${port}`, port, asked, [Symbol.asyncDispose]: () => server.shutdown() };
}

/** A server that writes these bytes at each connection, whatever it is asked, and then closes it, or stays silent. */
export function rawBridge(text: string | undefined): { url: string } & AsyncDisposable {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 }), connections: Deno.Conn[] = [];
  const serving = (async () => {
    for await (const connection of listener) {
      connections.push(connection);
      if (text === undefined) continue;
      await connection.read(new Uint8Array(65536));
      await connection.write(new TextEncoder().encode(text));
      connections.pop()!.close();
    }
  })();
  return {
    url: `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`,
    async [Symbol.asyncDispose]() {
      listener.close();
      await serving;
      for (const connection of connections) connection.close();
    },
  };
}

/** Answers what is asked when a transport connects, and what is posted with `posted`. */
export function withPosts(posted: (asked: Asked, count: number) => Response): (asked: Asked) => Response {
  let posts = 0;
  return (asked) => asked.method === "POST" ? posted(asked, ++posts) : connectAnswer(asked);
}

/** What a bridge that is fine answers to a transport that connects. */
export function connectAnswer({ path }: Asked): Response {
  if (path.endsWith("/v3/clusters")) return Response.json({ data: [{ cluster_id: "c1" }] });
  return path.endsWith("/") ? Response.json({ bridge_version: "0.31.1" }) : Response.json([{ partition: 0 }]);
}

/** Strimzi's answer to so many records. */
export function offsets(count: number): Response {
  return Response.json({ offsets: Array.from({ length: count }, (_, offset) => ({ partition: 0, offset })) });
}

/** How many records a request of Strimzi's or of API v2 holds. */
export function countOf({ body }: Asked): number {
  return JSON.parse(body).records.length;
}

/** A transport to a Strimzi bridge, unless told otherwise. */
export function transportTo(url: string, init: Partial<HttpBridgeTransportInit> = {}): Transport & AsyncDisposable {
  const transport = httpBridgeTransport({ url, topic: "topic", dialect: "strimzi", requestTimeoutMs: 2000, ...init });
  return { ...transport, [Symbol.asyncDispose]: () => transport.disconnect() };
}

/** Records that hold their numbers. */
export function someRecords(count: number, size = 1): OutgoingRecord[] {
  return Array.from({ length: count }, (_, i) => ({ key: null, value: new Uint8Array(size).fill(i) }));
}

/** Each status, with the text of the error where there is one. */
export function told(results: readonly SendResult[]): string[] {
  return results.map((result) =>
    result.status === "delivered" ? "delivered" : `${result.status}: ${result.error.message}`
  );
}
