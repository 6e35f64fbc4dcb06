import { concat } from "@std/bytes";
import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import {
  FailoverMessage,
  frameMessage,
  fromHex,
  Message,
  type MessageFrame,
  MessageType,
  WireError,
} from "../../src/dhcpv6/mod.ts";
import { SeededRandom } from "../vectors/random.ts";
import { decodeAll, framedByHand, randomChunks } from "./_frames.ts";

const messages = [
  "0e00b0020001000a00030001001ee6f77d00002c00110420010db8000100000000000000000000",
  "0f00b0010002000e00010001184649990011223344550001000a00030001001ee6f77d00",
  "1000b001",
  "0c00 20010db8000000000000000000000001 fe800000000000000000000000000001 0009 0004 0bf350d6",
].map(fromHex);
const stream = concat(messages.map(framedByHand));
/** Where each frame starts, and where the stream ends. */
const bounds = messages.reduce<number[]>((all, { length }) => [...all, all.at(-1)! + 2 + length], [0]);

function assertMessages(frames: readonly MessageFrame[], expected: readonly Uint8Array[] = messages): void {
  assertEquals(frames.map(({ bytes }) => bytes), [...expected]);
  assertEquals(frames.map(({ offset }) => offset), bounds.slice(0, expected.length));
  assertEquals(frames.map(({ message }) => message?.save()), [...expected]);
}

Deno.test("a framed message is its size and its bytes", () => {
  for (const bytes of messages) assertEquals(frameMessage(Message.parse(bytes)), framedByHand(bytes));
  const contact = new FailoverMessage({ type: MessageType.Contact, transactionId: 0x010203 });
  assertEquals(frameMessage(contact), fromHex("0004 23 010203"));
});

Deno.test("the longest message that is framed has 65535 bytes", () => {
  const longest = new Uint8Array(65_535).fill(1);
  assertEquals(frameMessage(Message.parse(longest)), concat([fromHex("ffff"), longest]));
  const tooLong = Message.parse(new Uint8Array(65_536).fill(1));
  const error = assertThrows(() => frameMessage(tooLong), WireError);
  assertEquals(error.message, "65536 bytes do not fit behind a 16-bit length, which ends at 65535");
  assertEquals(frameMessage(Message.parse(messages[2])), framedByHand(messages[2]));
});

Deno.test("messages are found wherever the stream is cut in two", async () => {
  for (let cut = 0; cut <= stream.length; cut++) {
    const { frames, error } = await decodeAll([stream.slice(0, cut), stream.slice(cut)]);
    assertEquals(error, undefined);
    assertMessages(frames);
  }
});

Deno.test("messages are found in chunks of every fixed size, single bytes included", async () => {
  for (let size = 1; size <= stream.length; size++) {
    const count = Math.ceil(stream.length / size);
    const { frames, error } = await decodeAll(
      Array.from({ length: count }, (_, i) => stream.slice(i * size, (i + 1) * size)),
    );
    assertEquals(error, undefined);
    assertMessages(frames);
  }
});

Deno.test("messages are found in random chunks, some of them empty", async () => {
  const random = new SeededRandom(5460);
  for (let round = 0; round < 300; round++) {
    const { frames, error } = await decodeAll(randomChunks(random, stream, 1 + random.below(60)));
    assertEquals(error, undefined);
    assertMessages(frames);
  }
});

Deno.test("the longest frame comes whole out of single bytes, and what follows it too", async () => {
  const longest = new Uint8Array(65_535).fill(7), both = concat([framedByHand(longest), stream]);
  const { frames, error } = await decodeAll(Array.from(both, (_, i) => both.subarray(i, i + 1)));
  assertEquals(error, undefined);
  assertEquals(frames.map(({ bytes }) => bytes), [longest, ...messages]);
  assertEquals(frames.map(({ offset }) => offset), [0, ...bounds.slice(0, -1).map((at) => at + 65_537)]);
});

