/** The headers and, where it was asked for, the body of a request that is to be let in. */
export interface Credentials {
  /** All of its headers. */
  readonly headers: Headers;
  /** Its body; empty for one who `needs` headers alone. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Tells who may bring records: made by `bearerToken`, `basicLogin` and `signedBody`. */
export interface Authenticator {
  /** Whether headers are enough, so that nothing is read of whoever is not let in. */
  readonly needs: "headers" | "body";
  /** The header `WWW-Authenticate` for those who are not let in; absent where there is no scheme for it. */
  readonly challenge?: string;
  /** Whether the request is let in. Rejects when that cannot be told now. */
  accepts(credentials: Credentials): Promise<boolean>;
}

/**
 * A secret, or several of which each is good, so that one can take another's place; or a function that gives them at each request, since
 * some platforms have them only then. None of them is empty.
 */
export type Secrets =
  | string
  | readonly string[]
  | (() => string | readonly string[] | Promise<string | readonly string[]>);

/** Checks secrets that do not change. Throws `TypeError` for none and for empty ones. */
export function checkedSecrets(secrets: Secrets): Secrets {
  if (typeof secrets !== "function") listed(secrets);
  return secrets;
}

/** The secrets that are good now. Rejects when there are none. */
export async function secretsNow(secrets: Secrets): Promise<readonly string[]> {
  return listed(typeof secrets === "function" ? await secrets() : secrets);
}

function listed(secrets: string | readonly string[]): readonly string[] {
  const list = typeof secrets === "string" ? [secrets] : secrets;
  const isGood = Array.isArray(list) && list.length > 0 && list.every((it) => typeof it === "string" && it !== "");
  if (!isGood) throw new TypeError("a secret to let requests in by is missing or empty");
  return list;
}
