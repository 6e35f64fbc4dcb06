import { decodeUtf8, Reader, toHex } from "../wire/mod.ts";
import { text } from "./field.ts";
import type { SecretField } from "./field_secret.ts";
import { bytesFrom, bytesSchema } from "./json_value.ts";
import type { OptionSpace } from "./option_space.ts";

/** Authentication protocols (RFC 9915 section 21.11, RFC 3315 section 21). */
export const AuthenticationProtocol = { ConfigurationToken: 0, Delayed: 2, ReconfigureKey: 3 } as const;

/** What the information in an Authentication option says, by the option's protocol. */
export type AuthenticationContent =
  | { readonly type: "configuration-token"; token: Uint8Array }
  | { readonly type: "delayed"; realm: string; keyId: number; hmac: Uint8Array }
  | { readonly type: "reconfigure-key"; key: Uint8Array }
  | { readonly type: "reconfigure-hmac"; hmac: Uint8Array }
  | { readonly type: "opaque"; data: Uint8Array };

/**
 * What the information in an Authentication option says: a token (RFC 3118 section 4), the proof of delayed
 * authentication (RFC 3315 section 21.4), or the key or the proof of a Reconfigure message (RFC 9915 section 20.4).
 *
 * Never throws: what does not fit its protocol, or is of an unknown one, is `opaque`. Tokens and keys are secrets.
 *
 * @example
 * ```ts
 * import { authenticationContent, fromHex } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const information = fromHex("01 000102030405060708090a0b0c0d0e0f");
 * assertEquals(authenticationContent({ protocol: 3, information }).type, "reconfigure-key");
 * ```
 */
export function authenticationContent(
  { protocol, information }: { readonly protocol: number; readonly information: Uint8Array },
): AuthenticationContent {
  const reader = new Reader(information), opaque: AuthenticationContent = { type: "opaque", data: information };
  switch (protocol) {
    case AuthenticationProtocol.ConfigurationToken:
      return { type: "configuration-token", token: information };
    case AuthenticationProtocol.Delayed:
      if (information.length < 20) return opaque;
      return {
        type: "delayed",
        realm: decodeUtf8(reader.view(information.length - 20)),
        keyId: reader.u32(),
        hmac: reader.rest(),
      };
    case AuthenticationProtocol.ReconfigureKey: {
      const kind = information.length === 17 ? reader.u8() : undefined;
      if (kind === 1) return { type: "reconfigure-key", key: reader.rest() };
      return kind === 2 ? { type: "reconfigure-hmac", hmac: reader.rest() } : opaque;
    }
    default:
      return opaque;
  }
}

/** The information in an Authentication option. Text shows what it is, but no token, no key, and nothing unknown. */
export const authenticationInformation: SecretField<Uint8Array> = {
  kind: "authentication information",
  secret: true,
  read: (reader) => reader.rest(),
  write: (writer, value) => writer.bytes(value),
  json: (value) => toHex(value),
  fromJson: bytesFrom,
  schema: bytesSchema,
  text: (value, space, whole) => contentText({ protocol: protocolOf(whole), information: value }, space),
};

function contentText(value: Parameters<typeof authenticationContent>[0], space: OptionSpace): string {
  const content = authenticationContent(value);
  switch (content.type) {
    case "configuration-token":
      return `configuration token of ${content.token.length} bytes`;
    case "delayed":
      return `realm ${text.text(content.realm, space)}, key id ${content.keyId}, HMAC-MD5 ${toHex(content.hmac)}`;
    case "reconfigure-key":
      return `key of ${content.key.length} bytes`;
    case "reconfigure-hmac":
      return `HMAC-MD5 ${toHex(content.hmac)}`;
    case "opaque":
      return content.data.length === 0 ? "empty" : `of ${content.data.length} bytes`;
  }
}

/** The protocol of the option that holds the information; -1 where that is not told. */
function protocolOf(whole: unknown): number {
  const known = typeof whole === "object" && whole !== null && "protocol" in whole;
  return known && typeof whole.protocol === "number" ? whole.protocol : -1;
}
