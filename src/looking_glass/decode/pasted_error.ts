/** Why a text that was pasted is not read, with the place. */
export class PastedError extends Error {
  /** Always `PastedError`. */
  override readonly name = "PastedError";

  /** `problem` is what is wrong with the character at `at` of `text`, without the place. */
  constructor(problem: string, text: string, at: number) {
    const before = text.slice(0, at).split("\n");
    super(`${problem}, in line ${before.length}, character ${Array.from(before.at(-1)!).length + 1}`);
  }
}

/** A character as an error names it. */
export function named(text: string, at: number): string {
  return JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0xfffd));
}
