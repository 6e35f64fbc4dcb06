import { u16At } from "../wire/mod.ts";
import { DuidType } from "../dhcpv6/duid.ts";
import { AddressTokens } from "./_addresses.ts";
import { Tokens } from "./_tokens.ts";

/** Tokens for what is more than bytes: they look like what they stand for. All are as long as what they replace. */
export class Identifiers {
  readonly addresses: AddressTokens;
  readonly #tokens: Tokens;

  constructor(key: Uint8Array, keptAddressBits: number) {
    this.#tokens = new Tokens(key);
    this.addresses = new AddressTokens(this.#tokens, keptAddressBits);
  }

  /** Bytes that mean nothing to anybody but those who made them. */
  bytes(label: string, input: Uint8Array): Uint8Array {
    return input.length === 0 ? input : this.#tokens.distinct(label, input);
  }

  /** One label of a domain name, small letters and capitals being the same. */
  label(input: Uint8Array): Uint8Array {
    return this.#tokens.letters("label", input.map((byte) => byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte));
  }

  /** Text; what is neither a letter nor a digit shows how it is put together, and stays, unless the text is none. */
  text(label: string, input: Uint8Array): Uint8Array {
    if (input.length === 0) return input;
    const isText = input.every((byte) => byte >= 0x20 && byte !== 0x7f), token = this.#tokens.letters(label, input);
    return isText ? token.map((byte, i) => isPunctuation(input[i]) ? input[i] : byte) : token;
  }

  /** A DUID: what kind it is and who makes such stays. The whole is a token where that is not known. */
  duid(input: Uint8Array): Uint8Array {
    const { length } = input, type = length >= 2 ? u16At(input, 0) : 0;
    const output = input.slice();
    if (type === DuidType.LinkLayerTime && length > 8) {
      output.set(this.#tokens.bytes("duid-time", input, 4), 4);
      output.set(this.addresses.linkLayer(input.subarray(8)), 8);
    } else if (type === DuidType.LinkLayer && length > 4) {
      output.set(this.addresses.linkLayer(input.subarray(4)), 4);
    } else if (type === DuidType.Enterprise && length > 6) output.set(this.bytes("duid-en", input.subarray(6)), 6);
    else if (type === DuidType.Uuid && length === 18) output.set(this.#uuid(input.subarray(2)), 2);
    else output.set(this.bytes("duid", input));
    return output;
  }

  /** A UUID of the same version and variant (RFC 9562 section 4). */
  #uuid(input: Uint8Array): Uint8Array {
    const token = this.bytes("uuid", input).slice();
    token[6] = token[6] & 0x0f | input[6] & 0xf0;
    token[8] = token[8] & 0x3f | input[8] & 0xc0;
    return token;
  }
}

/** What is printed, but is neither a letter nor a digit; in ASCII. */
function isPunctuation(byte: number): boolean {
  return byte < 0x30 || byte > 0x39 && byte < 0x41 || byte > 0x5a && byte < 0x61 || byte > 0x7a && byte < 0x7f;
}
