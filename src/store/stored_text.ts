/** What a text that needs no change is without: NUL, and surrogates, which are halves of a pair or alone. */
const UNSTORABLE = /[\0\ud800-\udfff]/;

/** The text as every store keeps it: NUL and lone surrogates, which not every database takes, become U+FFFD. */
export function storedText(text: string): string {
  return UNSTORABLE.test(text) ? text.toWellFormed().replaceAll("\0", "\ufffd") : text;
}
