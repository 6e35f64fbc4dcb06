import { assert, assertEquals } from "@std/assert";
import {
  ClientServerMessage,
  Duid,
  fromHex,
  IPv6Address,
  Message,
  MessageType,
  Options,
  rawOption,
  RelayMessage,
  validate,
} from "@dhcpkit/kafka/dhcpv6";
import {
  ClientId,
  IaAddress,
  IaNa,
  InterfaceId,
  OptionRequest,
  RelayMsg,
  RemoteId,
  Status,
} from "@dhcpkit/kafka/dhcpv6/options";
import { nodeAt, nodesOf, type PacketNode } from "../../../src/looking_glass/transaction/packet_node.ts";
import { packetTree } from "../../../src/looking_glass/transaction/packet_tree.ts";
import { SeededRandom } from "../../vectors/random.ts";
import { randomMessage } from "../../vectors/random_message.ts";

/** A relayed Solicit with options of all kinds: of one field, of several, that hold options, and unknown. */
function relayedSolicit(): Uint8Array {
  const address = IaAddress.of({
    address: IPv6Address.parse("2001:db8::5"),
    preferredLifetime: 0,
    validLifetime: 0,
    options: Options.of(Status.of({ code: 0, message: "a\u202eb" })),
  });
  const message = new ClientServerMessage({
    type: MessageType.Solicit,
    transactionId: 0xf350d6,
    options: Options.of(
      ClientId.of({ duid: Duid.parse("000300013431c43cb2f1") }),
      IaNa.of({ iaid: 1, t1: 3600, t2: 5400, options: Options.of(address) }),
      OptionRequest.of({ codes: [23, 24] }),
      rawOption(65_502, fromHex("ee")),
    ),
  });
  return new RelayMessage({
    type: MessageType.RelayForward,
    hopCount: 0,
    linkAddress: IPv6Address.parse("2001:db8::1"),
    peerAddress: IPv6Address.parse("fe80::1"),
    options: Options.of(
      InterfaceId.of({ id: new TextEncoder().encode("Fa2/3") }),
      RemoteId.of({ enterprise: 9, id: fromHex("0200") }),
      RelayMsg.of({ message }),
    ),
  }).save();
}

function outline(node: PacketNode, depth = 0): string[] {
  const { name, value, start, end, malformed } = node;
  const line = `${"  ".repeat(depth)}${start}-${end} ${name}${value ? ` = ${value}` : ""}${
    malformed ? ` ! ${malformed}` : ""
  }`;
  return [line, ...node.parts.flatMap((part) => outline(part, depth + 1))];
}

Deno.test("a packet is a tree of names, values and places", () => {
  assertEquals(
    outline(packetTree(Message.parse(relayedSolicit()))),
    [
      "0-143 relay-forward",
      "  1-2 hop-count = 0",
      "  2-18 link-address = 2001:db8::1",
      "  18-34 peer-address = fe80::1",
      '  34-43 interface-id = 4661322f33 "Fa2/3"',
      "  43-53 remote-id",
      "    47-51 enterprise = 9 (Cisco)",
      "    51-53 id = 0200",
      "  53-143 relay-msg",
      "    57-143 solicit",
      "      58-61 transaction-id = f350d6",
      "      61-75 client-id = 000300013431c43cb2f1 (LL · ethernet · 34:31:c4:3c:b2:f1)",
      "      75-130 ia-na",
      "        79-83 iaid = 1",
      "        83-87 t1 = 1 h",
      "        87-91 t2 = 1 h 30 min",
      "        91-130 ia-address",
      "          95-111 address = 2001:db8::5",
      "          111-115 preferred-lifetime = 0 s",
      "          115-119 valid-lifetime = 0 s",
      "          119-130 status-code",
      "            123-125 code = Success",
      '            125-130 message = "a\\u202eb"',
      "      130-138 oro = dns-servers, domain-list",
      "      138-143 option 65502 = ee",
    ],
  );
});

