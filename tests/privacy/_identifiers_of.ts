import { decode, type DecodedMessage, type DecodedOption, Duid, RelayMessage, toHex } from "@dhcpkit/kafka/dhcpv6";
import { encode } from "../../src/wire/mod.ts";
import { type IPv6Address, type IPv6Prefix, Message, WireError } from "@dhcpkit/kafka/dhcpv6";
import { sensitivities } from "@dhcpkit/kafka/privacy";

/** Something that tells a person or a device: what it is, and its bytes. */
export interface Found {
  readonly what: string;
  readonly bytes: Uint8Array;
}

/** Options that hold what only one client or line has, whatever is in them. */
const OPAQUE =
  /^(client-id|relay-id|remote-id|subscriber-id|interface-id|user-class|vendor-class|client-fqdn|vss|ialocator)$/;
const OPAQUE_PARTS =
  /^(device-serial-number|serial-number|krb-principal-name|f-dns-host-name|registered-domain|vendor-specific|mip6-hnidf)$/;

const ADDRESSES =
  /^(ia-address|ia-prefix|link-address|framed-ipv6-address|4o6-source-address|mip6-haa|lq-client-link|lq-relay-data|lq-query)$/;
const MACS = /^(client-linklayer-addr|lladdr|device-id|cm-mac-addr|ani-ap-bssid|dhcpv4-msg)$/;

function hasIdentifiers(option: string): boolean {
  return [OPAQUE, OPAQUE_PARTS, ADDRESSES, MACS].some((names) => names.test(option));
}

/** Everything of that sort in a packet, found by reading it, without looking at what the code under test knows. */
export function identifiersOf(message: Message): Found[] {
  const found: Found[] = [];
  inMessage(decode(message), found);
  return found.filter(({ bytes }) => bytes.length >= 6 && new Set(bytes).size >= 4);
}

function inMessage({ message, options }: DecodedMessage, found: Found[]): void {
  if (message instanceof RelayMessage) {
    anAddress("link-address", message.linkAddress, found);
    anAddress("peer-address", message.peerAddress, found);
  }
  inOptions(options, found);
}

function inOptions(options: readonly DecodedOption[], found: Found[]): void {
  for (const option of options) {
    const { definition, value, inside } = option;
    if (definition !== undefined && value !== undefined) inValue(definition.name, value as Value, found);
    if (inside === undefined) continue;
    if ("message" in inside) inMessage(inside, found);
    else inOptions(inside, found);
  }
}

interface Value {
  readonly [key: string]: unknown;
}

function inValue(name: string, value: Value, found: Found[]): void {
  if (value.duid instanceof Duid && name !== "server-id") aDuid(name, value.duid, found);
  if (/^(ia-address|link-address|framed-ipv6-address|4o6-source-address|mip6-haa)$/.test(name)) {
    anAddress(name, value.address as IPv6Address, found);
  }
  if (name === "lq-client-link") { for (const one of value.addresses as IPv6Address[]) anAddress(name, one, found); }
  if (name === "lq-relay-data") anAddress(name, value.peerAddress as IPv6Address, found);
  if (name === "lq-query") anAddress(name, value.linkAddress as IPv6Address, found);
  if (name === "ia-prefix") {
    const { address, length } = value.prefix as IPv6Prefix;
    if (length > 40) found.push({ what: name, bytes: address.bytes.subarray(0, Math.floor(length / 8)) });
  }
  if (/^(client-linklayer-addr|lladdr|device-id|cm-mac-addr|ani-ap-bssid)$/.test(name)) {
    aMac(name, (value.address ?? value.bssid) as Uint8Array, found);
  }
  if (name === "dhcpv4-msg") {
    const packet = value.message as Uint8Array;
    if (packet.length >= 240 && packet[2] === 6) aMac("chaddr", packet.subarray(28, 34), found);
  }
  if (OPAQUE.test(name) || OPAQUE_PARTS.test(name)) {
    for (const part of Object.values(value).flat()) {
      if (part instanceof Uint8Array) found.push({ what: name, bytes: part });
      else if (typeof part === "string" && /^[\x20-\x7e]+$/.test(part)) {
        for (const label of part.split(".")) found.push({ what: name, bytes: new TextEncoder().encode(label) });
      }
    }
  }
}

