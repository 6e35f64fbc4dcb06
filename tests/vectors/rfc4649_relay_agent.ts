import { fromHex } from "../../src/dhcpv6/mod.ts";
import { ClientLinkLayerAddress, RemoteId, SubscriberId } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const relayAgentVectors: readonly Vector[] = [
  vector(RemoteId, {
    hex: "0025001600000009020023000001000a0003000100211c7d486e",
    from: "a Cisco relay agent sent it (shared fixture relayed-solicit)",
    value: { enterprise: 9, id: fromHex("020023000001000a0003000100211c7d486e") },
    json: { enterprise: 9, id: "020023000001000a0003000100211c7d486e" },
    text: "remote-id: enterprise 9 (Cisco), id 020023000001000a0003000100211c7d486e",
  }),
  vector(RemoteId, {
    hex: "0025000a00000368706f72742037",
    from: "scapy 2.8.0 made it: DHCP6OptRemoteID",
    value: { enterprise: 872, id: new TextEncoder().encode("port 7") },
    json: { enterprise: 872, id: "706f72742037" },
    text: 'remote-id: enterprise 872 (AVM), id 706f72742037 "port 7"',
  }),
  vector(SubscriberId, {
    hex: "0026000d637573746f6d65722d30303432",
    from: "scapy 2.8.0 made it: DHCP6OptSubscriberID",
    value: { id: new TextEncoder().encode("customer-0042") },
    json: { id: "637573746f6d65722d30303432" },
    text: 'subscriber-id: 637573746f6d65722d30303432 "customer-0042"',
  }),
  vector(ClientLinkLayerAddress, {
    hex: "004f000800013431c43cb2f1",
    from: "scapy 2.8.0 made it: DHCP6OptClientLinkLayerAddr",
    value: { hardwareType: 1, address: fromHex("3431c43cb2f1") },
    json: { "hardware-type": 1, address: "3431c43cb2f1" },
    text: "client-linklayer-addr: hardware-type ethernet, address 34:31:c4:3c:b2:f1",
  }),
  vector(ClientLinkLayerAddress, {
    hex: "004f000a001b0011223344556677",
    from: "dhcpkit 1.0.7 made it: LinkLayerIdOption",
    value: { hardwareType: 27, address: fromHex("0011223344556677") },
    json: { "hardware-type": 27, address: "0011223344556677" },
    text: "client-linklayer-addr: hardware-type eui-64, address 00:11:22:33:44:55:66:77",
  }),
];
