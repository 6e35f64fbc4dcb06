import { bodySignature, SIGNATURE_HEADER, signingKey } from "../wire/body_signature.ts";
import { KeyedDigest } from "../wire/keyed_digest.ts";
import { type Authenticator, checkedSecrets, type Secrets, secretsNow } from "./authentication.ts";
import { isOneOf } from "./bearer_token.ts";

/** Where else a signature may be. */
export interface SignedBodyOptions {
  /** The header that it is in, as `sha256=` and hexadecimal digits. Default: `x-dhcpkit-signature`, as of this project's webhooks. */
  readonly header?: string;
}

/**
 * Lets in whoever has signed the body with one of the secrets: the header `x-dhcpkit-signature` is `sha256=` and the HMAC-SHA-256 of
 * the body in hexadecimal digits, compared in a time that tells nothing of it. A request that somebody overhears can be sent again, but
 * its records are taken once, as far as they are remembered.
 *
 * @example
 * ```ts
 * import { signedBody } from "@dhcpkit/kafka/edge";
 * import { assertEquals } from "@std/assert";
 *
 * const utf8 = new TextEncoder(), body = utf8.encode("{}"), algorithm = { name: "HMAC", hash: "SHA-256" };
 * const key = await crypto.subtle.importKey("raw", utf8.encode("of both sides"), algorithm, false, ["sign"]);
 * const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, body)).toHex();
 * const headers = new Headers({ "x-dhcpkit-signature": `sha256=${signature}` });
 * assertEquals(await signedBody("of both sides").accepts({ headers, body }), true);
 * assertEquals(await signedBody("of others").accepts({ headers, body }), false);
 * ```
 */
export function signedBody(secrets: Secrets, { header = SIGNATURE_HEADER }: SignedBodyOptions = {}): Authenticator {
  const checked = checkedSecrets(secrets), digest = new KeyedDigest();
  return {
    needs: "body",
    async accepts({ headers, body }) {
      const good = await secretsNow(checked), given = headers.get(header)?.trim().toLowerCase();
      if (given === undefined) return false;
      const signatures = await Promise.all(good.map(async (secret) => bodySignature(await signingKey(secret), body)));
      return await isOneOf(given, signatures, digest);
    },
  };
}
