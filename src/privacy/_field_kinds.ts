import { u16At } from "../wire/mod.ts";
import { AuthenticationProtocol } from "../dhcpv6/authentication.ts";
import { hideDhcpv4 } from "./_dhcpv4.ts";
import type { Identifiers } from "./_identifiers.ts";
import type { Sensitivity } from "./sensitivity.ts";

/** What can be done to a packet: its bytes are read from `source`, and what is replaced has the same place and length. */
export interface Redaction {
  readonly source: Uint8Array;
  readonly identifiers: Identifiers;
  /** Replaces the bytes from `start` up to `end` by what `make` makes of them. */
  replace(start: number, end: number, make: (bytes: Uint8Array) => Uint8Array): void;
  /** Replaces the bytes from `start` up to `end` without leaving anything of them. */
  blot(start: number, end: number): void;
}

/** Where a field stands, and the option around it. */
export interface FieldPlace {
  readonly start: number;
  readonly end: number;
  /** Tells the tokens of one option from those of others. */
  readonly label: string;
  /** The option's value. */
  readonly value: { readonly [key: string]: unknown };
}

/** Kinds of fields that hold no options. */
export type SimpleSensitivity = Exclude<Sensitivity, "keep" | "options" | "message" | "radius">;

/** How each kind of field is replaced. */
export const HIDE: { readonly [kind in SimpleSensitivity]: (redaction: Redaction, field: FieldPlace) => void } = {
  "duid": whole((identifiers, bytes) => identifiers.duid(bytes)),
  "iaid": whole((identifiers, bytes) => identifiers.bytes("iaid", bytes)),
  "link-layer": whole((identifiers, bytes) => identifiers.addresses.linkLayer(bytes)),
  "counted-link-layer": counted(2, 0, (identifiers, bytes) => identifiers.addresses.linkLayer(bytes)),
  "address": whole((identifiers, bytes) => identifiers.addresses.address(bytes)),
  "addresses"(redaction, { start, end }) {
    for (let at = start; at < end; at += 16) {
      redaction.replace(at, at + 16, (bytes) => redaction.identifiers.addresses.address(bytes));
    }
  },
  "address4": whole((identifiers, bytes) => identifiers.addresses.address4(bytes)),
  "prefix"(redaction, { start, end }) {
    hidePrefix(redaction, start + 1, end, redaction.source[start]);
  },
  "prefix-bytes"(redaction, { start, end, value }) {
    hidePrefix(redaction, start, end, Number(value.prefixLength ?? value.prefix6Length));
  },
  "prefix4"(redaction, { start, end, value }) {
    const length = Math.min(Number(value.prefix4Length), 32);
    redaction.replace(start, end, (bytes) => redaction.identifiers.addresses.address4(bytes, length));
  },
  "names": hideNames,
  "text": whole((identifiers, bytes, label) => identifiers.text(label, bytes)),
  "counted-texts": counted(2, 0, (identifiers, bytes, label) => identifiers.text(label, bytes)),
  "short-texts": counted(1, 1, (identifiers, bytes, label) => identifiers.text(label, bytes)),
  "bytes": whole((identifiers, bytes, label) => identifiers.bytes(label, bytes)),
  "counted-bytes": counted(2, 0, (identifiers, bytes, label) => identifiers.bytes(label, bytes)),
  "short-tlvs": counted(1, 1, (identifiers, bytes, label) => identifiers.bytes(label, bytes)),
  "nowhere": whole((_, bytes) => new Uint8Array(bytes.length)),
  "authentication"(redaction, { start, end, label, value }) {
    // Whether it is the key of Reconfigure messages or a proof of having it stands in the first byte (RFC 9915 section 20.4.1).
    const skipped = value.protocol === AuthenticationProtocol.ReconfigureKey && end - start === 17 ? 1 : 0;
    redaction.replace(start + skipped, end, (bytes) => redaction.identifiers.bytes(label, bytes));
  },
  "dhcpv4": (redaction, { start, end }) => hideDhcpv4(redaction, start, end),
};

type Make = (identifiers: Identifiers, bytes: Uint8Array, label: string) => Uint8Array;

/** All bytes of the field are one identifier. */
function whole(make: Make): (redaction: Redaction, field: FieldPlace) => void {
  return (redaction, { start, end, label }) =>
    redaction.replace(start, end, (bytes) => make(redaction.identifiers, bytes, label));
}

/** The field is a list of items: `before` bytes that stay, a length of `width` bytes, and an identifier of that length. */
function counted(width: 1 | 2, before: number, make: Make): (redaction: Redaction, field: FieldPlace) => void {
  return (redaction, { start, end, label }) => {
    for (let at = start; at < end;) {
      const lengthAt = at + before, first = lengthAt + width;
      at = first + (width === 1 ? redaction.source[lengthAt] : u16At(redaction.source, lengthAt));
      redaction.replace(first, at, (bytes) => make(redaction.identifiers, bytes, label));
    }
  };
}

function hidePrefix(redaction: Redaction, start: number, end: number, length: number): void {
  redaction.replace(start, end, (bytes) => redaction.identifiers.addresses.prefix(bytes, Math.min(length, 128)));
}

function hideNames(redaction: Redaction, { start, end }: FieldPlace): void {
  for (let at = start; at < end;) {
    const first = at + 1;
    at = first + redaction.source[at];
    redaction.replace(first, at, (bytes) => redaction.identifiers.label(bytes));
  }
}
