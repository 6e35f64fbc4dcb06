import type { Field } from "./field.ts";

/** A field that is like another but for `changes`; a call, so that a bundler can leave it out where nobody names it. */
export function fieldLike<T>(field: Field<T>, changes: Partial<Field<T>>): Field<T> {
  return { ...field, ...changes };
}
