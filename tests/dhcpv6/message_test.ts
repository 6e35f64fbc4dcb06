import { assert, assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import {
  ClientServerMessage,
  Dhcpv4Message,
  FailoverMessage,
  fromHex,
  IPv6Address,
  Message,
  MessageType,
  messageTypeName,
  Options,
  RelayMessage,
  toHex,
  toJson,
  toText,
  WireError,
} from "../../src/dhcpv6/mod.ts";
import { ElapsedTime, RapidCommit } from "../../src/dhcpv6/options/mod.ts";

const RELAY = [12, 13], DHCPV4 = [20, 21], FAILOVER = [24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35];
const OTHER_HEADERS: readonly number[] = [...RELAY, ...DHCPV4, ...FAILOVER];
const link = "20010db8000000000000000000000001", peer = "fe800000000000003631c4fffe3cb2f1";

function checkHeader(type: number): void {
  const first = type.toString(16).padStart(2, "0");
  const hex = first + (RELAY.includes(type) ? `07${link}${peer}` : "f350d6") + "00080002000a";
  const received = fromHex(hex), message = Message.parse(received);
  assertEquals([message.type, message.typeName, message.length], [type, messageTypeName(type), hex.length / 2]);
  assertEquals(message.options.get(ElapsedTime), { elapsed: 10 });
  assertEquals(message.save(), received);
  if (RELAY.includes(type)) {
    assertInstanceOf(message, RelayMessage);
    assertEquals(message.hopCount, 7);
    assertEquals(`${message.linkAddress} ${message.peerAddress}`, "2001:db8::1 fe80::3631:c4ff:fe3c:b2f1");
  } else if (DHCPV4.includes(type)) {
    assertInstanceOf(message, Dhcpv4Message);
    assertEquals([message.flags, message.isUnicast], [0xf350d6, true]);
  } else if (FAILOVER.includes(type)) {
    assertInstanceOf(message, FailoverMessage);
    assertEquals([message.transactionId, message.sentTime], [0xf350d6, undefined]);
  } else {
    assertInstanceOf(message, ClientServerMessage);
    assertEquals(message.transactionId, 0xf350d6);
  }
  const other = message.withOptions(Options.of(RapidCommit.of({})));
  assertEquals([toHex(other.save()), other.constructor], [hex.slice(0, -12) + "000e0000", message.constructor]);
}

for (const type of Object.values(MessageType)) {
  Deno.test(`message: a ${messageTypeName(type)} is read with its header and saved as it was`, () => checkHeader(type));
}

Deno.test("message: a failover message is read with the time of sending where its options then fill the rest", () => {
  const cases: readonly [hex: string, sentTime: number | undefined, codes: number[], problem: boolean][] = [
    ["18f350d6 2f3a91c0 0072000101", 0x2f3a91c0, [114], false],
    ["18f350d6 0072000101", undefined, [114], false],
    ["23f350d6 2f3a91c0", 0x2f3a91c0, [], false],
    ["23f350d6", undefined, [], false],
    ["18f350d6 2f3a91c0 0072000201", undefined, [], true],
    ["18f350d6 0072000101 ff", undefined, [114], true],
  ];
  for (const [hex, sentTime, codes, problem] of cases) {
    const message = Message.parse(fromHex(hex));
    assertInstanceOf(message, FailoverMessage);
    assertEquals([message.sentTime, message.options.codes], [sentTime, codes], hex);
    assertEquals(message.options.problem !== undefined, problem, hex);
    assertEquals(toHex(message.save()), toHex(fromHex(hex)));
    assertEquals(toHex(message.withOptions(message.options).save()), toHex(fromHex(hex)));
  }
  const contact = new FailoverMessage({ type: MessageType.Contact, transactionId: 1, sentTime: 5 });
  assertEquals(toHex(contact.save()), "2300000100000005");
  assertEquals(toText(contact), "contact, transaction 000001, sent 2000-01-01T00:00:05Z");
  assertEquals(toJson(contact), { type: "contact", "transaction-id": "000001", "sent-time": 5, options: [] });
});

Deno.test("message: types that IANA has not assigned are read with the header of clients and servers", () => {
  const assigned: number[] = Object.values(MessageType);
  for (let type = 0; type < 256; type++) if (!assigned.includes(type)) checkHeader(type);
});

Deno.test("message: the unicast flag is the first of the 24 bits of a DHCPv4 message", () => {
  for (const [flags, unicast] of [["800000", true], ["7fffff", false], ["000000", false]] as const) {
    const message = Message.parse(fromHex("14" + flags));
    assertInstanceOf(message, Dhcpv4Message);
    assertEquals(message.isUnicast, unicast);
  }
  const built = new Dhcpv4Message({ type: MessageType.Dhcpv4Response, flags: 0x800000 });
  assertEquals(toHex(built.save()), "15800000");
});

const INCOMPLETE: readonly [hex: string, message: string][] = [
  ["", "message: needed 4 bytes at offset 0, 0 available"],
  ["01", "solicit: needed 4 bytes at offset 0, 1 available"],
  ["01f350", "solicit: needed 4 bytes at offset 0, 3 available"],
  ["0c07" + link + peer.slice(2), "relay-forward: needed 34 bytes at offset 0, 33 available"],
  ["0d", "relay-reply: needed 34 bytes at offset 0, 1 available"],
  ["148000", "dhcpv4-query: needed 4 bytes at offset 0, 3 available"],
  ["c8", "200: needed 4 bytes at offset 0, 1 available"],
];

for (const [hex, text] of INCOMPLETE) {
  Deno.test(`message: ${hex.length / 2} bytes of type ${hex.slice(0, 2) || "none"} are not a header`, () => {
    assertEquals(assertThrows(() => Message.parse(fromHex(hex)), WireError).message, text);
  });
}

Deno.test("message: is built from values, without options by default", () => {
  const solicit = new ClientServerMessage({ type: MessageType.Solicit, transactionId: 0x00000a });
  assertEquals(toHex(solicit.save()), "0100000a");
  const relay = new RelayMessage({
    type: MessageType.RelayReply,
    hopCount: 255,
    linkAddress: IPv6Address.parse("2001:db8::1"),
    peerAddress: IPv6Address.parse("fe80::3631:c4ff:fe3c:b2f1"),
    options: Options.of(ElapsedTime.of({ elapsed: 10 })),
  });
  assertEquals(toHex(relay.save()), `0dff${link}${peer}00080002000a`);
  assertEquals(relay.relayedMessage, undefined);
});

Deno.test("message: a class is not made of a type that has another header, which would be read back as something else", () => {
  const here = IPv6Address.unspecified,
    of = { flags: 0, transactionId: 0, hopCount: 0, linkAddress: here, peerAddress: here };
  const classes = [
    [RelayMessage, RELAY],
    [Dhcpv4Message, DHCPV4],
    [FailoverMessage, FAILOVER],
    [
      ClientServerMessage,
      Array.from({ length: 256 }, (_, type) => type).filter((type) => !OTHER_HEADERS.includes(type)),
    ],
  ] as const;
  for (const [made, types] of classes) {
    for (let type = 0; type < 256; type++) {
      if (types.includes(type)) assertInstanceOf(Message.parse(new made({ ...of, type }).save()), made);
      else assertThrows(() => new made({ ...of, type }), WireError, `type ${messageTypeName(type)} has another header`);
    }
  }
});

Deno.test("message: a header value that does not fit is refused with the message's name", () => {
  const messages: readonly [message: Message, problem: string][] = [
    [new ClientServerMessage({ type: 1, transactionId: 0x1000000 }), "solicit: 16777216 is not an unsigned 24-bit"],
    [new ClientServerMessage({ type: 256, transactionId: 1 }), "256: 256 is not an unsigned 8-bit"],
    [new Dhcpv4Message({ type: 20, flags: -1 }), "dhcpv4-query: -1 is not an unsigned 24-bit"],
  ];
  for (const [message, problem] of messages) assertThrows(() => message.save(), WireError, problem);
});

Deno.test("message: is a view of the bytes received, within a larger buffer too", () => {
  const buffer = fromHex("eeee" + "01f350d6" + "00080002000a" + "ee"), received = buffer.subarray(2, 12);
  const message = Message.parse(received);
  assertEquals(message.save(), received);
  assert(message.save().buffer === buffer.buffer);
  assertEquals(message.options.get(ElapsedTime), { elapsed: 10 });
});

Deno.test("message: stray bytes and malformed bodies are saved as they were", () => {
  for (const options of ["ff", "000800010a", "00080005aabb", "00000000", "0003000400000001", "ffffffff"]) {
    assertEquals(toHex(Message.parse(fromHex("07f350d6" + options)).save()), "07f350d6" + options);
  }
});
