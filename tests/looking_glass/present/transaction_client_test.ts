import { assert, assertEquals } from "@std/assert";
import { IPv6Address, Message, MessageType, Options, RelayMessage } from "@dhcpkit/kafka/dhcpv6";
import { InterfaceId, RelayMsg } from "@dhcpkit/kafka/dhcpv6/options";
import {
  clientHaystack,
  isInHaystack,
  transactionClient,
  transactionClientText,
} from "../../../src/looking_glass/present/transaction_client.ts";
import { bytes, transaction } from "../../store/_transactions.ts";
import { ia, packet } from "../../store/_packets.ts";

const stored = (request?: Uint8Array, response?: Uint8Array) => ({
  ...transaction(1, { request, response }),
  ...{ id: 1, serverId: 1, clientId: 1, request, response },
});
const vendorOf = () => "AVM GmbH";
const RELAYED = stored(
  new RelayMessage({
    ...{ type: MessageType.RelayForward, hopCount: 0 },
    ...{ linkAddress: IPv6Address.parse("2001:db8::1"), peerAddress: IPv6Address.parse("fe80::1") },
    options: Options.of(
      InterfaceId.of({ id: bytes("Gi0/1") }),
      RelayMsg.of({ message: Message.parse(packet("Solicit", ia())) }),
    ),
  }).save(),
);

Deno.test("a client is what its packets say, the answer's where there is no request", () => {
  const text = (...packets: Parameters<typeof stored>) => {
    const client = transactionClient(stored(...packets));
    return client && transactionClientText(client, vendorOf);
  };
  assertEquals(text(packet("Solicit", ia())), "LL · AVM · 02:00:5e:00:00:01");
  assertEquals(text(undefined, packet("Reply", ia())), "LL · AVM · 02:00:5e:00:00:01");
  assertEquals(text(undefined, undefined), undefined);
  assertEquals(text(bytes("no"), undefined), undefined, "a packet that is none");
});

Deno.test("a client is found by a part of anything it is known by, digits however they are divided", () => {
  const haystack = clientHaystack(RELAYED, vendorOf);
  for (const text of ["avm", "02:00:5e:00", "02005e", "0200.5e00", "02-00-5e", "00030001", "gi0/1"]) {
    assert(isInHaystack(haystack, text), text);
  }
  for (const text of ["cisco", "ff:ff", "::", "gi0/2"]) assert(!isInHaystack(haystack, text), text);
  assertEquals(clientHaystack(stored()), "");
});
