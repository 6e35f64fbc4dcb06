import { readBody } from "./bounded_body.ts";
import { answer, refusal } from "./_answers.ts";
import type { Authenticator } from "./authentication.ts";
import { isCloudEvent } from "./cloud_events.ts";
import { EdgeEventError } from "./edge_event_error.ts";
import { inTime } from "./_in_time.ts";
import type { EdgeRecord } from "./edge_record.ts";
import { contentType } from "./http_body.ts";
import { decodeHttpEvent, MEDIA_TYPES } from "./http_event.ts";
import { checkedLimits, Intake } from "./intake.ts";
import type { Receiver, ReceiverLimits } from "./receiver.ts";

/** Bounds of what comes over HTTP. */
export interface PushLimits extends ReceiverLimits {
  /** Bytes of a body, counted while it is read. Default: 8 MiB. */
  readonly bodyBytes?: number;
  /** Milliseconds that a body may take to come. Default: 30,000. */
  readonly bodyMs?: number;
  /** Requests at the same time; others are told to come again. Default: 100. */
  readonly requests?: number;
}

/** What is special of records over HTTP. */
export interface PushHandlerOptions {
  /** Who may bring records: any of these; or `"anyone"`, where something in front lets nobody else come. */
  readonly authenticate: Authenticator | readonly Authenticator[] | "anyone";
  /** Bounds of what is taken. */
  readonly limits?: PushLimits;
}

const BODY_BYTES = 8 * 1024 * 1024, BODY_MS = 30_000, REQUESTS = 100;
const WHAT_TO_SEND = "POST records: CloudEvents, records of a Kafka bridge, or the bodies of a sink of Kafka Connect";

/**
 * Makes a handler of HTTP requests that bring records, whichever {@linkcode decodeHttpEvent} reads. It answers so that what failed, and
 * only that, comes again:
 *
 * | status | meaning |
 * | --- | --- |
 * | 204, 200 | all records are taken, or set aside for good |
 * | 503 | some have to come again: those in `failed` of the body, or all (those that were taken are known, and left out) |
 * | 408, 429 | the body took too long to come; too many requests; nothing was taken |
 * | 400 | no records can be told apart; the body was given to `onPoison` |
 * | 401, 405, 413, 415 | not let in, no POST, too large, of another type; nothing was taken |
 *
 * No answer repeats what was sent, tells why a callback failed, or holds a secret. Throws `TypeError` for options that cannot work.
 *
 * @example
 * ```ts
 * import { bearerToken, createPushHandler } from "@dhcpkit/kafka/edge";
 * import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
 * import { assertEquals } from "@std/assert";
 *
 * const servers: string[] = [];
 * const handler = createPushHandler({
 *   authenticate: bearerToken("a secret of 32 letters"),
 *   onTransaction: ({ summary }) => void servers.push(summary!.serverName),
 *   onPoison: ({ place, reason }) => console.warn(place, reason),
 * });
 * const headers = { authorization: "Bearer a secret of 32 letters", "content-type": "application/vnd.dhcpkit.kafka" };
 * const body = new DHCPKafkaMessage({ serverName: "dhcp01" }).save() as Uint8Array<ArrayBuffer>;
 * const response = await handler(new Request("https://edge.example.org/", { method: "POST", headers, body }));
 * assertEquals([response.status, servers], [204, ["dhcp01"]]);
 * ```
 */
