import { defineOption, type OptionDef } from "../option.ts";
import { addresses } from "../field.ts";
import { dhcpv4Message } from "../field_dhcpv4_message.ts";
import type { IPv6Address } from "../address.ts";

/** A DHCPv4 message that travels in DHCPv6. */
export interface Dhcpv4MsgValue {
  /** The DHCPv4 message as it was, padding included; `dhcpv4Header` reads its header. */
  message: Uint8Array;
}

/** DHCPv4 Message option. */
export const Dhcpv4Msg: OptionDef<Dhcpv4MsgValue> = /* @__PURE__ */ defineOption(
  87,
  "dhcpv4-msg",
  "RFC 7341 section 7.1",
  { message: dhcpv4Message },
  { within: ["dhcpv4-query", "dhcpv4-response"], requestable: false },
);

/** Where a client sends its DHCPv4-queries. */
export interface Dhcp4o6ServersValue {
  /** The servers, unicast or multicast; none for the multicast address of all relay agents and servers. */
  addresses: IPv6Address[];
}

/** DHCP 4o6 Server Address option. */
export const Dhcp4o6Servers: OptionDef<Dhcp4o6ServersValue> = /* @__PURE__ */ defineOption(
  88,
  "dhcp4-o-dhcp6-server",
  "RFC 7341 section 7.2",
  { addresses },
);
