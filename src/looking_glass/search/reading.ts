import type { Vendors } from "../../collector/vendor.ts";
import type { ClientSearch, LeaseKey, Microseconds } from "../../store/mod.ts";
import type { MomentSettings } from "./moment.ts";

/** What somebody may have meant by what they typed. */
export interface Reading {
  /** What it is taken for. */
  readonly kind: ReadingKind;
  /** That in words, with what the text says: `a DUID of type LL with the MAC address 34:31:c4:3c:b2:f1`. */
  readonly phrase: string;
  /** Where the answer is. */
  readonly answer: ReadingAnswer;
}

/** What a text may be. */
export type ReadingKind =
  | ("duid" | "mac-address" | "address" | "prefix" | "client-address" | "interface-id" | "remote-id" | "vendor")
  | ("vendor-class" | "host-name" | "client-number" | "holder");

/**
 * Where the answer to a reading is: the clients that one of several searches finds, the client of a number, or who had an address or
 * prefix at a time (`whoHeld`).
 */
export type ReadingAnswer =
  | { readonly from: "clients"; readonly searches: readonly ClientSearch[] }
  | { readonly from: "client"; readonly id: number }
  | { readonly from: "holder"; readonly lease: LeaseKey; readonly at: Microseconds };

/** How a text was read. */
export interface Readings {
  /** The best one first; none for a text that is empty or far too long. */
  readonly readings: readonly Reading[];
  /** What it looks like and is not: `2001:db8::zz looks like an address, but …`. The readings are then what is left of it. */
  readonly problem: string | undefined;
}

/** What reading needs to know beside the text. */
export interface QuerySettings extends MomentSettings {
  /** Vendors of MAC addresses; without them no text is read as a vendor's name. */
  readonly vendors?: Vendors;
}

/** The reading that this search answers. */
export function clientsReading(kind: ReadingKind, phrase: string, ...searches: ClientSearch[]): Reading {
  return { kind, phrase, answer: { from: "clients", searches } };
}
