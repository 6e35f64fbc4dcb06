import { Message } from "../dhcpv6/message.ts";
import { DHCPKafkaMessage } from "../messages/kafka_message.ts";
import { LEAST_KEPT_BITS, MOST_KEPT_BITS, USUAL_KEPT_BITS } from "./_addresses.ts";
import { Identifiers } from "./_identifiers.ts";
import { checkedKept } from "./_kept.ts";
import { Walk } from "./_walk.ts";

/** The header that tells which key the pseudonyms of a record were made with. */
export const KEY_ID_HEADER = "pseudonym-key-id";

/** What pseudonyms depend on; servers whose pseudonyms are to be the same need the same of it. */
export interface PseudonymsInit {
  /** At least 32 random bytes. */
  readonly key: Uint8Array;
  /** Names the key to whoever has to tell records of one key from those of another: 1 to 64 of `A-Z a-z 0-9 . _ -`. */
  readonly keyId: string;
  /**
   * Leading bits that global addresses and prefixes keep, 10 to 64. Behind them, addresses share as many leading bits as before,
   * but other ones. Default: 32, what a registry gives to an operator.
   */
  readonly keptAddressBits?: number;
  /**
   * Names of options that stay as they are, such as `"vendor-class"`, for those who know that theirs tell nothing. Only options
   * whose content nobody looks into can be kept. Default: none.
   */
  readonly keep?: readonly string[];
}

/** Replaces identifiers by tokens that nobody can make or undo without the key. */
export interface Pseudonyms {
  /** Names the key. */
  readonly keyId: string;
  /** What stands beside each value: {@linkcode KEY_ID_HEADER}. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** The same message without identifiers; each has a token of the same length in its place. The message given stays as it is. */
  replace(message: DHCPKafkaMessage): DHCPKafkaMessage;
  /** The same for a packet. */
  replaceIn(message: Message): Message;
}

/**
 * Makes pseudonyms of what tells a person or a device: DUIDs, link-layer addresses, addresses and prefixes, relay agents'
 * names of lines and customers, host names, and whatever is not known to be harmless. `docs/privacy.md` says what is replaced
 * by what.
 *
 * The same identifier has the same token in request and answer, in all records and on all servers with the same key; what
 * is published can be decoded as before. Throws `RangeError` or `TypeError` for a key or settings that cannot work.
 *
 * @example
 * ```ts
 * import { createPseudonyms } from "@dhcpkit/kafka/privacy";
 * import { Duid, fromHex, Message } from "@dhcpkit/kafka/dhcpv6";
 * import { ClientId } from "@dhcpkit/kafka/dhcpv6/options";
 * import { assertEquals, assertNotEquals } from "@std/assert";
 *
 * const key = crypto.getRandomValues(new Uint8Array(32));
 * const pseudonyms = createPseudonyms({ key, keyId: "2026-01" });
 * const request = Message.parse(fromHex("0bf350d6 0001000a 00030001 3431c43cb2f1"));
 * const published = pseudonyms.replaceIn(request).options.get(ClientId)?.duid;
 * assertEquals(published?.content.type, "link-layer");
 * assertNotEquals(published?.macAddress, "34:31:c4:3c:b2:f1");
 * ```
 */
export function createPseudonyms(
  { key, keyId, keptAddressBits = USUAL_KEPT_BITS, keep = [] }: PseudonymsInit,
): Pseudonyms {
  checkKey(key);
  if (!/^[\w.-]{1,64}$/.test(keyId)) {
    throw new RangeError(`keyId must be 1 to 64 letters, digits, dots, underscores and hyphens`);
  }
  if (!Number.isInteger(keptAddressBits) || keptAddressBits < LEAST_KEPT_BITS || keptAddressBits > MOST_KEPT_BITS) {
    throw new RangeError(`keptAddressBits must be ${LEAST_KEPT_BITS} to ${MOST_KEPT_BITS}, not ${keptAddressBits}`);
  }
  return new KeyedPseudonyms(new Identifiers(key, keptAddressBits), keyId, checkedKept(keep));
}

class KeyedPseudonyms implements Pseudonyms {
  readonly keyId: string;
  readonly headers: Pseudonyms["headers"];
  readonly #identifiers: Identifiers;
  readonly #kept: ReadonlySet<string>;

  constructor(identifiers: Identifiers, keyId: string, kept: ReadonlySet<string>) {
    this.keyId = keyId;
    this.headers = [{ name: KEY_ID_HEADER, value: keyId }];
    this.#identifiers = identifiers;
    this.#kept = kept;
  }

  replace({ serverName, timestampIn, messageIn, timestampOut, messageOut }: DHCPKafkaMessage): DHCPKafkaMessage {
    return new DHCPKafkaMessage({
      serverName,
      timestampIn,
      timestampOut,
      ...(messageIn === undefined ? {} : { messageIn: this.replaceIn(messageIn) }),
      ...(messageOut === undefined ? {} : { messageOut: this.replaceIn(messageOut) }),
    });
  }

  replaceIn(message: Message): Message {
    return Message.parse(new Walk(message.save(), this.#identifiers, this.#kept).run());
  }
}

/** Says nothing of the key but how long it is. */
function checkKey(key: Uint8Array): void {
  if (key.length < 32) {
    throw new RangeError(`the key has ${key.length} bytes; it needs at least 32, all of them random`);
  }
  if (new Set(key).size < 16) {
    throw new RangeError(
      "the key is not random: it has fewer than 16 different bytes; make one with openssl rand -hex 32",
    );
  }
}
