import { defineOption, type OptionDef } from "../option.ts";
import { fieldLike } from "../field_like.ts";
import { type Field, seconds, u32 } from "../field.ts";
import { hardwareType, linkLayerAddress } from "../field_link_layer.ts";
import { options } from "../nested_field.ts";
import type { Options } from "../options.ts";
import type { IaValue } from "./rfc9915_identity_association.ts";

/** Identity Association for Link-Layer Addresses option: holds {@linkcode LinkLayerAddresses} and a status code. */
export const IaLl: OptionDef<IaValue> = /* @__PURE__ */ defineOption(
  138,
  "ia-ll",
  "RFC 8947 section 11.1",
  { iaid: u32, t1: seconds, t2: seconds, options },
  {
    repeats: true,
    within: ["solicit", "advertise", "request", "confirm", "renew", "rebind", "release", "decline", "reply"],
    requestable: false,
  },
);

/** Bytes behind their 16-bit length, once. */
const countedAddress: Field<Uint8Array> = /* @__PURE__ */ fieldLike(linkLayerAddress, {
  kind: "link-layer address behind a u16 length",
  read: (reader) => reader.view(reader.u16()),
  write(writer, value) {
    const mark = writer.openLength();
    writer.bytes(value);
    writer.closeLength(mark);
  },
});

/** A block of link-layer addresses, such as the MAC addresses of virtual machines. */
export interface LinkLayerAddressesValue {
  /** Type from the ARP registry; 1 = Ethernet. */
  hardwareType: number;
  /** The first address, of any length. */
  address: Uint8Array;
  /** How many more follow it without a gap: 0 = the block is one address. */
  extraAddresses: number;
  /** Valid lifetime in seconds; 0xffffffff = infinity. */
  validLifetime: number;
  /** A status code, or none. */
  options: Options;
}

/** Link-Layer Addresses option. */
export const LinkLayerAddresses: OptionDef<LinkLayerAddressesValue> = /* @__PURE__ */ defineOption(
  139,
  "lladdr",
  "RFC 8947 section 11.2",
  { hardwareType, address: countedAddress, extraAddresses: u32, validLifetime: seconds, options },
  { repeats: true, within: ["ia-ll"], requestable: false },
);
