import { assert, assertEquals } from "@std/assert";
import { toHex } from "@dhcpkit/kafka/dhcpv6";
import { readDatagrams } from "../../src/tap/datagrams.ts";
import { packet, relayed } from "../store/_packets.ts";
import { type CapturedDatagram, readDatagrams as tsharkDatagrams } from "../support/capture.ts";
import { runCommand } from "../support/command.ts";
import { sharedFolder } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { ethernet, fragments, type Frame, ipv6, joined, pcap, udp, words } from "./_captures.ts";

const SOLICIT = packet("Solicit"), RELAYED = relayed("RelayForward", 2, packet("Renew"));
const AT = Date.UTC(2026, 10, 30, 13, 5) * 1000 + 123_456;

/** What is in a capture, as comparable lines. */
function ours(file: Uint8Array): string[] {
  return readDatagrams(file).datagrams.map(({ time, source, sourcePort, destination, destinationPort, payload }) =>
    line({
      ...{ time: time! / 1e6, source: String(source), sourcePort },
      destination: String(destination),
      destinationPort,
      payload,
    })
  );
}

function line({ time, source, sourcePort, destination, destinationPort, payload }: CapturedDatagram): string {
  return `${time.toFixed(3)} ${source} ${sourcePort} ${destination} ${destinationPort} ${toHex(payload)}`;
}

/** The same as TShark sees it, DHCPv6 ports alone. */
async function theirs(file: string): Promise<string[]> {
  const isPort = (port: number) => port === 546 || port === 547;
  return (await tsharkDatagrams(file)).filter(({ sourcePort, destinationPort }) =>
    isPort(sourcePort) || isPort(destinationPort)
  )
    .map(line);
}

async function sameAsTshark(file: Uint8Array, name: string): Promise<string[]> {
  await using folder = await TempFolder.create("tap");
  const expected = await theirs(await folder.write("capture", file)), found = ours(file);
  assertEquals(found, expected, name);
  return found;
}

testWith({
  name: "every capture of others holds what TShark finds in it: Ethernet, PPPoE, ERSPAN, Linux cooked",
  needs: ["shared-corpus", "tshark"],
  async fn() {
    let count = 0;
    for await (const { name } of Deno.readDir(`${sharedFolder}corpus/pcaps`)) {
      const path = `${sharedFolder}corpus/pcaps/${name}`, file = await Deno.readFile(path);
      const found = ours(file);
      assertEquals(found, await theirs(path), name);
      assertEquals(readDatagrams(file).problem, undefined, name);
      count += found.length;
    }
    assertEquals(count > 130, true, `${count} datagrams`);
  },
});

const IP = ipv6(udp(RELAYED));
const AF_INET6 = 30, PPP_IPV6 = words(0x57);
const LINKS: readonly [what: string, linkType: number, bytes: Uint8Array][] = [
  ["Ethernet", 1, ethernet(IP)],
  ["Ethernet, padded", 1, joined(ethernet(ipv6(udp(new Uint8Array([1, 2, 3, 4])))), new Uint8Array(6))],
  ["a VLAN", 1, ethernet(joined(words(12, 0x86dd), IP), 0x8100)],
  ["a VLAN in a VLAN", 1, ethernet(joined(words(100, 0x8100, 12, 0x86dd), IP), 0x88a8)],
  ["IEEE 802.3 with SNAP", 1, ethernet(joined([0xaa, 0xaa, 3, 0, 0, 0, 0x86, 0xdd], IP), IP.length + 8)],
  ["PPPoE", 1, ethernet(joined([0x11, 0], words(1, IP.length + 2), PPP_IPV6, IP), 0x8864)],
  [
    "PPPoE in two VLANs",
    1,
    ethernet(joined(words(100, 0x8100, 12, 0x8864), [0x11, 0], words(1, IP.length + 2), PPP_IPV6, IP), 0x88a8),
  ],
  ["MPLS", 1, ethernet(joined([0, 1, 0, 64, 0, 2, 1, 64], IP), 0x8847)],
  ["BSD loopback", 0, joined([AF_INET6, 0, 0, 0], IP)],
  ["OpenBSD loopback", 108, joined([0, 0, 0, 24], IP)],
  ["PPP", 9, joined([0xff, 3], PPP_IPV6, IP)],
  ["raw IP", 101, IP],
  ["raw IPv6", 229, IP],
  ["Linux cooked", 113, joined(words(0, 1, 6), [2, 0, 0x5e, 0, 0, 1, 0, 0], words(0x86dd), IP)],
  ["Linux cooked, version 2", 276, joined(words(0x86dd, 0, 0, 3, 1), [0, 6, 2, 0, 0x5e, 0, 0, 1, 0, 0], IP)],
  [
    "IPv6 in IPv4",
    1,
    ethernet(joined([0x45, 0], words(IP.length + 20, 0, 0), [64, 41, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2], IP), 0x0800),
  ],
  ["IPv6 behind a hop-by-hop header", 101, ipv6(joined([17, 0, 1, 4, 0, 0, 0, 0], udp(RELAYED)), { protocol: 0 })],
  ["an atomic fragment", 101, ipv6(joined([17, 0, 0, 0, 0, 0, 0, 9], udp(RELAYED)), { protocol: 44 })],
];

