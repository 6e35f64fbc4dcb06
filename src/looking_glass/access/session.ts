import { decodeBase64Url, encodeBase64Url } from "./_base64.ts";
import { equalBytes } from "../../wire/constant_time.ts";
import type { KeyedDigest } from "../../wire/keyed_digest.ts";
import { isRole, type Visitor } from "./visitor.ts";

/** The cookie that says who logged in. */
export const SESSION_COOKIE = "dhcpkit_glass";
/** How long it lasts: a shift. */
export const SESSION_SECONDS: number = 12 * 3600;

/** Longer cookies are not looked at. */
const LONGEST = 2048;

/**
 * What a cookie says of a visitor, signed: nobody can make one or change it, and it ends with the process at the latest. Nothing
 * about sessions is kept in memory.
 */
export async function signSession(visitor: Visitor, digest: KeyedDigest, now: number): Promise<string> {
  const content = JSON.stringify([visitor.name, visitor.role, now + SESSION_SECONDS * 1000]);
  const payload = encodeBase64Url(new TextEncoder().encode(content));
  return `${payload}.${encodeBase64Url(await digest.of(payload))}`;
}

/** Who a cookie names; `undefined` when it was not signed here or has ended. `now` in milliseconds since 1970-01-01 UTC. */
export async function readSession(value: string, digest: KeyedDigest, now: number): Promise<Visitor | undefined> {
  const [payload, signature, ...more] = value.length > LONGEST ? [] : value.split(".");
  if (signature === undefined || more.length > 0) return undefined;
  if (!equalBytes(await digest.of(payload), decodeBase64Url(signature))) return undefined;
  const [name, role, until] = JSON.parse(new TextDecoder().decode(decodeBase64Url(payload)));
  return typeof name === "string" && isRole(role) && until > now ? { name, role, until } : undefined;
}
