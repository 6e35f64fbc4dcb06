/** A function at the edge that publishes; made into one file by a bundler. */
import { Publisher } from "@dhcpkit/kafka/publisher";
import { type HttpBridgeDialect, HttpBridgeError, httpBridgeTransport } from "@dhcpkit/kafka/publisher/http-bridge";

/** Where to publish how many records. */
export interface EdgeInput {
  readonly url: string;
  readonly dialect: HttpBridgeDialect;
  readonly records: number;
}

/** Publishes records that hold their numbers by way of a publisher, then what a transport of its own says of the same. */
export async function run({ url, dialect, records }: EdgeInput): Promise<Record<string, unknown>> {
  const init = { url, dialect, topic: "topic", authorization: () => Promise.resolve("Bearer token") };
  const values = Array.from({ length: records }, (_, i) => new Uint8Array([i]));
  const publisher = new Publisher({ transport: httpBridgeTransport(init), lingerMs: 0, retryMs: 1, random: () => 0 });
  for (const value of values) publisher.offer({ key: null, value });
  const { offered, delivered, dropped, queued } = await publisher.close({ deadlineMs: 10_000 });

  const transport = httpBridgeTransport(init);
  await transport.connect();
  const results = await transport.send(values.map((value) => ({ key: null, value })));
  await transport.disconnect();
  const told = results.map((result) => {
    return result.status === "delivered" ? result.status : [result.status, result.error instanceof HttpBridgeError];
  });
  return { offered, delivered, queued, rejected: dropped.rejected, told };
}
