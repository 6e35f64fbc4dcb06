/** Numbers with units: how long, how much. */

const MILLISECONDS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const BYTES: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 };

/** Milliseconds of `90`, `10s`, `500ms`, `1h30m`; undefined when the text is no duration. */
export function parseMilliseconds(text: string): number | undefined {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * MILLISECONDS.s;
  const part = /(\d+(?:\.\d+)?)(ms|[smhdw])\s*/iy;
  let total = 0;
  do {
    const [whole, amount, unit] = part.exec(text) ?? [];
    if (whole === undefined) return undefined;
    total += Number(amount) * MILLISECONDS[unit.toLowerCase()];
  } while (part.lastIndex < text.length);
  return total;
}

/** Bytes of `4096`, `64kb`, `16mb`, `1gb`, where a kb is 1024 bytes; undefined when the text is no size. */
export function parseBytes(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*([kmg]?b)?$/i.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * BYTES[(unit ?? "b").toLowerCase()];
}
