import { readBody } from "../../edge/bounded_body.ts";

/** Bytes of the largest form. */
const MOST = 4096;

/**
 * The fields of a form that was sent; `undefined` when it is larger than forms here are. Never reads more than that, and rejects when
 * `signal` aborts.
 */
export async function readForm(request: Request, signal: AbortSignal): Promise<URLSearchParams | undefined> {
  const bytes = await readBody(request, MOST, signal);
  return bytes && new URLSearchParams(new TextDecoder().decode(bytes));
}
