import { type LeaseKey, leaseText, type Microseconds } from "../../store/mod.ts";
import { durationText } from "../present/duration.ts";
import { visible } from "../present/visible.ts";

/** A part of a sentence. Its `text` is what it says; the rest is what a page can make of it, such as a link. */
export type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "server"; readonly text: string; readonly id: number | undefined }
  | { readonly kind: "lease"; readonly text: string; readonly lease: LeaseKey }
  | { readonly kind: "duration"; readonly text: string; readonly duration: Microseconds }
  | { readonly kind: "time"; readonly text: string; readonly at: Microseconds }
  | { readonly kind: "status"; readonly text: string; readonly code: number }
  | { readonly kind: "words"; readonly text: string };

/** A sentence in its parts, which are put together without anything between them. */
export type Sentence = readonly Part[];

/** What can stand in a sentence: text, a part, parts, or nothing. */
export type Saying = string | Part | Sentence | undefined;

/** The sentence as text. */
export function sentenceText(sentence: Sentence): string {
  return sentence.map(({ text }) => text).join("");
}

/** A sentence as one writes it: ``say`${server} extended ${lease}` ``. Texts that meet become one. */
export function say(texts: TemplateStringsArray, ...values: readonly Saying[]): Sentence {
  return joined(texts.flatMap((text, i) => [text, values[i]]));
}

/** Things one after the other: `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly Saying[], last = " and "): Sentence {
  return joined(items.flatMap((item, i) => i === 0 ? [item] : [i === items.length - 1 ? last : ", ", item]));
}

/** The sentence with a capital letter at its beginning. */
export function capitalized([first, ...rest]: Sentence): Sentence {
  if (first?.kind !== "text") return first === undefined ? [] : [first, ...rest];
  return [{ ...first, text: first.text.replace(/^./, (letter) => letter.toUpperCase()) }, ...rest];
}

/** A server by its name. */
export function serverPart(name: string, id: number | undefined): Part {
  return { kind: "server", text: visible(name) || "a server without a name", id };
}

/** An address or prefix. */
export function leasePart(lease: LeaseKey): Part {
  return { kind: "lease", text: leaseText(lease), lease };
}

/** How long something took or was off. */
export function durationPart(duration: Microseconds, text: string = durationText(duration)): Part {
  return { kind: "duration", text, duration };
}

/** What the server said in its own words, in quotes; nothing where it said nothing. */
export function wordsPart(words: string): Part | undefined {
  return words === "" ? undefined : { kind: "words", text: `“${visible(words)}”` };
}

function joined(items: readonly Saying[]): Sentence {
  const parts: Part[] = [];
  for (const item of items.flatMap((one): readonly Part[] => partsOf(one))) {
    const last = parts.at(-1);
    if (item.kind === "text" && last?.kind === "text") {
      parts[parts.length - 1] = { kind: "text", text: last.text + item.text };
    } else if (item.text !== "") parts.push(item);
  }
  return parts;
}

function partsOf(item: Saying): readonly Part[] {
  if (item === undefined) return [];
  if (typeof item === "string") return item === "" ? [] : [{ kind: "text", text: item }];
  return "kind" in item ? [item] : item;
}
