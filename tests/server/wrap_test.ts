import { assertEquals, assertThrows } from "@std/assert";
import {
  fromHex,
  IPv6Address,
  type Message,
  MessageType,
  type OptionEntry,
  rawOption,
  RelayMessage,
  WireError,
} from "../../src/dhcpv6/mod.ts";
import { InterfaceId, RelayMsg, RemoteId } from "../../src/dhcpv6/options/mod.ts";
import { Handler, type TransactionBundle, unwrapReply, wrapReceived } from "../../src/server/mod.ts";
import { answer, bare, CLIENT_ADDRESS, interfaceId, ip, relayed, request, TRANSACTION_ID } from "./_transaction.ts";

const solicit = request(MessageType.Solicit);

/** What a relay message says of itself, from the outside in. */
function levels(message: Message | undefined): unknown[] {
  const found: unknown[] = [];
  while (message instanceof RelayMessage) {
    const { typeName, hopCount, linkAddress, peerAddress, options } = message;
    const id = options.get(InterfaceId)?.id;
    found.push([typeName, hopCount, String(linkAddress), String(peerAddress), id && [...id]]);
    message = message.relayedMessage;
  }
  return found;
}

Deno.test("relay: the answer goes back through each relay with its hop count, addresses and interface-id", async () => {
  const odd = fromHex("00 ff 0a 80");
  const message = relayed(
    relayed(solicit, { hopCount: 0, link: "2001:db8:1::1", peer: "fe80::1" }, interfaceId(odd)),
    { hopCount: 1, link: "::", peer: "2001:db8:1::2" },
    RemoteId.of({ enterprise: 9, id: odd }),
  );
  assertEquals(levels((await answer(message)).outgoingMessage), [
    ["relay-reply", 2, "::", String(CLIENT_ADDRESS), [..."eth0"].map((letter) => letter.charCodeAt(0))],
    ["relay-reply", 1, "::", "2001:db8:1::2", undefined],
    ["relay-reply", 0, "2001:db8:1::1", "fe80::1", [...odd]],
  ]);
});

const IDS: readonly [behaviour: string, id: string][] = [
  ["an empty one", ""],
  ["one that is no text", "c328 00"],
  ["one of 300 bytes", "ab".repeat(300)],
];

for (const [behaviour, id] of IDS) {
  Deno.test(`relay: an interface-id comes back byte for byte, ${behaviour} too`, async () => {
    const bundle = await answer(relayed(solicit, {}, interfaceId(fromHex(id))));
    const inner = (bundle.outgoingMessage as RelayMessage).relayedMessage as RelayMessage;
    assertEquals(inner.options.getAll(InterfaceId), [{ id: fromHex(id) }]);
  });
}

Deno.test("relay: the answer inside has the transaction id of the request", async () => {
  const { bytes } = unwrapReply((await answer(solicit)).outgoingMessage!);
  assertEquals([...bytes.subarray(0, 4)], [
    MessageType.Advertise,
    TRANSACTION_ID >> 16,
    TRANSACTION_ID >> 8 & 0xff,
    TRANSACTION_ID & 0xff,
  ]);
});

Deno.test("relay: handlers can give each relay options of their own, in front of the relayed message", async () => {
  class EchoRemoteId extends Handler {
    override handle({ incomingRelayMessages, outgoingRelayOptions }: TransactionBundle): void {
      const remoteId = incomingRelayMessages[0].options.get(RemoteId);
      if (remoteId) outgoingRelayOptions[0].push(RemoteId.of(remoteId));
    }
  }
  const message = relayed(solicit, {}, RemoteId.of({ enterprise: 9, id: fromHex("0102") }));
  const { outgoingMessage } = await answer(message, [new EchoRemoteId()]);
  assertEquals(outgoingMessage?.options.codes, [InterfaceId.code, RelayMsg.code]);
  assertEquals((outgoingMessage as RelayMessage).relayedMessage?.options.codes, [RemoteId.code, RelayMsg.code]);
});

Deno.test("listener: a packet is wrapped with where it came in, and kept byte for byte", () => {
  const packet = fromHex("01f350d6 0001000a 00030001 3431c43cb2f1 ff");
  const wrapped = wrapReceived(packet, {
    interfaceName: "eth0.7",
    linkAddress: ip("2001:db8::1"),
    peerAddress: CLIENT_ADDRESS,
  });
  const id = [..."eth0.7"].map((letter) => letter.charCodeAt(0));
  assertEquals(levels(wrapped), [["relay-forward", 0, "2001:db8::1", String(CLIENT_ADDRESS), id]]);
  assertEquals((wrapped as RelayMessage).relayedMessage?.save(), packet);
});

Deno.test("listener: what is wrapped does not change with the receive buffer", () => {
  const buffer = solicit.save().slice();
  const wrapped = wrapReceived(buffer, arrival);
  buffer.fill(0xff);
  assertEquals((wrapped as RelayMessage).relayedMessage?.save(), solicit.save());
});

const arrival = { interfaceName: "eth0", linkAddress: IPv6Address.unspecified, peerAddress: CLIENT_ADDRESS };

const HOPS: readonly [behaviour: string, packet: Message, hopCount: number][] = [
  ["a client's message has passed no relay", solicit, 0],
  ["a relay's message has one hop more than it says", relayed(solicit, { hopCount: 0 }), 1],
  ["the hop count goes on counting", relayed(solicit, { hopCount: 7 }), 8],
  ["the hop count ends at what fits its byte", relayed(solicit, { hopCount: 255 }), 255],
];

for (const [behaviour, packet, hopCount] of HOPS) {
  Deno.test(`listener: ${behaviour}`, () => {
    assertEquals((wrapReceived(packet.save(), arrival) as RelayMessage).hopCount, hopCount);
  });
}

for (const packet of ["", "01f3", "0c00 0000"]) {
  Deno.test(`listener: ${packet === "" ? "nothing" : packet} is no message to wrap`, () => {
    assertThrows(() => wrapReceived(fromHex(packet), arrival), WireError, "needed");
  });
}

const DEPARTURES: readonly [behaviour: string, inner: Message, port: string][] = [
  ["an answer to a client leaves for the client", bare(MessageType.Reply), "client"],
  ["an answer through a relay leaves for the relay", relayed(bare(MessageType.Reply), { type: 13 }), "server"],
];

for (const [behaviour, inner, port] of DEPARTURES) {
  Deno.test(`listener: ${behaviour}`, () => {
    const departure = unwrapReply(relayed(inner, { peer: "2001:db8::9", type: MessageType.RelayReply }));
    assertEquals(departure.port, port);
    assertEquals(String(departure.peerAddress), "2001:db8::9");
    assertEquals(departure.bytes, inner.save());
  });
}

const NO_ANSWERS: readonly [behaviour: string, message: Message][] = [
  ["an answer without the listener's own Relay-reply", bare(MessageType.Reply)],
  ["a Relay-reply that holds nothing", relayed(bare(MessageType.Reply), { type: 13 }).withOptions(solicit.options)],
];

for (const [behaviour, message] of NO_ANSWERS) {
  Deno.test(`listener: ${behaviour} cannot leave`, () => {
    assertThrows(() => unwrapReply(message), WireError, "no Relay-reply around the answer");
  });
}

Deno.test("relay: options that relays add are not the client's", async () => {
  const option: OptionEntry = rawOption(6, fromHex("0017"));
  const { request: inner } = await answer(relayed(solicit, {}, option));
  assertEquals(inner.options.codes, solicit.options.codes);
});
