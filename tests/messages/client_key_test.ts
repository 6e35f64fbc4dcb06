import {
  ClientServerMessage,
  IPv6Address,
  Message,
  MessageType,
  Options,
  RelayMessage,
  unwrap,
} from "@dhcpkit/kafka/dhcpv6";
import { ClientId, InterfaceId, RelayMsg } from "@dhcpkit/kafka/dhcpv6/options";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import { assert, assertEquals } from "@std/assert";
import { clientKey } from "../../src/messages/client_key.ts";
import { WireError } from "../../src/wire/mod.ts";
import { SeededRandom } from "../vectors/random.ts";

/** The same by way of the objects of messages. */
function expectedKey(packet: Message): Uint8Array | null {
  try {
    return unwrap(packet).message.options.data(ClientId.code) ?? null;
  } catch (error) {
    if (error instanceof WireError) return null;
    throw error;
  }
}

function relayed(message: Message, relays: number): Message {
  if (relays === 0) return message;
  const address = IPv6Address.parse("fe80::1");
  return relayed(
    new RelayMessage({
      type: MessageType.RelayForward,
      hopCount: 0,
      linkAddress: address,
      peerAddress: address,
      options: Options.of(InterfaceId.of({ id: new Uint8Array([1, 2]) }), RelayMsg.of({ message })),
    }),
    relays - 1,
  );
}

Deno.test("the key of a record is what the client's message says of its DUID, damaged packets included", () => {
  const random = new SeededRandom(1), duid = random.bytes(14);
  let keys = 0;
  for (let round = 0; round < 20_000; round++) {
    const clientId = new Uint8Array([0, 1, 0, 14, ...duid]), elapsed = [0, 8, 0, 2, 0, 0];
    const options = random.oneIn(5) ? [...elapsed] : [...elapsed, ...clientId];
    const type = random.oneIn(3) ? random.below(40) : MessageType.Solicit;
    const inner = new Uint8Array([type, 1, 2, 3, ...options]);
    const whole = relayed(
      type === 12 || type === 13 ? new ClientServerMessage({ type: 1, transactionId: 1 }) : Message.parse(inner),
      random.below(4),
    ).save().slice();
    if (random.oneIn(2)) whole[random.below(whole.length)] = random.below(256);
    const bytes = random.oneIn(2) ? whole : whole.subarray(0, random.below(whole.length));
    let packet: Message;
    try {
      packet = Message.parse(bytes);
    } catch (error) {
      assert(error instanceof WireError);
      continue;
    }
    const key = clientKey(new DHCPKafkaMessage({ messageIn: packet }));
    assertEquals(key, expectedKey(packet), bytes.toString());
    if (key !== null) keys++;
  }
  assert(keys > 5000, `${keys} keys`);
});

Deno.test("without a request, the answer tells the key; without either there is none", () => {
  const message = Message.parse(new Uint8Array([7, 0, 0, 1, 0, 1, 0, 3, 9, 8, 7]));
  assertEquals(clientKey(new DHCPKafkaMessage({ messageOut: message })), new Uint8Array([9, 8, 7]));
  assertEquals(clientKey(new DHCPKafkaMessage()), null);
});
