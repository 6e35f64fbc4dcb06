import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import { fromHex, IPv6Address, Message, Options, RelayMessage } from "@dhcpkit/kafka/dhcpv6";
import { IaNa, IaPd, InterfaceId, RelayMsg, RemoteId, VendorClass } from "@dhcpkit/kafka/dhcpv6/options";
import { address, packet, prefix, status } from "../store/_packets.ts";
import { Writer } from "../../src/wire/mod.ts";

/** When the request of {@linkcode answered} came in. */
export const RECEIVED_AT = 1767225600.123456;

/** What else a record holds. */
interface Parts {
  readonly name?: Uint8Array;
  readonly timestampIn?: number;
  readonly timestampOut?: number;
}

/** The value of a record, whatever its packets are. */
export function valueOf(
  request: Uint8Array | undefined,
  response: Uint8Array | undefined,
  { name = new TextEncoder().encode("dhcp01"), timestampIn = RECEIVED_AT, timestampOut = RECEIVED_AT + 0.25 }: Parts =
    {},
): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  writer.u8(1);
  writer.u8(name.length);
  writer.bytes(name);
  writer.f64(timestampIn);
  writer.u16(request?.length ?? 0);
  writer.bytes(request ?? new Uint8Array());
  writer.f64(timestampOut);
  writer.u16(response?.length ?? 0);
  writer.bytes(response ?? new Uint8Array());
  return writer.toBytes() as Uint8Array<ArrayBuffer>;
}

/** A relayed Request and the Reply with an address and a prefix. */
export function answered(): DHCPKafkaMessage {
  const wrapped = (type: 12 | 13, bytes: Uint8Array) =>
    new RelayMessage({
      type,
      hopCount: 0,
      linkAddress: IPv6Address.parse("2001:db8:ffff::1"),
      peerAddress: IPv6Address.parse("fe80::3631:c4ff:fe3c:b2f1"),
      options: Options.of(
        InterfaceId.of({ id: new TextEncoder().encode("Fa2/3") }),
        RemoteId.of({ enterprise: 9, id: fromHex("c0ff") }),
        RelayMsg.of({ message: Message.parse(bytes) }),
      ),
    });
  const iaPd = IaPd.of({ iaid: 7, t1: 1800, t2: 2880, options: Options.of(prefix("2001:db8:1000::/56", 3600)) });
  const iaNa = IaNa.of({
    iaid: 7,
    t1: 1800,
    t2: 2880,
    options: Options.of(address("2001:db8::12", 3600), address("2001:db8::13", 0)),
  });
  return new DHCPKafkaMessage({
    serverName: "dhcp01.example.com",
    timestampIn: RECEIVED_AT,
    messageIn: wrapped(
      12,
      packet("Request", VendorClass.of({ enterprise: 872, classes: [new TextEncoder().encode("AVM")] })),
    ),
    timestampOut: RECEIVED_AT + 0.003,
    messageOut: wrapped(13, packet("Reply", iaNa, iaPd)),
  });
}

/** A Solicit and an Advertise without a prefix. */
export function refused(): DHCPKafkaMessage {
  return new DHCPKafkaMessage({
    serverName: "dhcp01.example.com",
    timestampIn: RECEIVED_AT,
    messageIn: Message.parse(packet("Solicit")),
    timestampOut: RECEIVED_AT + 1.5,
    messageOut: Message.parse(packet("Advertise", status(6, "all in use"))),
  });
}
