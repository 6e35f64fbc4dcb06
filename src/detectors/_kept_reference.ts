import type { TransactionReference } from "./finding.ts";

/** A transaction as evidence in JSON, which has no numbers of 64 bits. */
export type KeptReference = Omit<TransactionReference, "place"> & {
  readonly place: Omit<TransactionReference["place"], "offset"> & { readonly offset: string };
};

export function keptReference({ place, ...rest }: TransactionReference): KeptReference {
  return { ...rest, place: { ...place, offset: String(place.offset) } };
}

export function referenceOf({ place, ...rest }: KeptReference): TransactionReference {
  return { ...rest, place: { ...place, offset: BigInt(place.offset) } };
}
