import { toBase64 } from "../wire/base64.ts";
import { checkedHeaders, isHeaderValue, secretsIn, withoutScheme } from "./_bridge_headers.ts";
import { describeConnection, oneLine } from "./_bridge_wording.ts";
import { HttpBridgeError } from "./http_bridge_error.ts";

/** One request to a bridge. */
export interface BridgeRequest {
  /** From the bridge's address on, with a slash at its beginning. */
  readonly path: string;
  /** The media type wanted. */
  readonly accept: string;
  /** What is posted; without it something is asked for (GET). */
  readonly post?: { readonly contentType: string; readonly body: string | ReadableStream<Uint8Array> };
}

/** What came back, as far as it came. */
export interface BridgeAnswer {
  readonly status: number;
  /** The body. */
  readonly text: string;
  /** Why the body ended too early, if it did. */
  readonly cut?: HttpBridgeError;
  /** Where it says that something else is, without secrets. */
  readonly location?: string;
  /** How long the bridge wants to be left alone, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** How to reach a bridge. */
export interface BridgeHttpInit {
  readonly url: string | URL;
  readonly authorization?: () => string | Promise<string>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly requestTimeoutMs: number;
  readonly fetch: typeof fetch;
}

/** Bytes of an answer, at most: a report of 1000 records has about 400,000. */
const LONGEST_ANSWER = 4 * 1024 * 1024;

/** What timers can wait, in milliseconds: those of JavaScript run at once when told to wait longer. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** The longest pause that a bridge may ask for, in milliseconds. */
const LONGEST_PAUSE = 10 * 60_000;

/** Sends requests to a bridge, each within its time; gives all of them up when told to. */
export class BridgeHttp {
  /** The bridge's address, without secrets and without a slash at its end. */
  readonly where: string;
  readonly #init: BridgeHttpInit;
  readonly #headers: Headers;
  readonly #underWay: Set<AbortController> = new Set();
  readonly #headerSecrets: readonly string[];
  #secrets: readonly string[] = [];

