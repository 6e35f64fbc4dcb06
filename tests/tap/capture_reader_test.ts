import { assert, assertEquals, assertMatch } from "@std/assert";
import { fromHex } from "@dhcpkit/kafka/dhcpv6";
import type { CapturedPacket } from "../../src/tap/captured_packet.ts";
import { CaptureReader, isCapture } from "../../src/tap/capture_reader.ts";
import { readDatagrams } from "../../src/tap/datagrams.ts";
import { ethernet, ipv6, joined, pcap, udp } from "./_captures.ts";

const FRAMES = [1, 2, 3].map((n) => ({
  bytes: ethernet(ipv6(udp(new Uint8Array([n, 0, 0, n])))),
  time: 1_796_043_900_123_456 + n,
}));
const FILE = pcap(FRAMES);

function read(...chunks: Uint8Array[]): { packets: CapturedPacket[]; problem: string | undefined } {
  const reader = new CaptureReader(), packets = chunks.flatMap((chunk) => [...reader.push(chunk)]);
  return { packets, problem: reader.end() };
}

/** Turns the numbers around. */
function little(file: Uint8Array): Uint8Array {
  const turned = file.slice(), view = new DataView(turned.buffer);
  const turn = (at: number, size: number) => turned.subarray(at, at + size).reverse();
  for (const [at, size] of [[0, 4], [4, 2], [6, 2], [8, 4], [12, 4], [16, 4], [20, 4]]) turn(at, size);
  for (let at = 24; at < turned.length;) {
    const length = view.getUint32(at + 8);
    for (let i = 0; i < 4; i++) turn(at + i * 4, 4);
    at += 16 + length;
  }
  return turned;
}

/** A block of pcapng with big numbers first. */
function block(type: number, ...content: (Uint8Array | number[])[]): Uint8Array {
  const body = joined(...content), padding = -body.length & 3, length = body.length + padding + 12;
  return joined(u32(type), u32(length), body, new Uint8Array(padding), u32(length));
}

function u32(value: number): number[] {
  return [value >>> 24, value >>> 16 & 0xff, value >>> 8 & 0xff, value & 0xff];
}

const SECTION = block(0x0a0d0d0a, u32(0x1a2b3c4d), [0, 1, 0, 0], new Uint8Array(8).fill(0xff));
const ETHERNET = block(1, [0, 1, 0, 0], u32(0));
const BYTES = FRAMES[0].bytes;

function enhanced(
  time: bigint,
  bytes = BYTES,
  { id = 0, captured = bytes.length, length = bytes.length } = {},
): Uint8Array {
  return block(
    6,
    u32(id),
    u32(Number(time >> 32n)),
    u32(Number(time & 0xffffffffn)),
    u32(captured),
    u32(length),
    bytes,
  );
}

Deno.test("a file in either byte order is the same", () => {
  const big = read(FILE), turned = read(little(FILE));
  assertEquals(turned, big);
  assertEquals(big.packets.map(({ number, time, bytes, linkType }) => [number, time, bytes.length, linkType]), [
    [1, FRAMES[0].time, BYTES.length, 1],
    [2, FRAMES[1].time, BYTES.length, 1],
    [3, FRAMES[2].time, BYTES.length, 1],
  ]);
});

Deno.test("what comes in parts is read as soon as it is whole", () => {
  for (const size of [1, 7, 24, 100]) {
    const chunks = Array.from(
      { length: Math.ceil(FILE.length / size) },
      (_, i) => FILE.slice(i * size, (i + 1) * size),
    );
    const { packets, problem } = read(...chunks);
    assertEquals(
      [packets.map(({ bytes }) => bytes), problem],
      [FRAMES.map(({ bytes }) => bytes), undefined],
      `parts of ${size}`,
    );
  }
});

Deno.test("a file that ends in a packet gives what is before it, and tells where it ends", () => {
  for (const length of [FILE.length - 1, FILE.length - BYTES.length, FILE.length - BYTES.length - 1]) {
    const { packets, problem } = read(FILE.subarray(0, length));
    assertEquals(packets.length, 2);
    assertEquals(problem, `it ends within a packet or block, at byte ${24 + 2 * (16 + BYTES.length)} of the file`);
  }
  assertEquals(read(FILE.subarray(0, 3)).problem, "it ends within its first bytes, at byte 0 of the file");
  assertEquals(read(new Uint8Array()).problem, "it ends within its first bytes, at byte 0 of the file");
  assertEquals(read(FILE.subarray(0, 24)), { packets: [], problem: undefined });
});

Deno.test("what is no capture says so", () => {
  assertEquals(read(fromHex("01f350d6 0008 0002")).problem, "neither pcap nor pcapng, at byte 0 of the file");
  assertEquals([isCapture(FILE), isCapture(little(FILE)), isCapture(SECTION), isCapture(fromHex("01f350d6"))], [
    true,
    true,
    true,
    false,
  ]);
});

