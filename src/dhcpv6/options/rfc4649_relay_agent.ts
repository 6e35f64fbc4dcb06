import { u32At } from "../../wire/mod.ts";
import { defineOption, type OptionDef } from "../option.ts";
import { bytes } from "../field.ts";
import { enterpriseNumber } from "../field_enterprise.ts";
import { hardwareType, linkLayerAddress } from "../field_link_layer.ts";

/** Which customer line a relay agent got a message on. */
export interface RemoteIdValue {
  /** The relay agent's vendor, in IANA's list of private enterprises. */
  enterprise: number;
  /** Opaque, unique within the enterprise number. */
  id: Uint8Array;
}

/** Relay Agent Remote-ID option; servers copy it, as those below, into a Relay-reply when asked (RFC 4994). */
export const RemoteId: OptionDef<RemoteIdValue> = /* @__PURE__ */ defineOption(
  37,
  "remote-id",
  "RFC 4649 section 3",
  { enterprise: enterpriseNumber, id: bytes },
  { within: ["relay-forward", "relay-reply", "lq-query"], requestable: false },
  {
    read: (bytes, at, end) =>
      end - at < 4 ? undefined : { enterprise: u32At(bytes, at), id: bytes.subarray(at + 4, end) },
    write(writer, { enterprise, id }) {
      writer.u32(enterprise);
      writer.bytes(id);
    },
    wellFormedFrom: 4,
  },
);

/** Which customer a relay agent got a message from. */
export interface SubscriberIdValue {
  /** Opaque, unique within the provider; mostly text. */
  id: Uint8Array;
}

/** Relay Agent Subscriber-ID option. */
export const SubscriberId: OptionDef<SubscriberIdValue> = /* @__PURE__ */ defineOption(
  38,
  "subscriber-id",
  "RFC 4580 section 2",
  { id: bytes },
  { within: ["relay-forward", "relay-reply"], requestable: false },
);

/** The link-layer address that a relay agent got a message from. */
export interface ClientLinkLayerAddressValue {
  /** Type from the ARP registry; 1 = Ethernet. */
  hardwareType: number;
  /** Of any length. */
  address: Uint8Array;
}

/** Client Link-Layer Address option. */
export const ClientLinkLayerAddress: OptionDef<ClientLinkLayerAddressValue> = /* @__PURE__ */ defineOption(
  79,
  "client-linklayer-addr",
  "RFC 6939 section 4",
  { hardwareType, address: linkLayerAddress },
  { within: ["relay-forward", "relay-reply", "reconfigure-request"], requestable: false },
);
