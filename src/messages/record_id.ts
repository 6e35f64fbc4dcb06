import { toHex } from "../wire/mod.ts";

/**
 * Tells a record from all others by its value alone: the first 128 bits of the value's SHA-256 as 32 lower-case hexadecimal
 * digits, the `ce_id` of records that have one. Whoever reads a topic with duplicates keeps one record of each id.
 *
 * @example
 * ```ts
 * import { digestRecordId } from "@dhcpkit/kafka/messages";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(await digestRecordId(new TextEncoder().encode("abc")), "ba7816bf8f01cfea414140de5dae2223");
 * ```
 */
export async function digestRecordId(value: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", value as Uint8Array<ArrayBuffer>);
  return toHex(new Uint8Array(digest, 0, 16));
}
