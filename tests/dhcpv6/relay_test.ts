import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import {
  ClientServerMessage,
  fromHex,
  IPv6Address,
  Message,
  MessageType,
  Options,
  RelayMessage,
  toHex,
  unwrap,
  WireError,
} from "../../src/dhcpv6/mod.ts";
import { InterfaceId, RelayMsg, RemoteId } from "../../src/dhcpv6/options/mod.ts";
import { testWith } from "../support/requirements.ts";
import { fixture } from "../vectors/fixtures.ts";

function relayed(message: Message, hopCount: number): RelayMessage {
  return new RelayMessage({
    type: MessageType.RelayForward,
    hopCount,
    linkAddress: IPv6Address.parse(`2001:db8::${hopCount}`),
    peerAddress: IPv6Address.parse("fe80::1"),
    options: Options.of(RelayMsg.of({ message })),
  });
}

const solicit = new ClientServerMessage({ type: MessageType.Solicit, transactionId: 0x112233 });

Deno.test("relay: a relay message made by scapy 2.8.0 (DHCP6_RelayForward) is read", () => {
  const hex = "0c0320010db8000000000000000000000001fe800000000000003631c4fffe3cb2f1" + "0012000465746830" +
    "0009000405abcdef";
  const message = Message.parse(fromHex(hex));
  assertInstanceOf(message, RelayMessage);
  assertEquals(message.hopCount, 3);
  assertEquals([message.relayedMessage?.typeName, toHex(message.relayedMessage!.save())], ["renew", "05abcdef"]);
});

Deno.test("relay: a message is found within any number of relay messages, the closest to the client first", () => {
  for (const levels of [0, 1, 2, 32, 1700]) {
    let message: Message = solicit;
    for (let hop = 0; hop < Math.min(levels, 32); hop++) message = relayed(message, hop);
    if (levels > 32) message = Message.parse(chain(levels));
    const unwrapped = unwrap(Message.parse(message.save()));
    assertEquals([unwrapped.relays.length, toHex(unwrapped.message.save())], [levels, "01112233"]);
    assertEquals(unwrapped.relays.slice(0, 32).map((relay) => relay.hopCount), [...Array(Math.min(levels, 32)).keys()]);
  }
});

/** As many Relay-forwards around a Solicit, made by hand: building them one by one would copy the inner ones again and again. */
function chain(levels: number): Uint8Array {
  const bytes = new Uint8Array(38 * levels + 4), view = new DataView(bytes.buffer);
  for (let level = 0; level < levels; level++) {
    const at = 38 * level;
    bytes[at] = MessageType.RelayForward;
    bytes[at + 1] = levels - 1 - level;
    view.setUint16(at + 34, RelayMsg.code);
    view.setUint16(at + 36, bytes.length - at - 38);
  }
  bytes.set(solicit.save(), 38 * levels);
  return bytes;
}

Deno.test("relay: a relay message that holds none is the message itself", () => {
  const empty = new RelayMessage({
    type: MessageType.RelayForward,
    hopCount: 0,
    linkAddress: IPv6Address.unspecified,
    peerAddress: IPv6Address.unspecified,
    options: Options.of(InterfaceId.of({ id: new Uint8Array([1]) })),
  });
  assertEquals(unwrap(empty), { message: empty, relays: [] });
  assertEquals(unwrap(relayed(empty, 1)).relays.length, 1);
  assertEquals(unwrap(relayed(empty, 1)).message.save(), empty.save());
});

Deno.test("relay: of two relayed messages the first counts", () => {
  const other = new ClientServerMessage({ type: MessageType.Request, transactionId: 1 });
  const relay = relayed(solicit, 0);
  const two = relay.withOptions(Options.of(RelayMsg.of({ message: solicit }), RelayMsg.of({ message: other })));
  assertEquals(two.relayedMessage?.typeName, "solicit");
  assertEquals(two.options.getAll(RelayMsg).map(({ message }) => message.typeName), ["solicit", "request"]);
});

Deno.test("relay: a relayed message without a whole header is an error that says where", () => {
  const hex = toHex(relayed(solicit, 0).save()).replace("0009000401112233", "0009000301112233".slice(0, 14));
  const relay = Message.parse(fromHex(hex));
  assertInstanceOf(relay, RelayMessage);
  const message = "relay-forward > relay-msg > solicit: needed 4 bytes at offset 38, 3 available";
  assertEquals(assertThrows(() => relay.relayedMessage, WireError).message, message);
  assertEquals(assertThrows(() => unwrap(relay), WireError).message, message);
});

testWith({
  name: "relay: the documented Solicit is found behind its two relay agents",
  needs: ["shared-fixtures"],
  fn() {
    const { message, relays } = unwrap(Message.parse(fixture("relayed-solicit")));
    assertEquals(message.typeName, "solicit");
    assertEquals(relays.map((relay) => relay.hopCount), [0, 1]);
    assertEquals(relays.map(({ options }) => new TextDecoder().decode(options.get(InterfaceId)?.id)), [
      "Fa2/3",
      "Gi0/0/0",
    ]);
    assertEquals(relays.map(({ options }) => options.get(RemoteId)?.enterprise), [9, 9]);
    assertEquals(relays.map((relay) => String(relay.linkAddress)), ["::", "2001:db8:ffff:1::1"]);
  },
});
