import type { OptionSensitivity, Sensitivity } from "./sensitivity.ts";
import { sensitivities } from "./vendor_sensitivity.ts";

/** What nobody looks into; the others hold identifiers that also stand elsewhere, which would give those away. */
const KEEPABLE: ReadonlySet<Sensitivity> = new Set<Sensitivity>([
  "keep",
  "text",
  "counted-texts",
  "bytes",
  "counted-bytes",
  "short-tlvs",
]);

/** The names, where each is that of an option that may be kept. Throws `TypeError` otherwise. */
export function checkedKept(names: readonly string[]): ReadonlySet<string> {
  const all = [...sensitivities.values()].flatMap((space) => Object.entries(space));
  for (const name of names) {
    const found = all.filter(([option]) => option === name);
    if (found.length === 0) throw new TypeError(`keep: there is no option ${JSON.stringify(name)}`);
    if (!found.every(([, sensitivity]) => isKeepable(sensitivity))) {
      throw new TypeError(`keep: ${name} holds identifiers that stand elsewhere too, and cannot be kept`);
    }
  }
  return new Set(names);
}

function isKeepable(sensitivity: OptionSensitivity): boolean {
  return sensitivity === "keep" || Object.values(sensitivity).every((kind) => KEEPABLE.has(kind));
}
