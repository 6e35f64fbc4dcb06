import { pause } from "../../kafka/waiting.ts";
import { bodySignature, SIGNATURE_HEADER, signingKey } from "../../wire/body_signature.ts";
import { encodeUtf8 } from "../../wire/mod.ts";
import { type Notice, noticeJson, type NotificationSink } from "./notice.ts";

/** Where and how a {@linkcode WebhookSink} sends. */
export interface WebhookInit {
  /** An http or https URL without a login. */
  readonly url: string;
  /** What bodies are signed with; without it they are not. */
  readonly secret?: string;
  /** Further headers, such as `Authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Notices that wait; with more, the oldest is given up. Default: 100. */
  readonly capacity?: number;
  /** How often each is tried. Default: 8, which takes about four minutes. */
  readonly attempts?: number;
  /** Milliseconds before the second try, doubled before each one after it, up to a minute. Default: 1000. */
  readonly retryMs?: number;
  /** Milliseconds that an answer may take. Default: 10,000. */
  readonly timeoutMs?: number;
  /** Sends a request. Default: the global `fetch`. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** From 0 up to 1, to spread tries. Default: `Math.random`. */
  readonly random?: () => number;
  /** Called when a notice is given up, and why. Default: nothing. */
  readonly onGivenUp?: (notice: Notice, reason: string) => void;
}

/** Counts since the beginning: `taken = delivered + givenUp + waiting`. */
export interface WebhookStats {
  /** Notices that were taken. */
  readonly taken: number;
  /** Those that the other side took. */
  readonly delivered: number;
  /** Those that were refused, tried too often, or did not fit. */
  readonly givenUp: number;
  /** Those that wait or are under way. */
  readonly waiting: number;
}

const LONGEST_PAUSE_MS = 60_000;
/** Answers that may be others the next time (RFC 9110 section 15). */
const TRY_AGAIN: readonly number[] = [408, 425, 429];

/**
 * Posts notices to a URL, one after the other, each until it is taken: the body is the JSON of {@linkcode noticeJson}, and with a secret
 * the header `X-Dhcpkit-Signature` is `sha256=` and the HMAC of the body in hexadecimal digits. Redirects are not followed.
 *
 * Throws `RangeError` for a URL of another scheme or with a login, and for an empty secret. `notify` only puts a notice into a bounded
 * queue.
 *
 * @example
 * ```ts
 * import { WebhookSink } from "@dhcpkit/kafka/detectors/notify";
 * import { assertThrows } from "@std/assert";
 *
 * await using sink = new WebhookSink({ url: "https://alerts.example.com/dhcp", secret: "of both sides" });
 * assertThrows(() => new WebhookSink({ url: "file:///etc/passwd" }), RangeError, "http or https");
 * ```
 */
export class WebhookSink implements NotificationSink, AsyncDisposable {
  readonly #init: Required<Omit<WebhookInit, "secret">>;
  readonly #key: Promise<CryptoKey> | undefined;
  readonly #closing = new AbortController();
  readonly #queue: Notice[] = [];
  #sending: Promise<void> | undefined;
  #stats = { taken: 0, delivered: 0, givenUp: 0 };

  /** A sink that has sent nothing yet. */
  constructor({ secret, ...init }: WebhookInit) {
    if (secret === "") throw new RangeError("the secret of a webhook is empty");
    this.#init = {
      ...{ headers: {}, capacity: 100, attempts: 8, retryMs: 1000, timeoutMs: 10_000 },
      ...{
        fetch: (url: string, request: RequestInit) => fetch(url, request),
        random: Math.random,
        onGivenUp: () => {},
      },
      ...init,
      url: checked(init.url),
    };
    this.#key = secret === undefined ? undefined : signingKey(secret);
  }

  /** What became of notices. */
  get stats(): WebhookStats {
    const { taken, delivered, givenUp } = this.#stats;
    return { taken, delivered, givenUp, waiting: taken - delivered - givenUp };
  }

  /** Takes a notice, to be sent when those before it are. */
  notify(notice: Notice): void {
    this.#stats.taken++;
    if (this.#closing.signal.aborted) return this.#giveUp(notice, "the sink is closed");
    if (this.#queue.length >= this.#init.capacity) this.#giveUp(this.#queue.shift()!, "too many notices wait");
    this.#queue.push(notice);
    this.#sending ??= this.#sendAll();
  }

  /** Waits until what was taken is delivered or given up, at most so many milliseconds, and gives up the rest. */
  async close(deadlineMs = 2000): Promise<void> {
    const timer = setTimeout(() => this.#closing.abort(), deadlineMs);
    await this.#sending;
    clearTimeout(timer);
    this.#closing.abort();
  }

  /** Closes within two seconds. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #sendAll(): Promise<void> {
    for (let notice; (notice = this.#queue.shift()) !== undefined;) {
      const failure = await this.#send(notice);
      if (failure === undefined) this.#stats.delivered++;
      else this.#giveUp(notice, failure);
    }
    this.#sending = undefined;
  }

  /** Why a notice could not be delivered, if so. */
  async #send(notice: Notice): Promise<string | undefined> {
    const { attempts, retryMs, random } = this.#init, body = encodeUtf8(JSON.stringify(noticeJson(notice)));
    let failure = "the sink is closed";
    for (let attempt = 0; attempt < attempts && !this.#closing.signal.aborted; attempt++) {
      if (attempt > 0) {
        await pause(
          Math.min(retryMs * 2 ** (attempt - 1), LONGEST_PAUSE_MS) * (0.5 + random() / 2),
          this.#closing.signal,
        );
      }
      const { isFinal, reason } = await this.#post(body);
      if (reason === undefined) return undefined;
      failure = reason;
      if (isFinal) break;
    }
    return failure;
  }

  async #post(body: Uint8Array<ArrayBuffer>): Promise<{ isFinal: boolean; reason: string | undefined }> {
    try {
      const { url, timeoutMs } = this.#init;
      const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(timeoutMs)]);
      const response = await this.#init.fetch(url, {
        ...{ method: "POST", body, redirect: "manual", signal },
        headers: { ...this.#init.headers, "content-type": "application/json", ...await this.#signature(body) },
      });
      await response.body?.cancel();
      if (response.ok) return { isFinal: true, reason: undefined };
      const isFinal = response.status < 500 && !TRY_AGAIN.includes(response.status);
      return { isFinal, reason: `the answer is ${response.status}` };
    } catch (error) {
      return { isFinal: false, reason: error instanceof Error ? error.message : String(error) };
    }
  }

  async #signature(body: Uint8Array<ArrayBuffer>): Promise<Record<string, string>> {
    if (this.#key === undefined) return {};
    return { [SIGNATURE_HEADER]: await bodySignature(await this.#key, body) };
  }

  #giveUp(notice: Notice, reason: string): void {
    this.#stats.givenUp++;
    this.#init.onGivenUp(notice, reason);
  }
}

function checked(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new RangeError("a webhook has an http or https URL");
  }
  if (url.username !== "" || url.password !== "") throw new RangeError("a webhook's URL has no login; use the headers");
  return url.href;
}
