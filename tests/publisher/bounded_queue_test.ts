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
  assertEquals(queue.send(2, 100).map(({ value }) => value[0]), [1, 2]);
  assertEquals(queue.size, 3);
  queue.remove(2);
  assertEquals(queue.send(2, 100).map(({ value }) => value[0]), [3]);
  assertEquals(queue.bytes, 1);
});

Deno.test("a batch keeps to its bytes, but a record that is larger goes alone", () => {
  const queue = new BoundedQueue(10, 1000);
  for (const size of [50, 5, 5, 5]) queue.push(record(size, size));
  assertEquals(queue.send(10, 10).length, 1);
  queue.remove(1);
  assertEquals(queue.send(10, 10).length, 2);
});

Deno.test("a queue that is filled and emptied for long keeps no more than what is in it", () => {
  const queue = new BoundedQueue(8, 100), seen: number[] = [];
  for (let number = 0; number < 1000; number++) {
    queue.push(record(number % 256));
    if (queue.size === 8) {
      seen.push(...queue.send(5, 100).map(({ value }) => value[0]));
      queue.remove(5);
    }
  }
  assertEquals(seen.slice(0, 300), Array.from({ length: 300 }, (_, i) => i % 256));
  const kept = (queue as unknown as { size: number }).size;
  queue.remove(100);
  assertEquals([kept <= 8, queue.size, queue.bytes], [true, 0, 0]);
});

Deno.test("a record makes room by taking the place of the oldest one that is not on its way", () => {
  const queue = new BoundedQueue(4, 100),
    first = (count: number) => queue.send(count, 100).map(({ value }) => value[0]);
  for (const number of [1, 2, 3, 4]) queue.push(record(number), number);
  assertEquals(first(2), [1, 2]);
  assertEquals([queue.evict(), queue.size, queue.bytes, queue.since], [true, 3, 3, 1]);
  assertEquals([queue.push(record(5), 5), queue.push(record(6), 6)], [true, false]);
  assertEquals([queue.evict(), queue.push(record(6), 6)], [true, true]);
  queue.remove(1);
  assertEquals(queue.since, 2);
  queue.settle();
  assertEquals(first(9), [2, 5, 6]);
  assertEquals(queue.evict(), false);
  queue.remove(1);
  queue.settle();
  assertEquals([queue.evict(), queue.evict(), queue.evict()], [true, true, false]);
  assertEquals([queue.size, queue.bytes, queue.since], [0, 0, undefined]);
});

Deno.test("a queue that drops its oldest records for long keeps the newest, in order", () => {
  const queue = new BoundedQueue(8, 100);
  for (let number = 0; number < 1000; number++) {
    while (!queue.push(record(number % 256), number)) queue.evict();
    if (number % 7 === 0) queue.send(3, 100);
    if (number % 7 === 2) queue.remove(2);
    if (number % 7 === 3) queue.settle();
  }
  queue.settle();
  const values = queue.send(8, 100).map(({ value }) => value[0]);
  assertEquals(values, values.toSorted((a, b) => a - b));
  assertEquals(values.at(-1), 999 % 256);
});

Deno.test("several batches may be on their way, each behind the one before, and wait again together", () => {
  const queue = new BoundedQueue(10, 100),
    next = (count: number) => queue.send(count, 100).map(({ value }) => value[0]);
  for (const number of [1, 2, 3, 4, 5]) queue.push(record(number));
  assertEquals([next(2), next(2), queue.sent], [[1, 2], [3, 4], 4]);
  queue.remove(2);
  assertEquals([queue.sent, next(9)], [2, [5]]);
  queue.settle();
  assertEquals(next(9), [3, 4, 5]);
});

Deno.test("bytes of headers count", () => {
  const queue = new BoundedQueue(10, 10), value = new Uint8Array(2), name = "abc";
  queue.push({ key: null, value, headers: [{ name, value: "de" }, { name: "f", value: new Uint8Array(1) }] });
  assertEquals(queue.bytes, 9);
});