function aDuid(name: string, duid: Duid, found: Found[]): void {
  const { content } = duid;
  // Nobody's address, which stays.
  if ("linkLayerAddress" in content && content.linkLayerAddress.every((byte) => byte === 0)) return;
  found.push({ what: name, bytes: duid.bytes });
  if ("linkLayerAddress" in content) aMac(name, content.linkLayerAddress, found);
  if (content.type === "enterprise") found.push({ what: name, bytes: content.identifier });
  if (content.type === "uuid") found.push({ what: name, bytes: duid.bytes.subarray(2) });
}

/** In every way in which it is written. */
function aMac(name: string, mac: Uint8Array, found: Found[]): void {
  found.push({ what: name, bytes: mac });
  if (mac.length !== 6) return;
  found.push({
    what: `${name} as EUI-64`,
    bytes: new Uint8Array([mac[0] ^ 2, mac[1], mac[2], 255, 254, ...mac.subarray(3)]),
  });
  for (const separator of ["", ":", "-"]) {
    const text = toHex(mac, separator);
    for (const form of [text, text.toUpperCase()]) {
      found.push({ what: `${name} as text`, bytes: new TextEncoder().encode(form) });
    }
  }
}

/** The whole, and the part that tells a host where it is not just a small number. Groups and `::` are nobody's. */
function anAddress(name: string, address: IPv6Address, found: Found[]): void {
  if (address.isMulticast || address.isUnspecified || address.isLoopback) return;
  const { bytes } = address;
  found.push({ what: name, bytes });
  found.push({ what: `${name}, interface identifier`, bytes: bytes.subarray(8) });
}

/** A packet that may be no message. */
export function messageOf(bytes: Uint8Array): Message | undefined {
  try {
    return Message.parse(bytes);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

/** Names of fields, as `option.field`, whose bytes are meant to stay. Of options with identifiers, only numbers are. */
export function keptFields(): ReadonlySet<string> {
  const names = [...sensitivities].flatMap(([space, options]) =>
    space.definitions.flatMap(({ name, fields }) => {
      const sensitivity = options[name];
      const kept = fields.filter(({ key }) => sensitivity === "keep" || sensitivity[key] === "keep");
      return kept.filter(({ field }) => !hasIdentifiers(name) || /^u(8|16|32)/.test(field.kind)).map(({ key }) =>
        `${name}.${key}`
      );
    })
  );
  return new Set(names);
}

/**
 * Identifiers of `input` that stand in `output`, except in the fields named, since what a server tells everybody may be
 * somebody's address as well, or nearly all of one, and but for codes, lengths and headers of messages, which may look like anything.
 * Tokens have the length and the place of what they replace, so a place means the same in both.
 */
export function leaks(input: Message, output: Message, excepted: ReadonlySet<string>): string[] {
  const text = toHex(output.save()), places = placesIn(input);
  return identifiersOf(input).flatMap(({ what, bytes }) => {
    const needle = toHex(bytes), left: string[] = [];
    for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
      const around = new Set(places.slice(at / 2, at / 2 + bytes.length));
      const outside = places.slice(at / 2, at / 2 + bytes.length).filter((place) => !excepted.has(place)).length;
      if (at % 2 === 0 && !around.has(STRUCTURE) && outside >= TELLING) {
        left.push(`${what} ${needle} is left at ${at / 2}, in ${[...around].join()}`);
      }
    }
    return left;
  });
}

const STRUCTURE = "structure";
/** Fewer bytes than these, beside a field that stays and happens to say the same, are nobody's. */
const TELLING = 4;

/** What each byte of a packet belongs to. */
function placesIn(message: Message): string[] {
  const places = new Array<string>(message.length).fill("outside");
  place(decode(message), places, 0);
  return places;
}

function place({ message, options }: DecodedMessage, places: string[], start: number): void {
  const isRelay = message instanceof RelayMessage;
  places.fill(STRUCTURE, start, start + (isRelay ? 2 : 4));
  if (isRelay) places.fill("relay addresses", start + 2, start + 34);
  placeOptions(options, places);
}

function placeOptions(options: readonly DecodedOption[], places: string[]): void {
  for (const { code, definition, value, start, end, inside } of options) {
    places.fill(String(definition?.name ?? code), start, end);
    if (code !== undefined) places.fill(STRUCTURE, start - 4, start);
    if (definition === undefined || value === undefined) continue;
    let at = end - encode((writer) => definition.write(writer, value)).length;
    for (const { key, field } of definition.fields) {
      const next = at + encode((writer) => field.write(writer, (value as Value)[key])).length;
      places.fill(`${definition.name}.${key}`, at, next);
      at = next;
    }
    if (inside === undefined) continue;
    if ("message" in inside) place(inside, places, end - inside.message.length);
    else placeOptions(inside, places);
  }
}
