import { standardOptions } from "../../src/dhcpv6/options/mod.ts";
import { vectors } from "./mod.ts";
import type { SeededRandom } from "./random.ts";

/** A message whose options mostly tile, hold what vectors hold or random bytes, and sometimes hold each other. */
export function randomMessage(random: SeededRandom, depth: number): Uint8Array<ArrayBuffer> {
  const type = random.oneIn(4) ? random.pick([12, 13]) : random.below(40);
  const header = random.bytes(type === 12 || type === 13 ? 34 : 4);
  header[0] = type;
  const options = Array.from({ length: random.below(5) }, () => randomOption(random, depth));
  return new Uint8Array([...header, ...options.flat(), ...random.bytes(random.oneIn(6) ? random.below(5) : 0)]);
}

function randomOption(random: SeededRandom, depth: number): number[] {
  const code = random.oneIn(9) ? random.below(65536) : random.pick(standardOptions).code;
  let body = [...random.bytes(random.below(30))];
  if (code === 9 && depth > 0) body = [...randomMessage(random, depth - 1)];
  else if ([3, 4, 5, 25, 26].includes(code) && depth > 0) {
    const fixed = { 3: 12, 4: 4, 5: 24, 25: 12, 26: 25 }[code]!;
    body = [...random.bytes(fixed), ...randomOption(random, depth - 1)];
  } else if (random.oneIn(2)) body = [...(vectors.find(({ option }) => option.code === code)?.body ?? body)];
  const length = random.oneIn(12) ? random.below(65536) : body.length;
  return [code >> 8, code & 0xff, length >> 8, length & 0xff, ...body];
}