testWith({
  name: "what is in a packet is found whatever it is in, as TShark finds it",
  needs: ["tshark"],
  async fn() {
    for (const [what, linkType, bytes] of LINKS) {
      const found = await sameAsTshark(pcap([{ bytes, time: AT }], linkType), what);
      assertEquals(found.length, 1, what);
    }
  },
});

Deno.test("the numbers of VLANs are told, the outermost first", () => {
  const [, , bytes] = LINKS.find(([what]) => what === "a VLAN in a VLAN")!;
  assertEquals(readDatagrams(pcap([{ bytes }])).datagrams[0].vlans, [100, 12]);
});

testWith({
  name: "a datagram in fragments is put together in whatever order they come, as TShark does",
  needs: ["tshark"],
  async fn() {
    const large = relayed("RelayForward", 8, packet("Solicit")),
      parts = fragments(udp(large), 64).map((one) => ethernet(one));
    for (const order of [parts, parts.toReversed(), [...parts.slice(2), parts[0], parts[0], parts[1]]]) {
      const file = pcap(order.map((bytes, i) => ({ bytes, time: AT + i * 1000 })));
      const [found] = await sameAsTshark(file, "in fragments");
      assertEquals(found.split(" ").at(-1), toHex(large));
      const { datagrams: [{ isReassembled }], incomplete } = readDatagrams(file);
      assertEquals([isReassembled, incomplete], [true, 0]);
    }
  },
});

Deno.test("fragments that overlap, come too late, were cut or are too large make no datagram, and are counted", () => {
  const parts = fragments(udp(RELAYED), 64), [first, second] = parts;
  const shifted = fragments(udp(RELAYED), 56)[1], last = parts.at(-1)!;
  const huge = ipv6(joined([17, 0], words(0xfff8 | 1, 0, 7), new Uint8Array(16)), { protocol: 44 });
  const beyond = ipv6(joined([17, 0], words(0, 0, 7), new Uint8Array(8)), { protocol: 44 });
  const captures: Frame[][] = [
    [first, shifted, ...parts.slice(1)].map((bytes) => ({ bytes })),
    [{ bytes: first, time: 0 }, ...parts.slice(1).map((bytes) => ({ bytes, time: 61e6 }))],
    parts.map((bytes, i) => i === 1 ? { bytes: bytes.subarray(0, 60), length: bytes.length } : { bytes }),
    [{ bytes: huge }],
    [{ bytes: second }, { bytes: last }, { bytes: beyond }],
    parts.slice(1).map((bytes) => ({ bytes })),
  ];
  for (const [i, frames] of captures.entries()) {
    const { datagrams, incomplete } = readDatagrams(pcap(frames, 101));
    assertEquals(datagrams, [], `capture ${i}`);
    assert(incomplete > 0, `capture ${i}`);
  }
});

Deno.test("packets that were begun and never ended are forgotten, the first one first", () => {
  const begun = Array.from({ length: 300 }, (_, id) => ({ bytes: fragments(udp(RELAYED), 64, id)[0] }));
  const rest = (id: number) => fragments(udp(RELAYED), 64, id).slice(1).map((bytes) => ({ bytes }));
  const { datagrams, incomplete } = readDatagrams(pcap([...begun, ...rest(299), ...rest(0)], 101));
  assertEquals([datagrams.length, incomplete > 290], [1, true]);
});

