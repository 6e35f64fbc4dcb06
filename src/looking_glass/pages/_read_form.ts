/** Bytes of the largest form. */
const MOST = 4096;

/** The fields of a form that was sent; `undefined` when it is larger than forms here are. Never reads more than that. */
export async function readForm(request: Request): Promise<URLSearchParams | undefined> {
  const bytes = new Uint8Array(MOST);
  let length = 0;
  for await (const chunk of request.body ?? []) {
    if (length + chunk.length > MOST) return undefined;
    bytes.set(chunk, length);
    length += chunk.length;
  }
  return new URLSearchParams(new TextDecoder().decode(bytes.subarray(0, length)));
}
