import { defineOption, type OptionDef, type OptionTraits } from "../option.ts";
import { address4, bytes, domainName, type Field, type Json, u16, u32, u8 } from "../field.ts";
import { membersFrom, objectSchema, parsedFrom, textFrom, textSchema } from "../json_value.ts";
import { OptionSpace } from "../option_space.ts";
import { IPv6Address } from "../address.ts";
import { WireError } from "../../wire/mod.ts";

const REGISTRY = "CableLabs CL-SP-CANN-DHCP-Reg";

const UNVERIFIED = "the layout, which was read in other implementations";

const WITHIN_CCC: OptionTraits = { within: ["ccc"], unverified: UNVERIFIED };

const WITHIN_CCCV6: OptionTraits = { within: ["cccv6"], unverified: UNVERIFIED };

/** A DHCPv4 server of a telephony provider. */
export interface PacketCableServerValue {
  /** IPv4 address. */
  address: string;
}

/** Primary DHCPv4 server of a telephony provider. */
export const PacketCablePrimaryServer: OptionDef<PacketCableServerValue> = /* @__PURE__ */ defineOption(
  1,
  "primary-dhcp-server",
  REGISTRY,
  { address: address4 },
  WITHIN_CCC,
);

/** Secondary DHCPv4 server of a telephony provider. */
export const PacketCableSecondaryServer: OptionDef<PacketCableServerValue> = /* @__PURE__ */ defineOption(
  2,
  "secondary-dhcp-server",
  REGISTRY,
  { address: address4 },
  WITHIN_CCC,
);

/** What a CableLabs client configuration for DHCPv4 holds; codes and lengths have 16 bits there as well. */
export const packetCableSuboptions: OptionSpace = /* @__PURE__ */ new OptionSpace("PacketCable client configuration", [
  PacketCablePrimaryServer,
  PacketCableSecondaryServer,
]);

/** How a telephony adapter tells its provider's DHCPv6 server from others. */
export interface PacketCableSelectorValue {
  /** Opaque, at most 34 bytes. */
  id: Uint8Array;
}

/** Selector of the primary DHCPv6 server of a telephony provider. */
export const PacketCablePrimarySelector: OptionDef<PacketCableSelectorValue> = /* @__PURE__ */ defineOption(
  1,
  "primary-server-selector",
  REGISTRY,
  { id: bytes },
  WITHIN_CCCV6,
);

/** Selector of the secondary DHCPv6 server of a telephony provider. */
export const PacketCableSecondarySelector: OptionDef<PacketCableSelectorValue> = /* @__PURE__ */ defineOption(
  2,
  "secondary-server-selector",
  REGISTRY,
  { id: bytes },
  WITHIN_CCCV6,
);

/** A server by name, without the dot of the root, or by address. */
export type PacketCableServer = { name: string } | { address: IPv6Address };

/** Who provisions a telephony adapter. */
export interface PacketCableProvisioningServerValue {
  /** The server. */
  server: PacketCableServer;
}

/** 0 and a domain name, or 1 and an address. */
const provisioningServer: Field<PacketCableServer> = {
  kind: "u8 0 and a domain name, or u8 1 and an address",
  read(reader) {
    const at = reader.offset, type = reader.u8();
    if (type === 0) return { name: domainName.read(reader) };
    if (type === 1) return { address: IPv6Address.read(reader) };
    throw new WireError(`type ${type} at offset ${at} is neither a name nor an address`, at);
  },
  write(writer, value) {
    writer.u8("name" in value ? 0 : 1);
    if ("name" in value) domainName.write(writer, value.name);
    else value.address.write(writer);
  },
  json(value): Json {
    return "name" in value ? { name: value.name } : { address: String(value.address) };
  },
  fromJson(json) {
    const members = membersFrom(json, [], ["name", "address"]), name = members.get("name");
    if (name !== undefined) return { name: textFrom(name) };
    return { address: parsedFrom(members.get("address") ?? null, IPv6Address.parse) };
  },
  schema: () => ({ anyOf: [objectSchema({ name: textSchema() }), objectSchema({ address: textSchema() })] }),
  text: (value) => "name" in value ? value.name : String(value.address),
};

