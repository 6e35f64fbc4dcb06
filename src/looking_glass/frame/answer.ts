import { crc32 } from "../../wire/crc32.ts";
import { SECURITY_HEADERS } from "../access/security_headers.ts";

/** What an answer says besides its content. */
export interface AnswerInit {
  /** HTTP status. Default: 200. */
  readonly status?: number;
  /** Media type of the content. */
  readonly type: string;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long it may be kept: what was asked for by a name that changes with it, for ever; else it is asked for again. Default: `again`. */
  readonly keep?: "again" | "for-ever" | "never";
}

const CACHE = { "again": "private, no-cache", "for-ever": "public, max-age=31536000, immutable", "never": "no-store" };
/** Shorter content does not get shorter. */
const WORTH_COMPRESSING = 1024;

/**
 * Answers a request with a content that is there as a whole: without it to HEAD, not again where the client has it (`If-None-Match`), and
 * compressed where that is wanted. Every answer carries the security headers.
 */
export function answer(request: Request, content: string | Uint8Array<ArrayBuffer>, init: AnswerInit): Response {
  const { status = 200, type, keep = "again" } = init;
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const headers = headersOf(init), tag = `W/"${bytes.length.toString(36)}-${crc32(bytes).toString(36)}"`;
  const isKept = status === 200 && keep !== "never";
  if (isKept) headers.set("etag", tag);
  if (isKept && request.headers.get("if-none-match")?.split(",").some((one) => one.trim() === tag)) {
    return new Response(null, { status: 304, headers });
  }
  headers.set("content-type", type);
  const isCompressed = bytes.length > WORTH_COMPRESSING && !type.includes("pcap") && takesGzip(request);
  if (isCompressed) headers.set("content-encoding", "gzip");
  else headers.set("content-length", String(bytes.length));
  if (request.method === "HEAD") return new Response(null, { status, headers });
  return new Response(isCompressed ? gzip(bytes) : bytes, { status, headers });
}

/** Answers with a content that is made while it is taken. */
export function answerStream(
  request: Request,
  content: ReadableStream<Uint8Array<ArrayBuffer>>,
  init: AnswerInit,
): Response {
  const headers = headersOf({ keep: "never", ...init });
  headers.set("content-type", init.type);
  if (request.method !== "HEAD") return new Response(content, { headers });
  void content.cancel();
  return new Response(null, { headers });
}

/** Leads to another address of this site. */
export function redirect(location: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, {
    status: 303,
    headers: headersOf({ type: "", keep: "never", headers: { location, ...headers } }),
  });
}

function headersOf({ keep = "again", headers = {} }: AnswerInit): Headers {
  return new Headers({
    ...SECURITY_HEADERS,
    "cache-control": CACHE[keep],
    "vary": keep === "for-ever" ? "accept-encoding" : "accept, accept-encoding, cookie",
    ...headers,
  });
}

function takesGzip(request: Request): boolean {
  const wanted = request.headers.get("accept-encoding") ?? "";
  return wanted.split(",").some((part) => /^\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(part));
}

function gzip(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
}
