import { Duid, enterpriseName, hardwareTypeName, IPv6Address, IPv6Prefix } from "../../dhcpv6/mod.ts";
import { remoteIdText as wholeRemoteId } from "../../store/lease_answer_json.ts";
import { textOf } from "../../store/read_transaction.ts";
import { toHex, u16At, u32At } from "../../wire/mod.ts";
import { vendorName, type VendorOf } from "./vendor_name.ts";

/** An identifier as pages show it: what it is, whole, and what it says. */
export interface ShownIdentifier {
  /** All of it, to be copied: hexadecimal digits of a DUID, the text of an address. Empty for one that is not there. */
  readonly whole: string;
  /** What it says for people, in short. */
  readonly says: string;
}

/**
 * A DUID explained (RFC 9915 section 11, RFC 6355): `LL · AVM · 34:31:c4:3c:b2:f1`, `LLT · … · made 2016-12-08 07:31 UTC`, `EN · Cisco
 * (9) · …`, `UUID · …`; all of its hexadecimal digits beside it. Never throws: what is too short for its type, or of a type that
 * nobody has defined, is told to be so.
 *
 * @example
 * ```ts
 * import { shownDuid } from "./identifier.ts";
 * import { assertEquals } from "@std/assert";
 * import { fromHex } from "@dhcpkit/kafka/dhcpv6";
 *
 * const { says } = shownDuid(fromHex("00030001 3431c43cb2f1"), () => "AVM GmbH");
 * assertEquals(says, "LL · AVM · 34:31:c4:3c:b2:f1");
 * ```
 */
export function shownDuid(duid: Uint8Array, vendorOf?: VendorOf): ShownIdentifier {
  return { whole: toHex(duid), says: duidSays(duid, vendorOf) };
}

/** A MAC address with who made it: `34:31:c4:3c:b2:f1 (AVM)`; `(locally administered)` where its owner chose it, as phones do. */
export function macText(mac: string, vendorOf?: VendorOf): string {
  const maker = makerOf(mac, vendorOf);
  return maker === undefined ? mac : `${mac} (${maker})`;
}

/** An Interface-Id (RFC 9915 section 21.18): its text where it is printable ASCII, otherwise `0x` and digits; empty when there is none. */
export function interfaceIdText(interfaceId: Uint8Array): string {
  return interfaceId.length === 0 ? "" : textOf(interfaceId);
}

/** A Remote-ID (RFC 4649) as it is searched for, `9:Gi0/1`; what it says has the enterprise's name: `Cisco · Gi0/1`. */
export function shownRemoteId(remoteId: Uint8Array): ShownIdentifier {
  if (remoteId.length === 0) return { whole: "", says: "" };
  const whole = wholeRemoteId(remoteId);
  const name = remoteId.length < 4 ? undefined : enterpriseName(u32At(remoteId, 0));
  return { whole, says: name === undefined ? whole : `${name} · ${textOf(remoteId.subarray(4))}` };
}

/** An address (RFC 5952) of 16 bytes; hexadecimal digits for what is of another length, empty for nothing. */
export function addressText(address: Uint8Array | undefined): string {
  if (address === undefined) return "";
  return address.length === 16 ? String(IPv6Address.from(address)) : toHex(address);
}

/** A prefix (RFC 5952) without the bits behind its length, which mean nothing: `2001:db8:ffcc:fe00::/56`. */
export function prefixText({ address, length }: IPv6Prefix): string {
  const bytes = address.bytes;
  bytes.forEach((byte, i) => bytes[i] = i * 8 >= length ? 0 : byte & (0xff00 >> Math.min(length - i * 8, 8)));
  return String(new IPv6Prefix(IPv6Address.from(bytes), length));
}

function duidSays(duid: Uint8Array, vendorOf: VendorOf | undefined): string {
  if (duid.length === 0) return "no DUID";
  const { content } = new Duid(duid);
  switch (content.type) {
    case "link-layer":
      return ["LL", ...linkLayerParts(content, vendorOf)].join(" · ");
    case "link-layer-time":
      return ["LLT", ...linkLayerParts(content, vendorOf), `made ${minuteText(content.time)}`].join(" · ");
    case "enterprise":
      return `EN · ${enterpriseSays(content.enterprise)} · ${identifierSays(content.identifier)}`;
    case "uuid":
      return `UUID · ${content.uuid}`;
    case "opaque":
      return opaqueSays(duid);
  }
}

function linkLayerParts(
  { hardwareType, linkLayerAddress }: { hardwareType: number; linkLayerAddress: Uint8Array },
  vendorOf: VendorOf | undefined,
): string[] {
  const address = linkLayerAddress.length === 0 ? "no address" : toHex(linkLayerAddress, ":");
  if (hardwareType !== 1 || linkLayerAddress.length !== 6) return [hardwareTypeName(hardwareType), address];
  const maker = makerOf(address, vendorOf);
  return maker === undefined ? [address] : [maker, address];
}

/** Who made an interface, by the MAC address that it has. */
function makerOf(mac: string, vendorOf: VendorOf | undefined): string | undefined {
  const holder = vendorOf?.(mac);
  if (holder !== undefined) return vendorName(holder);
  return (parseInt(mac.slice(0, 2), 16) & 3) === 2 ? "locally administered" : undefined;
}

function enterpriseSays(enterprise: number): string {
  const name = enterpriseName(enterprise);
  return name === undefined ? `enterprise ${enterprise}` : `${name} (${enterprise})`;
}

function identifierSays(identifier: Uint8Array): string {
  if (identifier.length === 0) return "no identifier";
  return textOf(identifier).replace(/^0x/, "");
}

function opaqueSays(duid: Uint8Array): string {
  if (duid.length < 3) return `${toHex(duid)} · too short for a DUID`;
  const type = u16At(duid, 0), name = { 1: "LLT", 2: "EN", 3: "LL", 4: "UUID" }[type];
  return name === undefined ? `DUID of type ${type} · ${duid.length} bytes` : `${name} · not as long as it has to be`;
}

/** DUIDs tell the second in which they were made; the minute is more than anybody asks for. */
function minuteText(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
