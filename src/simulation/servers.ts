import { Duid } from "../dhcpv6/mod.ts";
import type { ServerName } from "./access_node.ts";

/** A server of the provider. */
export interface ServerDeclaration {
  readonly name: ServerName;
  /** Name of its host, which records have. */
  readonly hostName: string;
  readonly duid: Duid;
}

const duidOf = (number: number) => Duid.linkLayer(1, Uint8Array.of(0x02, 0x00, 0x5e, 0x10, 0x00, number));

/** The servers. The standby is on the host of `dhcp04`, and says that it is `dhcp01`. */
export const servers: readonly ServerDeclaration[] = [
  { name: "dhcp01", hostName: "dhcp01.example.com", duid: duidOf(1) },
  { name: "dhcp02", hostName: "dhcp02.example.com", duid: duidOf(2) },
  { name: "dhcp03", hostName: "dhcp03.example.com", duid: duidOf(3) },
  { name: "dhcp04", hostName: "dhcp04.example.com", duid: duidOf(4) },
  { name: "standby", hostName: "dhcp04.example.com", duid: duidOf(1) },
];

/** A server that is none of the provider's: a router, by its MAC address. */
export const rogueServerId: Duid = Duid.linkLayer(1, Uint8Array.of(0x10, 0x27, 0xf5, 0xba, 0xdb, 0xad));

/** Name of a server's host. */
export function hostNameOf(name: ServerName): string {
  return servers.find((server) => server.name === name)!.hostName;
}
