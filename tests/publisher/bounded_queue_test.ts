import { assertEquals } from "@std/assert";
import { BoundedQueue } from "../../src/publisher/bounded_queue.ts";
import { record } from "./_fake_transport.ts";

Deno.test("a queue takes as many records as it may and no more", () => {
  const queue = new BoundedQueue(2, 100);
  assertEquals([1, 2, 3].map((number) => queue.push(record(number))), [true, true, false]);
  assertEquals(queue.size, 2);
});

Deno.test("a queue takes as many bytes as it may and no more, keys included", () => {
  const queue = new BoundedQueue(10, 10);
  assertEquals(queue.push({ key: new Uint8Array(3), value: new Uint8Array(5) }), true);
  assertEquals(queue.push(record(1, 3)), false);
  assertEquals(queue.push(record(1, 2)), true);
  assertEquals(queue.bytes, 10);
});

Deno.test("records stay in the queue until they are removed, and come in order", () => {
  const queue = new BoundedQueue(10, 100);
  for (const number of [1, 2, 3]) queue.push(record(number));
  assertEquals(queue.peek(2, 100).map(({ value }) => value[0]), [1, 2]);
  assertEquals(queue.size, 3);
  queue.remove(2);
  assertEquals(queue.peek(2, 100).map(({ value }) => value[0]), [3]);
  assertEquals(queue.bytes, 1);
});

Deno.test("a batch keeps to its bytes, but a record that is larger goes alone", () => {
  const queue = new BoundedQueue(10, 1000);
  for (const size of [50, 5, 5, 5]) queue.push(record(size, size));
  assertEquals(queue.peek(10, 10).length, 1);
  queue.remove(1);
  assertEquals(queue.peek(10, 10).length, 2);
});

Deno.test("a queue that is filled and emptied for long keeps no more than what is in it", () => {
  const queue = new BoundedQueue(8, 100), seen: number[] = [];
  for (let number = 0; number < 1000; number++) {
    queue.push(record(number % 256));
    if (queue.size === 8) {
      seen.push(...queue.peek(5, 100).map(({ value }) => value[0]));
      queue.remove(5);
    }
  }
  assertEquals(seen.slice(0, 300), Array.from({ length: 300 }, (_, i) => i % 256));
  const kept = (queue as unknown as { size: number }).size;
  queue.remove(100);
  assertEquals([kept <= 8, queue.size, queue.bytes], [true, 0, 0]);
});