/** Provisioning server of a telephony provider. */
export const PacketCableProvisioningServer: OptionDef<PacketCableProvisioningServerValue> =
  /* @__PURE__ */ defineOption(
    3,
    "provisioning-server",
    REGISTRY,
    { server: provisioningServer },
    WITHIN_CCCV6,
  );

/** How long a telephony adapter waits for a Kerberos server, as in RFC 3495 section 8. */
export interface PacketCableBackoffValue {
  /** The first wait. */
  nominalTimeout: number;
  /** The longest wait. */
  maximumTimeout: number;
  /** How often it tries again. */
  maximumRetries: number;
}

/** Backoff and retry of AS-REQ and AS-REP. */
export const PacketCableAsBackoff: OptionDef<PacketCableBackoffValue> = /* @__PURE__ */ defineOption(
  4,
  "as-req-as-rep-backoff",
  REGISTRY,
  { nominalTimeout: u32, maximumTimeout: u32, maximumRetries: u32 },
  WITHIN_CCCV6,
);

/** Backoff and retry of AP-REQ and AP-REP. */
export const PacketCableApBackoff: OptionDef<PacketCableBackoffValue> = /* @__PURE__ */ defineOption(
  5,
  "ap-req-ap-rep-backoff",
  REGISTRY,
  { nominalTimeout: u32, maximumTimeout: u32, maximumRetries: u32 },
  WITHIN_CCCV6,
);

/** Kerberos realm of a telephony provider. */
export interface PacketCableRealmValue {
  /** Written as a domain name, without the dot of the root. */
  realm: string;
}

/** Kerberos realm of a telephony provider. */
export const PacketCableKerberosRealm: OptionDef<PacketCableRealmValue> = /* @__PURE__ */ defineOption(
  6,
  "kerberos-realm",
  REGISTRY,
  { realm: domainName },
  WITHIN_CCCV6,
);

/** What a telephony adapter does. */
export interface PacketCableFlagsValue {
  /** Bit 0 = fetch a ticket granting ticket; or the provisioning server's tickets, bit 1 = the call servers'. */
  flags: number;
}

/** Ticket Granting Server Utilization. */
export const PacketCableTicketGranting: OptionDef<PacketCableFlagsValue> = /* @__PURE__ */ defineOption(
  7,
  "tgs-utilization",
  REGISTRY,
  { flags: u8 },
  WITHIN_CCCV6,
);

/** How long a telephony adapter takes for provisioning at most. */
export interface PacketCableTimerValue {
  /** Minutes, 0 to 30. */
  minutes: number;
}

/** Provisioning timer of a telephony adapter. */
export const PacketCableProvisioningTimer: OptionDef<PacketCableTimerValue> = /* @__PURE__ */ defineOption(
  8,
  "provisioning-timer",
  REGISTRY,
  { minutes: u8 },
  WITHIN_CCCV6,
);

/** Security Ticket Control: which tickets a telephony adapter throws away. */
export const PacketCableTicketControl: OptionDef<PacketCableFlagsValue> = /* @__PURE__ */ defineOption(
  9,
  "security-ticket-control",
  REGISTRY,
  { flags: u16 },
  WITHIN_CCCV6,
);

/** What a CableLabs client configuration for DHCPv6 holds. */
export const packetCableV6Suboptions: OptionSpace = /* @__PURE__ */ new OptionSpace(
  "PacketCable client configuration for IPv6",
  [
    PacketCablePrimarySelector,
    PacketCableSecondarySelector,
    PacketCableProvisioningServer,
    PacketCableAsBackoff,
    PacketCableApBackoff,
    PacketCableKerberosRealm,
    PacketCableTicketGranting,
    PacketCableProvisioningTimer,
    PacketCableTicketControl,
  ],
);