Deno.test("a packet of an impossible size ends the file, with the place", () => {
  const damaged = FILE.slice();
  damaged.set([0xff, 0xff, 0xff, 0xff], 24 + 16 + BYTES.length + 8);
  const { packets, problem } = read(damaged);
  assertEquals(packets.length, 1);
  assertEquals(
    problem,
    `a packet of 4294967295 bytes, which no capture has, at byte ${24 + 16 + BYTES.length + 8} of the file`,
  );
});

Deno.test("pcapng: times in whatever unit, moved by what the interface says, to the microsecond", () => {
  const at = 1_796_043_900_123_456n,
    resolution = (value: number, ...more: number[]) => [0, 9, 0, 1, value, 0, 0, 0, ...more, 0, 0, 0, 0];
  const moved = [0, 14, 0, 8, 0, 0, 0, 0, 0, 0, 0, 10];
  const units: [options: number[], ticks: bigint, expected: bigint][] = [
    [[], at, at],
    [resolution(9), at * 1000n + 999n, at],
    [resolution(3), at / 1000n, at / 1000n * 1000n],
    [resolution(0x8a), 1024n * 5n + 512n, 5_500_000n],
    [resolution(0, ...moved), 5n, 15_000_000n],
    [resolution(127), 5n, 0n],
  ];
  for (const [options, ticks, expected] of units) {
    const { packets: [packet], problem } = read(
      joined(SECTION, block(1, [0, 1, 0, 0], u32(0), options), enhanced(ticks)),
    );
    assertEquals([packet.time, problem], [Number(expected), undefined]);
  }
});

Deno.test("pcapng: other blocks and options are stepped over, sections begin anew, old and simple packets are read", () => {
  const comment = [0, 1, 0, 5, ...new TextEncoder().encode("hello"), 0, 0, 0, 0, 0, 0, 0];
  const old = block(2, [0, 0, 0, 0], u32(0), u32(7), u32(BYTES.length), u32(BYTES.length), BYTES);
  const simple = block(3, u32(BYTES.length), BYTES);
  const withComment = block(
    6,
    u32(0),
    u32(0),
    u32(9),
    u32(BYTES.length),
    u32(BYTES.length),
    BYTES,
    new Uint8Array(-BYTES.length & 3),
    comment,
  );
  const others = [4, 5, 10, 0xbad, 0x40000bad, 77].map((type) => block(type, [1, 2, 3, 4, 5]));
  const { packets, problem } = read(
    joined(SECTION, ETHERNET, ...others, withComment, old, simple, SECTION, ETHERNET, enhanced(11n)),
  );
  assertEquals(problem, undefined);
  assertEquals(packets.map(({ number, time, bytes }) => [number, time, bytes]), [
    [1, 9, BYTES],
    [2, 7, BYTES],
    [3, undefined, BYTES],
    [4, 11, BYTES],
  ]);
});

Deno.test("pcapng: what is wrong ends the file, with the place", () => {
  const head = joined(SECTION, ETHERNET), at = head.length, whole = enhanced(1n);
  const wrong: [Uint8Array, RegExp][] = [
    [whole.with(7, whole[7] + 1), /^a block of \d+ bytes, at byte (\d+)/],
    [whole.with(4, 0xff), /^a block of \d+ bytes, which is too many, at byte (\d+)/],
    [whole.with(whole.length - 1, 0), /^a block that is \d+ bytes in front and \d+ behind, at byte (\d+)/],
    [enhanced(1n, BYTES, { captured: 5000 }), /^a packet of 5000 bytes in a block with room for \d+, at byte (\d+)/],
    [enhanced(1n, BYTES, { id: 3 }), /^a packet of interface 3, which there is none of, at byte (\d+)/],
    [block(6, u32(0)), /^a block that is too short for what it should hold, at byte (\d+)/],
    [block(0x0a0d0d0a, u32(5)), /^a section in no byte order, at byte (\d+)/],
    [whole.subarray(0, 30), /^it ends within a packet or block, at byte (\d+)/],
  ];
  for (const [bytes, message] of wrong) {
    const { packets, problem } = read(joined(head, whole, bytes));
    assertEquals(packets.length, 1);
    assertMatch(problem!, message);
    const place = Number(message.exec(problem!)![1]);
    assert(place >= at + whole.length && place <= at + whole.length + bytes.length, problem);
  }
});

Deno.test("no prefix of a file and no byte changed in it makes reading it throw", () => {
  for (const file of [FILE, joined(SECTION, ETHERNET, enhanced(1n), block(3, u32(BYTES.length), BYTES))]) {
    for (let length = 0; length < file.length; length++) readDatagrams(file.subarray(0, length));
    for (let at = 0; at < file.length; at++) {
      for (const value of [0, 1, 0x7f, 0xff]) readDatagrams(file.with(at, value));
    }
  }
});
