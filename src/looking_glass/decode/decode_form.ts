import { READ_AS, type ReadAs } from "./content.ts";
import { DecodeError, longTextProblem } from "./decode_error.ts";
import type { DecodeInput } from "./decoded.ts";

/** Characters that a text may have: reading it takes longer than reading the bytes that it stands for. */
export const LONGEST_TEXT: number = 2 ** 20;
/** What is said of a packet may be so long. */
const LONGEST_ABOUT = 400;

/**
 * What the fields of the form for decoding ask for; other fields mean nothing. Throws {@linkcode DecodeError} for what cannot be meant.
 * `file` is what was sent or dropped with it.
 */
export function decodeInput(
  field: (name: string) => string | undefined,
  file: Uint8Array | undefined,
): DecodeInput & { readonly about: string } {
  const text = field("text") ?? "", as = field("as") || "auto", ports = field("ports")?.trim() ?? "";
  if (text.length > LONGEST_TEXT) throw longTextProblem();
  if (!isReadAs(as)) throw new DecodeError(`Nothing is read as ${JSON.stringify(as.slice(0, 20))}.`);
  const about = (field("about") ?? "").slice(0, LONGEST_ABOUT), input = { as, about };
  return {
    ...input,
    ...file === undefined ? { text } : { file },
    ...ports === "" ? {} : { ports: portsOf(ports) },
  };
}

function isReadAs(text: string): text is ReadAs {
  return READ_AS.some((one) => one === text);
}

function portsOf(text: string): number[] {
  const ports = text.split(/[\s,]+/).filter((port) => port !== "");
  const wrong = ports.find((port) => !/^\d{1,5}$/.test(port) || Number(port) > 65_535);
  if (wrong === undefined && ports.length <= 16) return ports.map(Number);
  const hint = "Write up to 16 numbers with blanks or commas between them: 546 547.";
  throw new DecodeError(`${JSON.stringify((wrong ?? text).slice(0, 20))} is no port.`, hint);
}
