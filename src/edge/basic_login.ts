import { KeyedDigest } from "../wire/keyed_digest.ts";
import { type Authenticator, checkedSecrets, type Secrets, secretsNow } from "./authentication.ts";
import { isOneOf, schemeOf } from "./bearer_token.ts";

/**
 * Lets in whoever has one of the logins, each `NAME:PASSWORD` (RFC 7617, in UTF-8), compared in a time that tells nothing of them.
 *
 * @example
 * ```ts
 * import { basicLogin } from "@dhcpkit/kafka/edge";
 * import { assertEquals } from "@std/assert";
 *
 * const logins = basicLogin(() => "connect:of both sides");
 * const headers = new Headers({ authorization: `Basic ${btoa("connect:of both sides")}` });
 * assertEquals(await logins.accepts({ headers, body: new Uint8Array() }), true);
 * ```
 */
export function basicLogin(logins: Secrets): Authenticator {
  const secrets = checkedSecrets(logins), digest = new KeyedDigest();
  return {
    needs: "headers",
    challenge: 'Basic realm="records", charset="UTF-8"',
    async accepts({ headers }) {
      const good = await secretsNow(secrets), given = decoded(schemeOf(headers, "basic") ?? "");
      return given !== undefined && await isOneOf(given, good, digest);
    },
  };
}

/** In bytes of its own, unlike those of records, which share buffers. */
function decoded(base64: string): string | undefined {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
