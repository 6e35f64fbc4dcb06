/**
 * The other end of `workerTransport`: a thread in which a client of Kafka runs. Not for import.
 *
 * @module
 */
import type { ClusterSettings, SendResult, Transport } from "./transport.ts";
import { unpackRecords } from "./_record_pack.ts";
import type { FromWorker, ToWorker, WorkerClient, WorkerResult, WorkerSettings } from "./_worker_messages.ts";

/** What a thread has of its own globals here. */
interface Thread {
  postMessage(message: FromWorker): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
}

const thread = globalThis as unknown as Thread;
const tokens = new Map<number, (message: ToWorker & { kind: "token" }) => void>();
let transport: Transport | undefined, nextToken = 0;
/** One batch after the other: nothing is sent after one that has failed, since that would change the order. */
let sending: Promise<unknown> = Promise.resolve(), failure: string | undefined;

thread.onmessage = ({ data }) => void answer(data);
thread.postMessage({ kind: "ready" });

async function answer(message: ToWorker): Promise<void> {
  try {
    if (message.kind === "token") {
      tokens.get(message.id)?.(message);
      tokens.delete(message.id);
    } else if (message.kind === "connect") {
      transport = await make(message.client, withToken(message.settings));
      await transport.connect();
      thread.postMessage({ kind: "connected" });
    } else {
      const { id, records } = message, sent = sending.then(() => send(records));
      sending = sent.catch((error) => failure ??= String(error.message));
      thread.postMessage({ kind: "sent", id, results: summary(await sent) });
    }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    thread.postMessage({ kind: "failed", ...(message.kind === "send" ? { id: message.id } : {}), problem });
  }
}

async function send(records: ArrayBuffer): Promise<readonly SendResult[]> {
  if (failure !== undefined) throw new Error(failure);
  const results = await transport!.send(unpackRecords(records));
  const failed = results.find((result) => result.status === "failed");
  if (failed?.status === "failed") failure = failed.error.message;
  return results;
}

async function make(client: WorkerClient, settings: ClusterSettings): Promise<Transport> {
  return client === "kafkajs"
    ? (await import("./kafkajs_transport.ts")).kafkaJsTransport(settings)
    : (await import("./platformatic_transport.ts")).platformaticTransport(settings);
}

function withToken(settings: WorkerSettings): ClusterSettings {
  const { sasl, ...security } = settings.security;
  if (sasl === undefined) return { ...settings, security };
  return {
    ...settings,
    security: { ...security, sasl: sasl.mechanism === "oauthbearer" ? { ...sasl, token: askForToken } : sasl },
  };
}

async function askForToken(): Promise<string> {
  const id = nextToken++;
  const { token, problem = "there is no token" } = await new Promise<ToWorker & { kind: "token" }>((resolve) => {
    tokens.set(id, resolve);
    thread.postMessage({ kind: "token-wanted", id });
  });
  if (token === undefined) throw new Error(problem);
  return token;
}

function summary(results: readonly SendResult[]): number | WorkerResult[] {
  if (results.every(({ status }) => status === "delivered")) return results.length;
  return results.map((result) =>
    result.status === "delivered" ? undefined : { status: result.status, problem: result.error.message }
  );
}
