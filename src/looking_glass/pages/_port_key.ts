import { fromHex, toHex } from "../../wire/mod.ts";
import type { PortKey } from "../../store/mod.ts";
import { PageProblem } from "../frame/page.ts";

/** Digits of an identifier: it has 65,535 bytes at most, but no address that long comes in. */
const MOST_DIGITS = 8000;

/** The bytes that a parameter is in hexadecimal digits. Throws `PageProblem` for what is none. */
export function bytesOfDigits(digits: string, name: string): Uint8Array {
  if (digits.length <= MOST_DIGITS && /^([0-9a-f]{2})*$/i.test(digits)) return fromHex(digits);
  throw new PageProblem(400, `The ${name} has to be hexadecimal digits, two for each byte.`);
}

/** Where a list of ports goes on; `undefined` behind one whose name is too long for an address. */
export function portKeyText({ interfaceId, remoteId }: PortKey): string | undefined {
  const text = `${toHex(interfaceId)}.${toHex(remoteId)}`;
  return text.length > MOST_DIGITS ? undefined : text;
}

/** The other way round. Throws `PageProblem` for what is none. */
export function portKeyOf(text: string): PortKey {
  const parts = text.split(".");
  if (parts.length !== 2) {
    throw new PageProblem(400, "after is not as this page gave it.", "Begin at the start of the list.");
  }
  const [interfaceId, remoteId] = parts.map((digits) => bytesOfDigits(digits, "place in the list"));
  return { interfaceId, remoteId };
}
