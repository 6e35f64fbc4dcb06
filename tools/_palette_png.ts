import { deflateSync } from "node:zlib";
import { crc32 } from "../src/wire/crc32.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Steps of a colour that are kept, finer first: the first that leaves 256 colours is taken. */
const STEPS = [8, 17, 32, 51, 85];

/** A picture with at most 256 colours (PNG, colour type 3), from its bytes of red, green, blue and opacity. */
export function palettePng(pixels: Uint8Array, width: number): Uint8Array {
  const height = pixels.length / width / 4;
  for (const step of STEPS) {
    const colours = new Map<number, number>(), lines = new Uint8Array((width + 1) * height);
    for (let i = 0; i < width * height; i++) {
      const part = (at: number) => Math.min(255, Math.round(pixels[i * 4 + at] / step) * step);
      const colour = part(0) << 16 | part(1) << 8 | part(2);
      if (!colours.has(colour)) colours.set(colour, colours.size);
      lines[i + Math.floor(i / width) + 1] = colours.get(colour)!;
    }
    if (colours.size > 256) continue;
    const palette = [...colours.keys()].flatMap((colour) => [colour >> 16, colour >> 8 & 0xff, colour & 0xff]);
    return Uint8Array.from([
      ...SIGNATURE,
      ...chunk("IHDR", Uint8Array.from([...u32(width), ...u32(height), 8, 3, 0, 0, 0])),
      ...chunk("PLTE", Uint8Array.from(palette)),
      ...chunk("IDAT", deflateSync(lines, { level: 9 })),
      ...chunk("IEND", new Uint8Array()),
    ]);
  }
  throw new RangeError("a picture of too many colours");
}

function chunk(type: string, body: Uint8Array): number[] {
  const bytes = Uint8Array.from([...new TextEncoder().encode(type), ...body]);
  return [...u32(body.length), ...bytes, ...u32(crc32(bytes))];
}

function u32(value: number): number[] {
  return [value >>> 24, value >>> 16 & 0xff, value >>> 8 & 0xff, value & 0xff];
}