Deno.test("a stream without bytes has no frames", async () => {
  assertEquals(await decodeAll([]), { frames: [] });
  assertEquals(await decodeAll([new Uint8Array(0), new Uint8Array(0)]), { frames: [] });
});

Deno.test("a stream that ends within a frame gives the frames before, and an error with the place", async () => {
  for (let end = 0; end <= stream.length; end++) {
    const { frames, error } = await decodeAll([stream.slice(0, end)]);
    const whole = bounds.filter((bound) => bound <= end).length - 1;
    assertMessages(frames, messages.slice(0, whole));
    if (end === bounds[whole]) assertEquals(error, undefined);
    else {
      assertInstanceOf(error, WireError);
      const isWithinSize = end === bounds[whole] + 1;
      assertEquals(error.offset, isWithinSize ? bounds[whole] : bounds[whole] + 2);
      assertEquals(error.path, [isWithinSize ? "message-size" : "message"]);
    }
  }
});

Deno.test("the error of a stream that ends too early tells what was missing", async () => {
  const message = async (hex: string) => {
    const { error } = await decodeAll([fromHex(hex)]);
    assertInstanceOf(error, WireError);
    return error.message;
  };
  assertEquals(
    await message("0004 1000b001 00"),
    "message-size: the stream ended where it needed 2 bytes at offset 6, 1 available",
  );
  assertEquals(
    await message("0004 1000b001 0004 1000b0"),
    "message: the stream ended where it needed 4 bytes at offset 8, 3 available",
  );
});

Deno.test("a frame without a whole message header is told with its bytes, and the stream goes on", async () => {
  const bad = ["", "10", "1000b0", "0c00", `0d00${"00".repeat(31)}`].map(fromHex), good = messages[2];
  const parts = bad.flatMap((bytes) => [bytes, good]);
  const { frames, error } = await decodeAll([concat(parts.map(framedByHand))]);
  assertEquals(error, undefined);
  assertEquals(frames.map(({ bytes }) => bytes), parts);
  assertEquals(frames.filter(({ message }) => message).map(({ message }) => message?.save()), bad.map(() => good));
  assertEquals(frames.map((frame) => frame.error).filter(Boolean).map((it) => `${it?.offset} ${it?.message}`), [
    "0 message: needed 4 bytes at offset 0, 0 available",
    "0 leasequery-done: needed 4 bytes at offset 0, 1 available",
    "0 leasequery-done: needed 4 bytes at offset 0, 3 available",
    "0 relay-forward: needed 34 bytes at offset 0, 2 available",
    "0 relay-reply: needed 34 bytes at offset 0, 33 available",
  ]);
});

Deno.test("no byte of a stream of garbage is lost: frames and what is missing at the end are all of it", async () => {
  const random = new SeededRandom(7653);
  let malformed = 0, cutOff = 0;
  for (let round = 0; round < 500; round++) {
    // Sizes are small, so that a stream holds many frames.
    const garbage = random.bytes(random.below(400)).map((byte) => random.oneIn(2) ? 0 : byte % 40);
    const { frames, error } = await decodeAll(randomChunks(random, garbage, 50));
    const found = concat(frames.map(({ bytes }) => framedByHand(bytes)));
    assertEquals(found, garbage.slice(0, found.length));
    malformed += frames.filter((frame) => frame.error).length;
    if (error === undefined) assertEquals(found.length, garbage.length);
    else {
      cutOff++;
      assertInstanceOf(error, WireError);
      const [, needed, available] = /needed (\d+) bytes at offset \d+, (\d+) available/.exec(error.message)!.map(
        Number,
      );
      assertEquals(error.offset + available, garbage.length);
      assertEquals(available < needed, true, error.message);
    }
  }
  assertEquals([malformed > 100, cutOff > 100], [true, true], `${malformed} malformed, ${cutOff} cut off`);
});

Deno.test("what happens to a chunk afterwards does not change the frames that came out of it", async () => {
  const chunk = stream.slice(), { frames } = await decodeAll([chunk]);
  chunk.fill(0);
  assertMessages(frames);
});
