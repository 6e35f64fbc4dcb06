import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { fromHex, MessageDecoderStream } from "../../src/dhcpv6/mod.ts";

const frame = fromHex("0004 1100b001");

/** A source without an end, and what was asked of it. */
function endlessSource(chunk: Uint8Array): { chunks: ReadableStream<Uint8Array>; asked: () => number; end: unknown[] } {
  let count = 0;
  const end: unknown[] = [];
  const chunks = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      count++;
      controller.enqueue(chunk.slice());
    },
    cancel: (reason) => void end.push(reason),
  }, { highWaterMark: 0 });
  return { chunks, asked: () => count, end };
}

Deno.test("nothing is taken from a source before somebody reads", async () => {
  const { chunks, asked } = endlessSource(frame);
  const frames = chunks.pipeThrough(new MessageDecoderStream());
  for (let turn = 0; turn < 100; turn++) await Promise.resolve();
  assertEquals(asked(), 0);
  await frames.cancel();
});

Deno.test("a source is asked for bytes only as frames are read", async () => {
  const { chunks, asked } = endlessSource(frame);
  const reader = chunks.pipeThrough(new MessageDecoderStream()).getReader();
  for (let read = 1; read <= 200; read++) {
    assertEquals((await reader.read()).value?.offset, (read - 1) * frame.length);
    assertEquals(asked() <= read + 3, true, `${asked()} chunks for ${read} frames`);
  }
  await reader.cancel();
});

Deno.test("a chunk of many frames is enough until all of them were read", async () => {
  const { chunks, asked } = endlessSource(new Uint8Array(100 * frame.length).map((_, i) => frame[i % frame.length]));
  const reader = chunks.pipeThrough(new MessageDecoderStream()).getReader();
  for (let read = 0; read < 100; read++) await reader.read();
  assertEquals(asked() <= 3, true, `${asked()} chunks`);
  await reader.cancel();
});

Deno.test("a writer that is far ahead waits for whoever reads", async () => {
  const { writable, readable } = new MessageDecoderStream(),
    writer = writable.getWriter(),
    reader = readable.getReader();
  let written = 0;
  const writes = Array.from({ length: 10 }, () => writer.write(frame).then(() => written++));
  await reader.read();
  assertEquals(writer.desiredSize! < 0, true, `${writer.desiredSize}`);
  assertEquals(written < 4, true, `${written} writes of 10 were done after one frame`);
  for (let read = 1; read < 10; read++) await reader.read();
  await Promise.all(writes);
  await Promise.all([writer.close(), reader.read().then(({ done }) => assertEquals(done, true))]);
});

Deno.test("a reader that stops lets the source know, and why", async () => {
  const { chunks, end } = endlessSource(frame), reason = new Error("enough");
  const reader = chunks.pipeThrough(new MessageDecoderStream()).getReader();
  await reader.read();
  await reader.cancel(reason);
  await chunksReleased(chunks);
  assertEquals(end, [reason]);
});

Deno.test("leaving a loop over the frames ends the source", async () => {
  const { chunks, end } = endlessSource(frame);
  for await (const { message } of chunks.pipeThrough(new MessageDecoderStream())) {
    assertEquals(message?.typeName, "leasequery-data");
    break;
  }
  await chunksReleased(chunks);
  assertEquals(end.length, 1);
});

Deno.test("a read that waits for bytes ends when the stream is cancelled, also within a frame", async () => {
  for (const begun of [new Uint8Array(0), frame.slice(0, 1), frame.slice(0, 4)]) {
    const { writable, readable } = new MessageDecoderStream(), writer = writable.getWriter();
    const reader = readable.getReader(), waiting = reader.read();
    await writer.write(begun);
    await reader.cancel("enough");
    assertEquals(await waiting, { done: true, value: undefined });
    assertEquals(await writer.closed.catch((reason) => reason), "enough");
  }
});

Deno.test("the error of a source is the error of the frames", async () => {
  const lost = new Error("connection reset");
  const { writable, readable } = new MessageDecoderStream(),
    writer = writable.getWriter(),
    reader = readable.getReader();
  const first = reader.read();
  await writer.write(frame);
  assertEquals((await first).value?.offset, 0);
  await writer.abort(lost);
  assertStrictEquals(await reader.read().catch((error) => error), lost);
});

Deno.test("a chunk that is no bytes fails the reader and the writer, so that neither waits for ever", async () => {
  const { writable, readable } = new MessageDecoderStream(),
    writer = writable.getWriter(),
    reader = readable.getReader();
  const chunk: Uint8Array = JSON.parse(`"text"`), written = writer.write(chunk);
  await assertRejects(() => reader.read(), TypeError);
  await written;
  await assertRejects(() => writer.closed, TypeError);
});

/** Resolves when the pipe has let go of the stream, which it does once its source has ended. */
async function chunksReleased(chunks: ReadableStream<Uint8Array>): Promise<void> {
  for (let turn = 0; turn < 100 && chunks.locked; turn++) await Promise.resolve();
  assertEquals(chunks.locked, false);
}