Deno.test("what is malformed has its bytes and the reason, and the rest is there", () => {
  const packet = fromHex(
    "01112233" + "000800010a" + "0003001a" + "000000010000000000000000" + "0005000401020304" + "000800020a0b" + "ff",
  );
  assertEquals(outline(packetTree(Message.parse(packet))), [
    "0-40 solicit",
    "  1-4 transaction-id = 112233",
    "  4-9 elapsed-time = 0a ! needed 2 bytes at offset 8, 1 available",
    "  9-39 ia-na",
    "    13-17 iaid = 1",
    "    17-21 t1 = 0 s",
    "    21-25 t2 = 0 s",
    "    25-33 ia-address = 01020304 ! needed 16 bytes at offset 29, 4 available",
    "    33-39 elapsed-time = 25.71 s",
    "  39-40 bytes that are no option = ff ! needed 4 bytes for an option header at offset 39, 1 available",
  ]);
});

Deno.test("findings are at what they are about", () => {
  const packet = fromHex(
    "01112233" + "000800010a" + "00030028" + "000000010000138800000e10" + "00050018" + "20010db8" + "00".repeat(11) +
      "05" + "00000e10" + "00000708" + "ff",
  );
  const message = Message.parse(packet), findings = validate(message), tree = packetTree(message, findings);
  const found = [...nodesOf(tree)].flatMap((node) => node.findings.map(({ rule }) => `${node.name}: ${rule}`));
  assertEquals(found.filter((one) => /malformed|missing-client-id/.test(one)), [
    "solicit: missing-client-id",
    "elapsed-time: malformed",
    "bytes that are no option: malformed",
  ]);
  assert(found.some((one) => one.startsWith("ia-na: ")), "T1 after T2");
  assert(found.some((one) => one.startsWith("ia-address: ")), "preferred longer than valid");
  assertEquals(found.length, findings.length, "each once");
});

Deno.test("of options of one name, the finding is at the one that it points into", () => {
  const packet = fromHex("01112233" + "00080002000a" + "000800010a");
  const message = Message.parse(packet), tree = packetTree(message, validate(message));
  const [, first, second] = tree.parts;
  assert(second.findings.some(({ rule }) => rule === "malformed"));
  assert(first.findings.every(({ rule }) => rule !== "malformed"));
});

Deno.test("a secret is counted, not shown", () => {
  const key = "00112233445566778899aabbccddeeff";
  const packet = fromHex("07112233" + "000b001c" + "030100" + "0000000000000001" + "01" + key);
  assert(outline(packetTree(Message.parse(packet))).every((line) => !line.includes("00112233445566778899aabb")));
  assert(outline(packetTree(Message.parse(packet.subarray(0, 12)))).every((line) => !line.includes("0301")));
});

Deno.test("a byte leads to the innermost part that it is of", () => {
  const tree = packetTree(Message.parse(relayedSolicit()));
  assertEquals([0, 5, 35, 48, 59, 142].map((at) => nodeAt(tree, at)?.name), [
    ...["relay-forward", "link-address", "interface-id", "enterprise", "transaction-id", "option 65502"],
  ]);
  assertEquals([nodeAt(tree, -1), nodeAt(tree, 143)], [undefined, undefined]);
});

Deno.test("whatever the bytes are, parts lie within what they are parts of, one behind the other, and no finding is lost", () => {
  const random = new SeededRandom(3);
  for (let round = 0; round < 1500; round++) {
    const packet = randomMessage(random, 3);
    const message = Message.parse(packet), findings = validate(message), tree = packetTree(message, findings);
    const nodes = [...nodesOf(tree)];
    assertEquals([tree.start, tree.end], [0, packet.length]);
    assertEquals(new Set(nodes.map(({ id }) => id)).size, nodes.length);
    assertEquals(nodes.flatMap((node) => node.findings).length, findings.length);
    for (const { start, end, parts } of nodes) {
      parts.forEach((part, i) => {
        assert(part.start >= (i === 0 ? start : parts[i - 1].end) && part.end <= end, `round ${round}`);
      });
    }
  }
});
