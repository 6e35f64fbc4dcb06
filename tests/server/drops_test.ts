import { assertEquals } from "@std/assert";
import { Drops } from "../../src/server/_drops.ts";

/** Drops that are told into `told`, and their clock. */
function drops() {
  const told: number[] = [], clock = { ms: 0 };
  return { told, clock, drops: new Drops((dropped) => told.push(dropped), () => clock.ms) };
}

Deno.test("drops: the first is told at once, further ones together ten seconds later", () => {
  const { told, clock, drops: some } = drops();
  for (let i = 0; i < 5; i++) some.add();
  assertEquals([some.count, told], [5, [1]]);
  clock.ms = 9_999;
  some.tellDue();
  assertEquals(told, [1]);
  clock.ms = 10_000;
  some.tellDue();
  assertEquals(told, [1, 5]);
});

Deno.test("drops: one long after the others is told at once, and none is told twice", () => {
  const { told, clock, drops: some } = drops();
  some.add();
  clock.ms = 60_000;
  some.tellDue();
  some.add();
  some.tellRest();
  assertEquals(told, [1, 2]);
});

Deno.test("drops: at the end the rest is told, however short a while ago some were", () => {
  const { told, drops: some } = drops();
  some.add();
  some.add();
  some.tellRest();
  assertEquals(told, [1, 2]);
});
