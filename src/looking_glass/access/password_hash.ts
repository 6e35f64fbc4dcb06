import { decodeBase64Url, encodeBase64Url } from "./_base64.ts";
import { equalBytes } from "../../wire/constant_time.ts";

/** What OWASP asks of PBKDF2 with SHA-256 (2023): some tenths of a second. */
const ITERATIONS = 600_000;
/** What a file may ask for at most: a few seconds. */
const MOST_ITERATIONS = 10_000_000;
const SALT_BYTES = 16, HASH_BYTES = 32, SCHEME = "pbkdf2-sha256";

/** How {@linkcode hashPassword} hashes. */
export interface HashOptions {
  /** Rounds of PBKDF2. Default: 600,000. */
  readonly iterations?: number;
  /** Fills bytes with randomness. Default: `crypto.getRandomValues`. */
  readonly random?: (bytes: Uint8Array<ArrayBuffer>) => void;
}

/**
 * A password as a file of users keeps it: `pbkdf2-sha256$600000$SALT$HASH`, from which nobody gets the password back.
 *
 * @example
 * ```ts
 * import { hashPassword, isPassword } from "@dhcpkit/kafka/looking-glass";
 * import { assertEquals } from "@std/assert";
 *
 * const hash = await hashPassword("correct horse", { iterations: 1000 });
 * assertEquals(await isPassword("correct horse", hash), true);
 * assertEquals(await isPassword("battery staple", hash), false);
 * ```
 */
export async function hashPassword(password: string, options: HashOptions = {}): Promise<string> {
  const { iterations = ITERATIONS, random = (bytes) => void crypto.getRandomValues(bytes) } = options;
  const salt = new Uint8Array(SALT_BYTES);
  random(salt);
  const hash = await derive(password, salt, iterations);
  return [SCHEME, iterations, encodeBase64Url(salt), encodeBase64Url(hash)].join("$");
}

/** Whether a hash was made of this password; `false` for what is no hash. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const parts = readHash(hash);
  if (parts === undefined) return false;
  return equalBytes(await derive(password, parts.salt, parts.iterations), parts.hash);
}

/** Whether a text has the form that {@linkcode hashPassword} gives. */
export function isPasswordHash(text: string): boolean {
  return readHash(text) !== undefined;
}

/** A hash of no password, for those who ask for a user that is not there: they wait as long as others. */
export const NOBODYS_HASH: string = [
  SCHEME,
  ITERATIONS,
  encodeBase64Url(new Uint8Array(SALT_BYTES)),
  encodeBase64Url(new Uint8Array(HASH_BYTES)),
].join("$");

function readHash(text: string) {
  const [, scheme, rounds, salt, hash] = /^([a-z0-9-]+)\$(\d{1,8})\$([\w-]+)\$([\w-]+)$/.exec(text) ?? [];
  const iterations = Number(rounds);
  if (scheme !== SCHEME || !(iterations > 0) || iterations > MOST_ITERATIONS) return undefined;
  const bytes = decodeBase64Url(hash);
  return bytes.length === HASH_BYTES ? { iterations, salt: decodeBase64Url(salt), hash: bytes } : undefined;
}

async function derive(password: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<Uint8Array> {
  // The same letters in two encodings of Unicode are the same password.
  const bytes = new TextEncoder().encode(password.normalize("NFC"));
  const key = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, HASH_BYTES * 8));
}
