import {
  ClientServerMessage,
  Duid,
  IPv6Address,
  IPv6Prefix,
  Message,
  MessageType,
  type OptionEntry,
  Options,
  RelayMessage,
} from "@dhcpkit/kafka/dhcpv6";
import { ClientId, IaAddress, IaNa, IaPd, IaPrefix, RelayMsg, Status } from "@dhcpkit/kafka/dhcpv6/options";

/** The name of a message type. */
export type TypeName = keyof typeof MessageType;

/** A message of a client or server with these options behind a Client Identifier. */
export function packet(type: TypeName, ...options: OptionEntry[]): Uint8Array {
  return packetOf(Duid.parse("00030001 02005e000001"), type, ...options);
}

/** The same of another client. */
export function packetOf(duid: Duid, type: TypeName, ...options: OptionEntry[]): Uint8Array {
  return new ClientServerMessage({
    type: MessageType[type],
    transactionId: 0xf350d6,
    options: Options.of(ClientId.of({ duid }), ...options),
  }).save();
}

/** A packet within so many relay messages. */
export function relayed(type: "RelayForward" | "RelayReply", times: number, bytes: Uint8Array): Uint8Array {
  let message = Message.parse(bytes);
  for (let hopCount = 0; hopCount < times; hopCount++) {
    const address = IPv6Address.parse(`fe80::${hopCount}`);
    const options = Options.of(RelayMsg.of({ message }));
    message = new RelayMessage({
      type: MessageType[type],
      hopCount,
      linkAddress: address,
      peerAddress: address,
      options,
    });
  }
  return message.save();
}

/** An IA_NA (number 1, T1 10 s, T2 20 s) with these options. */
export function ia(...options: OptionEntry[]): OptionEntry {
  return IaNa.of({ iaid: 1, t1: 10, t2: 20, options: Options.of(...options) });
}

/** An IA_PD (number 1, T1 10 s, T2 20 s) with these options. */
export function iaPd(...options: OptionEntry[]): OptionEntry {
  return IaPd.of({ iaid: 1, t1: 10, t2: 20, options: Options.of(...options) });
}

/** An address with a valid lifetime in seconds. */
export function address(text: string, validLifetime: number, ...options: OptionEntry[]): OptionEntry {
  const address = IPv6Address.parse(text);
  return IaAddress.of({ address, preferredLifetime: 0, validLifetime, options: Options.of(...options) });
}

/** A prefix with a valid lifetime in seconds. */
export function prefix(text: string, validLifetime: number, ...options: OptionEntry[]): OptionEntry {
  const prefix = IPv6Prefix.parse(text);
  return IaPrefix.of({ preferredLifetime: 0, validLifetime, prefix, options: Options.of(...options) });
}

/** A status code without a message. */
export function status(code: number, message = ""): OptionEntry {
  return Status.of({ code, message });
}
