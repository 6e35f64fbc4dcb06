import { EdgeEventError } from "./edge_event_error.ts";

/** A request that brought records, its body read. */
export interface HttpEvent {
  /** Its headers. */
  readonly headers: Headers;
  /** Its body. */
  readonly body: Uint8Array;
}

/** The media type of a body in small letters, without parameters; empty for none. */
export function contentType(headers: Headers): string {
  return (headers.get("content-type") ?? "").split(";")[0].trim().toLowerCase();
}

/** A body as text. Throws {@linkcode EdgeEventError} for one that is not UTF-8. */
export function textBody(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new EdgeEventError("body", "not UTF-8");
  }
}

/** A body as what its JSON says. Throws {@linkcode EdgeEventError} for one that is none. */
export function jsonBody(body: Uint8Array): unknown {
  const text = textBody(body);
  try {
    return JSON.parse(text);
  } catch {
    throw new EdgeEventError("body", text === "" ? "empty" : "no JSON");
  }
}