  /** @throws {TypeError} when the address or a header cannot be used; the text holds neither. */
  constructor(init: BridgeHttpInit) {
    const url = bridgeUrl(init.url), { requestTimeoutMs } = init;
    if (!(requestTimeoutMs > 0 && requestTimeoutMs <= LONGEST_TIMEOUT)) {
      throw new TypeError(`the requestTimeoutMs of the bridge is not from 1 to ${LONGEST_TIMEOUT}`);
    }
    this.#init = init;
    this.#headers = checkedHeaders(init.headers ?? {});
    this.#headerSecrets = this.#secrets = secretsIn(init.headers ?? {});
    const login = basicLogin(url);
    if (login && init.authorization) {
      throw new TypeError("the url holds a login, so there can be no authorization beside it");
    }
    if (login) this.#init = { ...init, authorization: () => login };
    this.where = `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  }

  /** Resolves with the answer, whatever its status; rejects with an {@linkcode HttpBridgeError} when there is none. */
  async call(request: BridgeRequest): Promise<BridgeAnswer> {
    const controller = new AbortController(), { signal } = controller;
    this.#underWay.add(controller);
    const { requestTimeoutMs } = this.#init;
    const late = () =>
      controller.abort(new HttpBridgeError(`no answer from ${this.where} within ${requestTimeoutMs} ms`));
    const timer = setTimeout(late, requestTimeoutMs);
    try {
      return await this.#exchange(request, signal);
    } catch (error) {
      throw this.#explain(error, signal);
    } finally {
      clearTimeout(timer);
      this.#underWay.delete(controller);
    }
  }

  /** Gives up what is under way. */
  abort(): void {
    const reason = new HttpBridgeError(`the request to ${this.where} was given up`);
    for (const controller of this.#underWay) controller.abort(reason);
  }

  /** The text without what this client proves itself with, should an answer repeat it. */
  #redact(text: string): string {
    return this.#secrets.reduce((redacted, secret) => redacted.replaceAll(secret, "…"), text);
  }

  async #exchange({ path, accept, post }: BridgeRequest, signal: AbortSignal): Promise<BridgeAnswer> {
    const headers = new Headers(this.#headers);
    headers.set("accept", accept);
    if (post) headers.set("content-type", post.contentType);
    if (this.#init.authorization) headers.set("authorization", await unlessAborted(this.#authorization(), signal));
    const options: RequestInit & { duplex?: "half" } = {
      method: post ? "POST" : "GET",
      headers,
      redirect: "manual",
      signal,
    };
    if (post) options.body = post.body;
    if (typeof post?.body === "object") options.duplex = "half";
    const { fetch } = this.#init;
    const response = await unlessAborted(fetch(`${this.where}${path}`, options), signal);
    const retryAfterMs = pause(response.headers.get("retry-after"));
    const location = withoutSecrets(response.headers.get("location"), this.where);
    return { status: response.status, ...await this.#read(response, signal), location, retryAfterMs };
  }

  async #authorization(): Promise<string> {
    let value: string;
    try {
      value = await this.#init.authorization!();
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw new HttpBridgeError(`no authorization for ${this.where} could be had: ${oneLine(said)}`);
    }
    if (typeof value !== "string" || !isHeaderValue(value)) {
      throw new HttpBridgeError(`the authorization for ${this.where} is not the text of a header, like "Bearer TOKEN"`);
    }
    this.#secrets = [...withoutScheme(value), ...this.#headerSecrets];
    return value;
  }

  async #read({ body }: Response, signal: AbortSignal): Promise<Pick<BridgeAnswer, "text" | "cut">> {
    const decoder = new TextDecoder(), reader = body?.getReader();
    let text = "", length = 0;
    try {
      for (;;) {
        const part = await (reader && unlessAborted(reader.read(), signal));
        if (!part || part.done) return { text: this.#redact(text + decoder.decode()) };
        text += decoder.decode(part.value, { stream: true });
        if ((length += part.value.length) > LONGEST_ANSWER) {
          throw new HttpBridgeError(`the answer of ${this.where} is endless`);
        }
      }
    } catch (error) {
      reader?.cancel().catch(() => {});
      return { text: this.#redact(text), cut: this.#explain(error, signal) };
    }
  }

  #explain(error: unknown, signal: AbortSignal): HttpBridgeError {
    if (signal.aborted && signal.reason instanceof HttpBridgeError) return signal.reason;
    if (error instanceof HttpBridgeError) return error;
    return new HttpBridgeError(describeConnection(error, this.where), { cause: error });
  }
}

/** The promise, unless the signal comes first; then nobody hears of the promise again. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = () => {};
  // Promise.withResolvers is missing in Node.js 20.
  const aborted = new Promise<never>((_, reject) => abort = () => reject(signal.reason));
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function bridgeUrl(text: string | URL): URL {
  const form = "write it like https://HOST:PORT or https://HOST/PATH";
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new TypeError(`the url of the bridge is no URL; ${form}`);
  }
  if (!/^https?:$/.test(url.protocol)) {
    throw new TypeError(`the url of the bridge does not begin with http:// or https://; ${form}`);
  }
  if (url.search || url.hash) throw new TypeError(`the url of the bridge goes on after its path; ${form}`);
  return url;
}

/** The login in a URL as the header that it stands for (RFC 7617). */
function basicLogin({ username, password }: URL): string | undefined {
  if (username === "" && password === "") return undefined;
  const login = [username, password].map(decoded).join(":");
  return `Basic ${toBase64(new TextEncoder().encode(login))}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `Retry-After` in milliseconds: seconds, or a date (RFC 9110 section 10.2.3). */
function pause(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, LONGEST_PAUSE) : undefined;
}

/** The address that a redirection names, without login, query and fragment. */
function withoutSecrets(location: string | null, base: string): string | undefined {
  if (location === null || !URL.canParse(location, base)) return undefined;
  const { origin, pathname } = new URL(location, base);
  return `${origin}${pathname}`;
}