Deno.test("a packet that was cut by the capture says how much of it is missing", () => {
  const bytes = ethernet(ipv6(udp(RELAYED))), cut = bytes.subarray(0, 100);
  const [datagram] = readDatagrams(pcap([{ bytes: cut, length: bytes.length }])).datagrams;
  assertEquals([datagram.payload.length, datagram.missing], [100 - 62, bytes.length - 100]);
  assertEquals(toHex(datagram.payload), toHex(RELAYED.subarray(0, 38)));
});

Deno.test("other ports are read when they are asked for, and TCP is counted", () => {
  const odd = ethernet(ipv6(udp(SOLICIT, { from: 10_546, to: 10_547 })));
  const tcp = ethernet(
    ipv6(joined(words(50_000, 547), new Uint8Array(8), [0x50, 0x18], new Uint8Array(6), [0, 4, 14, 0, 0, 1]), {
      protocol: 6,
    }),
  );
  const file = pcap([{ bytes: odd }, { bytes: tcp }]);
  assertEquals([readDatagrams(file).datagrams.length, readDatagrams(file).tcpSegments, readDatagrams(file).packets], [
    0,
    1,
    2,
  ]);
  assertEquals(readDatagrams(file, [10_547]).datagrams.map(({ number, payload }) => [number, toHex(payload)]), [[
    1,
    toHex(SOLICIT),
  ]]);
});

Deno.test("no prefix of a frame and no byte changed in it makes reading it throw", () => {
  for (const [, linkType, bytes] of LINKS) {
    for (let length = 0; length < bytes.length; length++) {
      readDatagrams(pcap([{ bytes: bytes.subarray(0, length) }], linkType));
    }
    for (let at = 0; at < bytes.length; at++) {
      for (const value of [0, 0x01, 0x2c, 0x45, 0x60, 0xff]) {
        readDatagrams(pcap([{ bytes: bytes.with(at, value) }], linkType));
      }
    }
  }
});

Deno.test("headers that lead to each other end", () => {
  const nested = Array.from({ length: 100 }).reduce<Uint8Array>(
    (inner) => ipv6(inner, { protocol: 41 }),
    ipv6(udp(SOLICIT)),
  );
  assertEquals(readDatagrams(pcap([{ bytes: nested }], 101)).datagrams, []);
  const vlans = Array.from({ length: 100 }).reduce<Uint8Array>(
    (inner) => joined(words(1, 0x8100), inner),
    joined(words(0x86dd)),
  );
  assertEquals(readDatagrams(pcap([{ bytes: ethernet(vlans, 0x8100) }])).datagrams, []);
});

testWith({
  name:
    "captures that editcap rewrote are read as TShark reads them: pcapng with comments, nanoseconds, several interfaces, cut packets",
  needs: ["tshark"],
  async fn() {
    await using folder = await TempFolder.create("tap");
    const plain = await folder.write(
      "plain.pcap",
      pcap([{ bytes: ethernet(IP), time: AT }, { bytes: ethernet(ipv6(udp(SOLICIT))), time: AT + 1500 }]),
    );
    const cooked = await folder.write(
      "cooked.pcap",
      pcap([{ bytes: LINKS.find(([what]) => what === "Linux cooked")![2], time: AT + 700 }], 113),
    );
    const commands: readonly [string, string[]][] = [
      ["pcapng with comments", ["editcap", "-F", "pcapng", "-a", "1:first", "-a", "2:second one", plain]],
      ["pcapng of two interfaces", ["mergecap", "-F", "pcapng", plain, cooked, "-w"]],
      ["nanoseconds", ["editcap", "-F", "nsecpcap", plain]],
      ["patched libpcap", ["editcap", "-F", "modpcap", plain]],
      ["cut", ["editcap", "-F", "pcap", "-s", "200", plain]],
      ["cut pcapng", ["editcap", "-F", "pcapng", "-s", "200", plain]],
    ];
    for (const [what, command] of commands) {
      const path = folder.file(`${what}.cap`);
      await runCommand([...command, path]);
      const found = ours(await Deno.readFile(path)), expected = await theirs(path);
      assertEquals(found, expected, what);
      assertEquals(found.length, what.includes("two interfaces") ? 3 : 2, what);
    }
  },
});
