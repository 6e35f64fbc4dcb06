import { toHex, u32At } from "../wire/mod.ts";
import { textOf } from "./read_transaction.ts";
import { storedText } from "./stored_text.ts";

/** What clients are looked for by, as stores keep it: see {@linkcode searchText}. */
export interface ClientTexts {
  /** Interface-Id as text, or `0x` and hexadecimal digits. */
  readonly interfaceId: string;
  /** Remote-ID: enterprise number, colon, and the rest as text, or `0x` and hexadecimal digits. */
  readonly remoteId: string;
}

/** The texts that a client's identity is found by. */
export function clientTexts(identity: { interfaceId: Uint8Array; remoteId: Uint8Array }): ClientTexts {
  const { interfaceId, remoteId } = identity;
  return { interfaceId: searchText(textOf(interfaceId)), remoteId: searchText(remoteIdText(remoteId)) };
}

/** A text in the form in which texts are compared without regard to case: one is found where its form is part of the other's. */
export function searchText(text: string): string {
  return storedText(text).toLowerCase();
}

function remoteIdText(remoteId: Uint8Array): string {
  if (remoteId.length < 4) return remoteId.length === 0 ? "" : `0x${toHex(remoteId)}`;
  return `${u32At(remoteId, 0)}:${textOf(remoteId.subarray(4))}`;
}
