import { readBody } from "../../edge/bounded_body.ts";
import { PageProblem } from "../frame/page.ts";

/** What was sent to a page. */
export interface Posted {
  /** The fields of a form; those of an address that has some. */
  readonly fields: ReadonlyMap<string, string>;
  /** The file that was chosen, or all that was sent where that is no form; `undefined` where there is none. */
  readonly file: Uint8Array | undefined;
}

/**
 * Reads a form, or whatever else was sent as it is. Never reads more than `most` bytes; throws `PageProblem` for more, for a form that
 * cannot be read, and what `signal` aborts with.
 */
export async function readPosted(request: Request, most: number, signal: AbortSignal): Promise<Posted> {
  const bytes = await readBytes(request, most, signal), type = request.headers.get("content-type") ?? "";
  if (/^text\/plain\b/i.test(type)) {
    return { fields: new Map([["text", new TextDecoder().decode(bytes)]]), file: undefined };
  }
  if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type)) {
    return { fields: new Map(), file: bytes };
  }
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData().catch(() => {
    throw new PageProblem(400, "The form that was sent cannot be read.");
  });
  const fields = new Map<string, string>();
  let file: Uint8Array | undefined;
  for (const [name, value] of form) {
    if (typeof value === "string") fields.set(name, value);
    else if (value.size > 0) file = new Uint8Array(await value.arrayBuffer());
  }
  return { fields, file };
}

async function readBytes(request: Request, most: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readBody(request, most, signal);
  if (bytes !== undefined) return bytes;
  throw new PageProblem(413, `This is more than the ${most / 2 ** 20} MB that are taken at a time.`);
}
