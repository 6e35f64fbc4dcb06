import { assert, assertEquals, assertLess } from "@std/assert";
import { ClientTally } from "../../../src/store/tally/client_tally.ts";

/** A tally of the clients with these numbers. */
function of(from: number, to: number): ClientTally {
  const tally = new ClientTally();
  for (let id = from; id < to; id++) tally.count(id);
  return tally;
}

Deno.test("few clients are counted nearly exactly, many to 6 % in 19 of 20 cases", () => {
  for (const [size, cases] of [[1, 100], [10, 100], [100, 100], [1000, 100], [5000, 100], [50_000, 40]]) {
    const errors = Array.from({ length: cases }, (_, start) => {
      return Math.abs(of(start * 1_000_003, start * 1_000_003 + size).estimate() - size) / size;
    });
    const large = errors.filter((error) => error > (size <= 1 ? 0 : 0.06)).length;
    assert(large <= cases / 20, `${large} of ${cases} with ${size} clients`);
    assertLess(Math.max(...errors), 0.12);
  }
});

Deno.test("how often a client comes does not matter, nor which part of a tally has it", () => {
  const whole = of(0, 4000), parts = of(0, 3000);
  parts.merge(of(1000, 4000));
  parts.load(of(2000, 2500).save());
  assertEquals(parts.save(), whole.save());
  assertEquals(new ClientTally().estimate(), 0);
});

Deno.test("numbers beyond 32 bits are clients of their own", () => {
  const tally = of(1, 3);
  tally.count(2 ** 32 + 1);
  tally.count(2 ** 40 + 1);
  assertEquals(tally.estimate(), 4);
});

Deno.test("what is damaged is read as far as it goes", () => {
  const saved = of(0, 500).save(), tally = new ClientTally();
  tally.load(saved.subarray(0, 100));
  tally.load(new Uint8Array(5000));
  assertLess(tally.estimate(), 100);
});
