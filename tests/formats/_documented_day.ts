import {
  ClientServerMessage,
  Duid,
  IPv6Address,
  IPv6Prefix,
  MessageType,
  type OptionEntry,
  Options,
  RelayMessage,
} from "@dhcpkit/kafka/dhcpv6";
import { ClientId, IaPd, IaPrefix, InterfaceId, RelayMsg, ServerId, Status } from "@dhcpkit/kafka/dhcpv6/options";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import type { TypeName } from "../store/_packets.ts";

/** A line of the day: when (UTC), at which server, who asked for what, the answer, how long it took. */
type Line = readonly [
  time: string,
  server: string,
  client: keyof typeof PORTS,
  request: TypeName,
  response: TypeName | "",
  ms: number,
  what?: { readonly prefix?: string; readonly hours?: number; readonly status?: number },
];

const PORTS = { f1: "Fa2/3", f2: "Fa2/4", f3: "Gi0/7", f4: "Gi0/8", f5: "Gi0/9" } as const;
const PREFIX = "2001:db8:1000::/56";

/** The day that docs/formats.md asks about. */
const DAY: readonly Line[] = [
  ["09:12:41.310", "dhcp01", "f1", "Solicit", "Advertise", 1.8, { prefix: PREFIX, hours: 4 }],
  ["09:12:42.020", "dhcp01", "f1", "Request", "Reply", 2.4, { prefix: PREFIX, hours: 4 }],
  ["09:30:00.000", "dhcp02", "f3", "Solicit", "Advertise", 840, { prefix: "2001:db8:1003::/56", hours: 12 }],
  ["09:30:02.000", "dhcp02", "f3", "Request", "Reply", 1250, { prefix: "2001:db8:1003::/56", hours: 12 }],
  ["10:00:00.000", "dhcp01", "f4", "Solicit", "", 0],
  ["10:00:01.100", "dhcp01", "f4", "Solicit", "", 0],
  ["10:00:01.200", "dhcp03", "f4", "Solicit", "", 0],
  ["10:05:00.000", "dhcp03", "f5", "Solicit", "Advertise", 3.1, { status: 6 }],
  ["11:00:00.500", "dhcp01", "f1", "Renew", "Reply", 2.1, { prefix: PREFIX, hours: 4 }],
  ["12:00:00.000", "dhcp03", "f5", "Request", "Reply", 2.9, { prefix: "2001:db8:1005::/56", hours: 4 }],
  ["14:30:00.000", "dhcp01", "f1", "Release", "Reply", 1.9, { prefix: PREFIX }],
  ["14:45:10.000", "dhcp02", "f2", "Request", "Reply", 2130, { prefix: PREFIX, hours: 2 }],
];

/** The transactions of the day. */
export function documentedDay(): DHCPKafkaMessage[] {
  return DAY.map(([time, server, client, request, response, ms, what = {}]) => {
    const timestampIn = Date.parse(`2026-11-30T${time}Z`) / 1000;
    const asked = request === "Release" && what.prefix ? [delegated(what.prefix, 0)] : [];
    const told = [
      ...(what.prefix && what.hours ? [delegated(what.prefix, what.hours * 3600)] : []),
      ...(what.status ? [Status.of({ code: what.status, message: "all in use" })] : []),
    ];
    return new DHCPKafkaMessage({
      serverName: `${server}.example.com`,
      timestampIn,
      messageIn: relayed("RelayForward", client, request, asked),
      timestampOut: response === "" ? 0 : timestampIn + ms / 1000,
      ...response === "" ? {} : { messageOut: relayed("RelayReply", client, response, told) },
    });
  });
}

function delegated(text: string, validLifetime: number): OptionEntry {
  const prefix = IPv6Prefix.parse(text);
  const inner = IaPrefix.of({ prefix, preferredLifetime: validLifetime, validLifetime, options: Options.none });
  return IaPd.of({ iaid: 1, t1: validLifetime / 2, t2: validLifetime * 0.8, options: Options.of(inner) });
}

function relayed(
  type: "RelayForward" | "RelayReply",
  client: keyof typeof PORTS,
  inner: TypeName,
  options: OptionEntry[],
): RelayMessage {
  const duid = Duid.parse(`000300013431c43cb2${client}`), server = Duid.parse("0003000102005e000001");
  const message = new ClientServerMessage({
    type: MessageType[inner],
    transactionId: 0xf350d6,
    options: Options.of(ClientId.of({ duid }), ServerId.of({ duid: server }), ...options),
  });
  return new RelayMessage({
    type: MessageType[type],
    hopCount: 0,
    linkAddress: IPv6Address.parse("2001:db8:ffff::1"),
    peerAddress: IPv6Address.parse(`fe80::3631:c4ff:fe3c:b2${client}`),
    options: Options.of(InterfaceId.of({ id: new TextEncoder().encode(PORTS[client]) }), RelayMsg.of({ message })),
  });
}
