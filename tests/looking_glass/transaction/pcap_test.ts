import { assertEquals } from "@std/assert";
import {
  ClientServerMessage,
  IPv6Address,
  Message,
  MessageType,
  Options,
  rawOption,
  RelayMessage,
} from "@dhcpkit/kafka/dhcpv6";
import { RelayMsg } from "@dhcpkit/kafka/dhcpv6/options";
import { transactionPcap } from "../../../src/looking_glass/transaction/pcap.ts";
import { runCommand } from "../../support/command.ts";
import { testWith } from "../../support/requirements.ts";

const AT = Date.UTC(2026, 10, 30, 13, 5) * 1000 + 123_456;

function packet(type: keyof typeof MessageType, padding: number): Uint8Array {
  const options = Options.of(rawOption(65_502, new Uint8Array(padding).fill(7)));
  return new ClientServerMessage({ type: MessageType[type], transactionId: 0xf350d6, options }).save();
}

function relayed(type: "RelayForward" | "RelayReply", bytes: Uint8Array): Uint8Array {
  return new RelayMessage({
    type: MessageType[type],
    hopCount: 0,
    linkAddress: IPv6Address.parse("2001:db8::1"),
    peerAddress: IPv6Address.parse("fe80::5eff:fe00:1"),
    options: Options.of(RelayMsg.of({ message: Message.parse(bytes) })),
  }).save();
}

/** What TShark reads of each packet of a capture file. */
async function tshark(pcap: Uint8Array): Promise<string[]> {
  const fields = [
    "frame.time_epoch",
    "ipv6.src",
    "ipv6.dst",
    "udp.srcport",
    "udp.dstport",
    "udp.checksum.status",
    "dhcpv6.msgtype",
    "_ws.malformed",
  ];
  const command = [
    "tshark",
    "-n",
    "-r",
    "-",
    "-o",
    "udp.check_checksum:TRUE",
    "-T",
    "fields",
    ...fields.flatMap((field) => ["-e", field]),
  ];
  const { stdout } = await runCommand(command, { stdin: pcap });
  return stdout.trimEnd().split("\n").map((line) => line.trimEnd().replaceAll("\t", " "));
}

testWith({
  name: "TShark reads both packets of a transaction, with the times of the record and right checksums",
  needs: ["tshark"],
  async fn() {
    const request = relayed("RelayForward", packet("Solicit", 4)),
      response = relayed("RelayReply", packet("Advertise", 5));
    assertEquals(await tshark(transactionPcap({ request, response, receivedAt: AT, duration: 3100 })), [
      "1796043900.123456000 fe80::5eff:fe00:1 ff02::1:2 547 547 1 12,1",
      "1796043900.126556000 2001:db8::1 fe80::5eff:fe00:1 547 547 1 13,2",
    ]);
  },
});

testWith({
  name: "TShark reads packets without relay messages, of an odd length, and of the largest one",
  needs: ["tshark"],
  async fn() {
    const request = packet("Solicit", 65_000), response = packet("Advertise", 1);
    assertEquals(await tshark(transactionPcap({ request, response, receivedAt: AT, duration: 0 })), [
      "1796043900.123456000 :: ff02::1:2 546 547 1 1",
      "1796043900.123456000 :: :: 547 546 1 2",
    ]);
  },
});

Deno.test("a file without packets is a file", () => {
  assertEquals(transactionPcap({ request: undefined, response: undefined, receivedAt: AT, duration: 0 }).length, 24);
});

Deno.test("bytes that are no message, and times that no clock shows, are written all the same", () => {
  const pcap = transactionPcap({
    request: new Uint8Array(70_000),
    response: new Uint8Array(1),
    receivedAt: -1,
    duration: 0,
  });
  assertEquals(pcap.length, 24 + (16 + 48 + 65_527) + (16 + 48 + 1));
});
