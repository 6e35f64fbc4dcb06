import type { Field } from "./field.ts";
import { fieldLike } from "./field_like.ts";

/** An integer of bits, for people with the names of those that are set: `names` are in the order of the bits, lowest first. */
export function flagsOf(integer: Field<number>, names: readonly string[]): Field<number> {
  return fieldLike(integer, {
    kind: `${integer.kind} flags`,
    text(value) {
      const set = names.filter((_, bit) => (value >>> bit & 1) === 1);
      return set.length === 0 ? String(value) : `${value} (${set.join(", ")})`;
    },
  });
}
