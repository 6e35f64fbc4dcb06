import { decodeUtf8, toHex, u32At } from "../../wire/mod.ts";
import { IPv6Address } from "../address.ts";
import type { Duid } from "../duid.ts";
import type { Json } from "../field.ts";
import type { IPv6Prefix } from "../prefix.ts";
import { clearedBehind } from "../prefix_bits.ts";
import { decodePunycode } from "./punycode.ts";

/** An object in JSON. */
export type JsonObject = { readonly [key: string]: Json };

/** Bytes: as text where all of them are printable ASCII, otherwise `hex:` and digits. */
export function bytesJson(bytes: Uint8Array): string {
  const isPrintable = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  return isPrintable ? decodeUtf8(bytes) : `hex:${toHex(bytes)}`;
}

/** A number that counts as bytes there: so many of them, in network order. */
export function numberJson(value: number | bigint, length: number): string {
  const digits = value.toString(16).padStart(2 * length, "0");
  return bytesJson(Uint8Array.from({ length }, (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16)));
}

/** An address: as in RFC 5952, but for one that holds an IPv4 address, which is written like any other. */
export function addressJson(address: IPv6Address): string {
  const text = String(address);
  if (!text.includes(".")) return text;
  return `::ffff:${(address.word3 >>> 16).toString(16)}:${(address.word3 & 0xffff).toString(16)}`;
}

/** A prefix, the bits behind its length cleared. */
export function prefixJson({ address, length }: IPv6Prefix): string {
  return `${addressJson(IPv6Address.from(clearedBehind(address.bytes, length)))}/${length}`;
}

/** An IPv4 prefix, the bits behind its length cleared. */
export function prefix4Json(address: string, length: number): string {
  return `${clearedBehind(Uint8Array.from(address.split("."), Number), length).join(".")}/${length}`;
}

/** A DUID, by its type. */
export function duidJson({ bytes, content }: Duid): JsonObject {
  switch (content.type) {
    case "link-layer-time":
      return {
        LinkLayerTimeDUID: {
          hardware_type: content.hardwareType,
          time: u32At(bytes, 4),
          link_layer_address: bytesJson(content.linkLayerAddress),
        },
      };
    case "link-layer":
      return {
        LinkLayerDUID: {
          hardware_type: content.hardwareType,
          link_layer_address: bytesJson(content.linkLayerAddress),
        },
      };
    case "enterprise":
      return {
        EnterpriseDUID: { enterprise_number: content.enterprise, identifier: bytesJson(content.identifier) },
      };
    default:
      return {
        UnknownDUID: { duid_type: (bytes[0] ?? 0) << 8 | (bytes[1] ?? 0), duid_data: bytesJson(bytes.subarray(2)) },
      };
  }
}

/** A domain name: in lower case, without escapes of dots, and internationalized labels as people read them (RFC 5890). */
export function nameJson(name: string): string {
  return name.toLowerCase().replaceAll("\\.", ".").split(".").map(labelJson).join(".");
}

/** A whole domain name, which ends with the dot of the root there. */
export function wholeNameJson(name: string): string {
  return name.endsWith(".") ? nameJson(name) : `${nameJson(name)}.`;
}

function labelJson(label: string): string {
  return label.startsWith("xn--") ? decodePunycode(label.slice(4)) ?? label : label;
}
