import { assertEquals } from "@std/assert";
import { editDistance, nearest } from "../../src/config/near.ts";

const DISTANCES: readonly [a: string, b: string, edits: number][] = [
  ["", "", 0],
  ["topic", "topic", 0],
  ["", "abc", 3],
  ["abc", "", 3],
  ["brokr", "broker", 1],
  ["brokre", "broker", 1],
  ["kitten", "sitting", 3],
];

for (const [a, b, edits] of DISTANCES) {
  Deno.test(`near: "${a}" and "${b}" are ${edits} edits apart`, () => {
    assertEquals(editDistance(a, b), edits);
    assertEquals(editDistance(b, a), edits);
  });
}

Deno.test("near: the closest candidate is suggested when it is near enough", () => {
  assertEquals(nearest("brokr", ["topic", "broker"]), "broker");
  assertEquals(nearest("xyz", ["topic", "broker"]), undefined);
});

Deno.test("near: nothing is suggested for words too short or too long to be slips", () => {
  assertEquals(nearest("2", ["0", "1"]), undefined);
  assertEquals(nearest("t".repeat(41), ["t".repeat(41)]), undefined);
});
