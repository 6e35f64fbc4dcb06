import { Buffer } from "node:buffer";
import { type BrokerSocketInit, openBrokerSocket } from "./broker_socket.ts";

/** What a broker says to whoever can connect, before it asks who that is. */
export interface ListenerAnswer {
  /** The newest version of each request that the broker knows, by the number of the request in the protocol. */
  readonly versions: ReadonlyMap<number, number>;
  /** The mechanisms of SASL that the broker takes here, or `undefined` where it asks nobody who they are. */
  readonly mechanisms: readonly string[] | undefined;
}

const API_VERSIONS = 18, SASL_HANDSHAKE = 17, UNSUPPORTED_SASL_MECHANISM = 33;

/**
 * Connects to a broker and asks what it speaks and how clients prove who they are. No secret is sent. Rejects when there is no answer in
 * time, or one that is not Kafka's.
 */
export async function askListener(
  { timeoutMs, ...target }: BrokerSocketInit & { readonly timeoutMs: number },
): Promise<ListenerAnswer> {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const { promise: connected, resolve: onConnect } = Promise.withResolvers<void>();
  failed.catch(() => {});
  const socket = openBrokerSocket(target, onConnect);
  const late = () => reject(new DOMException(`no answer within ${timeoutMs} ms`, "TimeoutError"));
  const timer = setTimeout(late, timeoutMs);
  socket.on("error", reject);
  socket.on("close", () => reject(new Error("the broker hung up")));
  const ask = async (api: number, version: number, body: Uint8Array): Promise<Buffer> => {
    const answer = nextAnswer(socket);
    socket.write(requestBytes(api, version, body));
    return await Promise.race([answer, failed]);
  };
  try {
    await Promise.race([connected, failed]);
    const versions = readVersions(await ask(API_VERSIONS, 0, new Uint8Array(0)));
    // A mechanism without a name is none of the broker's, so it answers with those that it has.
    const mechanisms = readMechanisms(await ask(SASL_HANDSHAKE, 1, new Uint8Array(2)));
    return { versions, mechanisms };
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

/** Request header, version 1: size, api_key, api_version, correlation_id, client_id. */
function requestBytes(api: number, version: number, body: Uint8Array): Buffer {
  const clientId = Buffer.from("dhcpkit-kafka"), header = Buffer.alloc(14);
  header.writeInt32BE(10 + clientId.length + body.length, 0);
  header.writeInt16BE(api, 4);
  header.writeInt16BE(version, 6);
  header.writeInt32BE(api, 8);
  header.writeInt16BE(clientId.length, 12);
  return Buffer.concat([header, clientId, body]);
}

/** The body of the answer that comes next: after size and correlation_id. */
async function nextAnswer(socket: NodeJS.ReadableStream): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  let bytes: Buffer = Buffer.alloc(0);
  const onData = (part: Buffer) => {
    bytes = Buffer.concat([bytes, part]);
    if (bytes.length < 4) return;
    const size = bytes.readInt32BE(0);
    if (size < 4 || size > 100_000) reject(new Error("the answer is not Kafka's"));
    else if (bytes.length >= 4 + size) resolve(bytes.subarray(8, 4 + size));
  };
  socket.on("data", onData);
  return await promise.finally(() => socket.off("data", onData));
}

/** ApiVersions response, version 0: error_code, [api_key, min_version, max_version]. */
function readVersions(body: Buffer): Map<number, number> {
  const count = body.readInt32BE(2), versions = new Map<number, number>();
  for (let i = 0, at = 6; i < count; i++, at += 6) versions.set(body.readInt16BE(at), body.readInt16BE(at + 4));
  return versions;
}

/** SaslHandshake response, version 1: error_code, [mechanism]. */
function readMechanisms(body: Buffer): string[] | undefined {
  const error = body.readInt16BE(0), count = body.readInt32BE(2), mechanisms: string[] = [];
  if (error !== UNSUPPORTED_SASL_MECHANISM) return undefined;
  for (let i = 0, at = 6; i < count; i++) {
    const length = body.readInt16BE(at);
    mechanisms.push(body.toString("utf8", at + 2, at + 2 + length));
    at += 2 + length;
  }
  return mechanisms;
}