export function createPushHandler(options: Receiver & PushHandlerOptions): (request: Request) => Promise<Response> {
  const { bodyBytes = BODY_BYTES, bodyMs = BODY_MS, requests = REQUESTS, ...limits } = options.limits ?? {};
  checkedLimits({ bodyBytes, bodyMs, requests });
  const intake = new Intake({ ...options, limits }), authenticators = authenticatorsOf(options.authenticate);
  let underWay = 0;

  return async (request) => {
    if (request.method !== "POST") return refusal(405, `${WHAT_TO_SEND}.`, { allow: "POST" });
    if (underWay >= requests) return refusal(429, "Too many requests at the same time.", { "retry-after": "1" });
    underWay++;
    try {
      return await receive(request);
    } finally {
      underWay--;
    }
  };

  async function receive(request: Request): Promise<Response> {
    const { headers } = request;
    let isIn = await isLetIn("headers", headers, new Uint8Array());
    const mayBeSigned = authenticators?.some(({ needs }) => needs === "body");
    if (isIn === undefined) return notReady();
    if (!isIn && !mayBeSigned) return notLetIn();
    const refused = refusedByType(headers);
    if (refused) return refused;
    const body = await bodyOf(request);
    if (body instanceof Response) return body;
    if (!isIn) isIn = await isLetIn("body", headers, body);
    if (isIn === undefined) return notReady();
    if (!isIn) return notLetIn();
    const records = await decoded(headers, body);
    return records instanceof Response ? records : answer(await intake.take(records));
  }

  /** Whether one of those who need so much lets the request in; `undefined` where that cannot be told. */
  async function isLetIn(
    needs: Authenticator["needs"],
    headers: Headers,
    body: Uint8Array<ArrayBuffer>,
  ): Promise<boolean | undefined> {
    if (authenticators === undefined) return true;
    try {
      for (const one of authenticators) if (one.needs === needs && await one.accepts({ headers, body })) return true;
      return false;
    } catch (error) {
      intake.failed(error);
      return undefined;
    }
  }

  function notReady(): Response {
    return refusal(503, "Who may bring records is not known at the moment.", { "retry-after": "5" });
  }

  function notLetIn(): Response {
    const challenges = authenticators!.flatMap(({ challenge }) => challenge ?? []);
    const told: Record<string, string> = challenges.length > 0 ? { "www-authenticate": challenges.join(", ") } : {};
    return refusal(401, "A good token, login or signature is missing.", told);
  }

  async function bodyOf(request: Request): Promise<Uint8Array<ArrayBuffer> | Response> {
    let isLate = false;
    try {
      const body = await inTime(bodyMs, (signal) => {
        signal.addEventListener("abort", () => isLate = true);
        return readBody(request, bodyBytes, signal);
      });
      return body ?? refusal(413, `Send at most ${bodyBytes} bytes at once.`);
    } catch (error) {
      intake.failed(error);
      if (isLate) return refusal(408, `The body took longer than ${bodyMs} ms.`);
      return refusal(503, "The body ended before it was complete.", { "retry-after": "1" });
    }
  }

  /** The records; where they cannot be told apart the body is set aside. */
  async function decoded(headers: Headers, body: Uint8Array<ArrayBuffer>): Promise<readonly EdgeRecord[] | Response> {
    try {
      const most = intake.limits.records,
        records = decodeHttpEvent({ headers, body }, { ...options, mostRecords: most + 1 });
      return records.length > most ? refusal(413, `Send at most ${most} records at once.`) : records;
    } catch (error) {
      intake.failed(error);
      if (!(error instanceof EdgeEventError)) return refusal(503, "The body could not be read.");
      return await setAside(error, body);
    }
  }

  async function setAside({ place, reason, message }: EdgeEventError, bytes: Uint8Array): Promise<Response> {
    try {
      await intake.setAside({ place, reason, bytes });
      return refusal(400, message);
    } catch (error) {
      intake.failed(error);
      return refusal(503, "The body could neither be read nor set aside.", { "retry-after": "5" });
    }
  }
}

function authenticatorsOf(authenticate: PushHandlerOptions["authenticate"]): readonly Authenticator[] | undefined {
  if (authenticate === "anyone") return undefined;
  const list: readonly Authenticator[] = Array.isArray(authenticate) ? authenticate : [authenticate];
  if (list.length === 0 || list.some((one) => typeof one?.accepts !== "function")) {
    throw new TypeError('authenticate with bearerToken, basicLogin or signedBody, or let in "anyone"');
  }
  return list;
}

function refusedByType(headers: Headers): Response | undefined {
  const encoding = headers.get("content-encoding") ?? "identity";
  if (encoding !== "identity") {
    return refusal(415, "Send bodies without a Content-Encoding.", { "accept-encoding": "identity" });
  }
  if (isCloudEvent(headers) || MEDIA_TYPES.includes(contentType(headers))) return undefined;
  return refusal(415, `Send CloudEvents in binary mode, or one of ${MEDIA_TYPES.join(", ")}.`);
}
