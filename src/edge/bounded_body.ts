import { concat } from "@std/bytes";

/**
 * Reads a body of at most so many bytes, whatever its headers say of it; `undefined` for a longer one, of which the rest is not read.
 * Rejects when `signal` aborts.
 */
export async function readBody(
  { body, headers }: Request,
  most: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const told = Number(headers.get("content-length") ?? 0);
  if (told > most) {
    await body?.cancel();
    return undefined;
  }
  if (body === null) return new Uint8Array();
  const parts: Uint8Array[] = [], reader = body.getReader();
  const leave = () => void reader.cancel().catch(() => {});
  signal?.addEventListener("abort", leave, { once: true });
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    signal?.throwIfAborted();
    if (done) return concat(parts);
    length += value.length;
    if (length > most) {
      await reader.cancel();
      return undefined;
    }
    parts.push(value);
  }
}
