import { KeyedDigest } from "../wire/keyed_digest.ts";
import { type Authenticator, checkedSecrets, type Secrets, secretsNow } from "./authentication.ts";

/**
 * Lets in whoever sends `Authorization: Bearer TOKEN` with one of the tokens (RFC 6750), compared in a time that tells nothing of them.
 *
 * @example
 * ```ts
 * import { bearerToken } from "@dhcpkit/kafka/edge";
 * import { assertEquals } from "@std/assert";
 *
 * const tokens = bearerToken(["the new one of 32 letters", "the old one"]);
 * const headers = new Headers({ authorization: "Bearer the old one" });
 * assertEquals(await tokens.accepts({ headers, body: new Uint8Array() }), true);
 * ```
 */
export function bearerToken(tokens: Secrets): Authenticator {
  const secrets = checkedSecrets(tokens), digest = new KeyedDigest();
  return {
    needs: "headers",
    challenge: "Bearer",
    async accepts({ headers }) {
      const good = await secretsNow(secrets), given = schemeOf(headers, "bearer");
      return given !== undefined && await isOneOf(given, good, digest);
    },
  };
}

/** What stands behind a scheme of authentication, whose name may be in any case. */
export function schemeOf(headers: Headers, scheme: string): string | undefined {
  const [, name, rest] = /^(\S+) +(.+)$/.exec(headers.get("authorization") ?? "") ?? [];
  return name?.toLowerCase() === scheme ? rest.trim() : undefined;
}

/** Whether a text is one of some secrets. All are looked at, so that the time does not tell which it is. */
export async function isOneOf(given: string, secrets: readonly string[], digest: KeyedDigest): Promise<boolean> {
  let isGood = false;
  for (const secret of secrets) if (await digest.same(given, secret)) isGood = true;
  return isGood;
}
