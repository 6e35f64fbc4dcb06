import { h, type Html } from "../frame/html.ts";

/** A field of a form that is one of several: its label, its name, what is chosen, and all values with their words. */
export function select(
  label: string,
  name: string,
  chosen: string,
  values: readonly (readonly [value: string, words: string])[],
): Html {
  return h`<label>${label} <select name="${name}">${
    values.map(([value, words]) => option(value, words, chosen))
  }</select></label>`;
}

function option(value: string, words: string, chosen: string): Html {
  return value === chosen
    ? h`<option value="${value}" selected>${words}</option>`
    : h`<option value="${value}">${words}</option>`;
}
