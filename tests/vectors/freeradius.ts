import { IPv6Address, type IPv6Prefix, toHex } from "../../src/dhcpv6/mod.ts";
import { corpus, type CorpusMessage } from "./corpus.ts";

/** An attribute as FreeRADIUS prints it: the names on the way to it, joined by dots, and its value. */
export type Attribute = readonly [name: string, value: string];

/** Options in FreeRADIUS' own tests, with what FreeRADIUS reads in them: attributes, or the error that it reports. */
export interface FreeradiusVector extends CorpusMessage {
  readonly attributes: readonly Attribute[];
  readonly error?: string;
}

/** A decoded value that FreeRADIUS has a text form for; true and false are bits. */
export type Reading = string | number | boolean | Date | Uint8Array | IPv6Address | IPv6Prefix;

/** The single options of the corpus that occur in FreeRADIUS' tests. A test that reads these declares the need `shared-corpus`. */
export function freeradiusVectors(): FreeradiusVector[] {
  return corpus().flatMap((packet) => {
    const { freeradius } = packet;
    if (freeradius === undefined || !packet.id.startsWith("options/")) return [];
    if (freeradius.startsWith("ERROR: ")) return [{ ...packet, attributes: [], error: freeradius.slice(7) }];
    return [{ ...packet, attributes: parseAttributes(freeradius) }];
  });
}

/** `A = 1, B = { C = "x", D.E = 2 }` is A, B.C and B.D.E. */
export function parseAttributes(text: string): Attribute[] {
  const tokens = [...text.matchAll(/"(?:[^"\\]|\\.)*"|[{},]|:?=|[^\s{},"=]+/g)].map(([token]) => token);
  const take = (): string => {
    const token = tokens.shift();
    if (token === undefined) throw new Error(`${text}: ends too early`);
    return token;
  };
  const pairs = (path: string): Attribute[] => {
    const found: Attribute[] = [];
    do {
      const name = path + take(), operator = take();
      if (!/^:?=$/.test(operator)) throw new Error(`${text}: ${operator} where = belongs`);
      const value = take();
      if (value !== "{") found.push([name, value.replace(/^"(.*)"$/, "$1")]);
      else {
        found.push(...pairs(`${name}.`));
        if (take() !== "}") throw new Error(`${text}: a } is missing`);
      }
    } while (tokens[0] === "," && tokens.shift());
    return found;
  };
  const found = pairs("");
  if (tokens.length > 0) throw new Error(`${text}: ${tokens.join(" ")} is left over`);
  return found;
}

/** Whether FreeRADIUS' text says the same. */
export function saysTheSame(value: Reading, text: string): boolean {
  const word = text.replace(/^::(?=[A-Z]|\d+$)/, "");
  if (typeof value === "number") return value === (WORDS[word] ?? Number(word));
  if (typeof value === "boolean") return value === (text === "yes");
  if (value instanceof Date) return value.getTime() === (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));
  if (value instanceof Uint8Array) return toHex(value) === text.replace(/^0x/, "").replaceAll(":", "");
  if (value instanceof IPv6Address) return String(value) === String(IPv6Address.parse(text));
  return String(value) === text || String(value) === canonicalPrefix(text);
}

function canonicalPrefix(text: string): string | undefined {
  const [address, length = "128"] = text.split("/");
  return address.includes(":") ? `${IPv6Address.parse(address)}/${length}` : undefined;
}

/** Whether FreeRADIUS' tests leave a value out, which then is zero on the wire. */
export function isZero(value: Reading): boolean {
  if (value instanceof Uint8Array) return value.every((byte) => byte === 0);
  return [0, false, "", "::", "::/0"].includes(typeof value === "object" ? String(value) : value);
}

/** FreeRADIUS' words for numbers. */
const WORDS: Record<string, number> = {
  "x86-BIOS": 0,
  "ARM-64-Uboot": 22,
  "3GPP2-NB-IOT": 13,
  "DS-Lite": 64,
  "MAP-E": 94,
  "Ethernet": 1,
  "Lanstar": 9,
  "LLT": 1,
  "EN": 2,
  "LL": 3,
  "UUID": 4,
  "NoPrefixAvail": 6,
  "InformationRequest": 11,
  "Unicast": 12,
  "IA-Addr": 5,
  "Client-Location": 2,
  "Meters": 1,
  "NAD83-NAVD88": 2,
  "High": 1,
};
