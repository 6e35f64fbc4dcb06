import { PastedError } from "./pasted_error.ts";

/** A line that begins with an offset. */
interface DumpLine {
  /** Where it begins in the text. */
  readonly start: number;
  readonly text: string;
  /** The digits of its offset. */
  readonly offset: string;
  /** Where in the line the bytes begin. */
  readonly from: number;
  /** Whether its offset cannot be anything else. */
  readonly isPlain: boolean;
}

/** More bytes than this no dump has in a line. */
const WIDEST = 256;

/**
 * The packets of a text that is a dump: lines of an offset, bytes in hexadecimal digits, and perhaps the same as text. An offset of 0
 * begins a packet, lines without an offset are stepped over. `undefined` for a text that is no dump.
 *
 * Throws `PastedError` for a line that holds fewer bytes than the offset of the next one says.
 */
export function readDump(text: string): Uint8Array[] | undefined {
  const lines = dumpLines(text);
  if (!lines.some(({ offset }) => /^0+$/.test(offset))) return undefined;
  let problem: unknown;
  // Wireshark, tcpdump, xxd and hexdump count in 16s, od in 8s unless it is asked for others.
  for (const radix of [16, 8, 10]) {
    const dumps = grouped(lines, radix), isSure = dumps.some((dump) => dump.length > 1 || dump[0].isPlain);
    if (!isSure) continue;
    try {
      return dumps.map((dump) => readLines(dump, text, radix)).filter((packet) => packet.length > 0);
    } catch (error) {
      problem ??= error;
    }
  }
  if (problem !== undefined) throw problem;
  return undefined;
}

function dumpLines(text: string): DumpLine[] {
  let start = 0;
  return text.split("\n").flatMap((line) => {
    const at = start, [whole, prefix, offset, separator] = /^[ \t]*(0x)?([0-9a-f]{2,16})(:|\s+|$)/i.exec(line) ?? [];
    start += line.length + 1;
    if (whole === undefined) return [];
    const isPlain = prefix !== undefined || (offset.length >= 4 && (separator === ":" || separator.length > 1));
    return [{ start: at, text: line.trimEnd(), offset, from: whole.length, isPlain }];
  });
}

/** Lines whose offsets follow each other. */
function grouped(lines: readonly DumpLine[], radix: number): DumpLine[][] {
  const dumps: DumpLine[][] = [];
  let last = -1, width = 0;
  for (const line of lines) {
    const offset = Number.parseInt(line.offset, radix), step = offset - last;
    if (offset === 0) {
      dumps.push([line]);
      width = WIDEST;
      last = 0;
    } else if (last >= 0 && step > 0 && step <= width) {
      dumps.at(-1)!.push(line);
      width = step;
      last = offset;
    } else last = -1;
  }
  return dumps;
}

function readLines(lines: readonly DumpLine[], text: string, radix: number): Uint8Array {
  const bytes: number[] = [], offset = ({ offset }: DumpLine) => Number.parseInt(offset, radix);
  let width = WIDEST, column = Infinity;
  for (const [i, line] of lines.entries()) {
    const next = lines[i + 1], wanted = next && offset(next) - offset(line);
    const taken = takeBytes(line, { most: wanted ?? width, isLast: wanted === undefined, column });
    if (wanted !== undefined && taken.bytes.length !== wanted) {
      const problem = `This line has ${taken.bytes.length} bytes, and the next one says that it should have ${wanted}`;
      throw new PastedError(problem, text, line.start);
    }
    bytes.push(...taken.bytes);
    width = wanted ?? width;
    column = column === Infinity ? taken.end : Math.max(column, taken.end);
  }
  return Uint8Array.from(bytes);
}

/**
 * The bytes of a line. The offset of the next line tells how many there are; in the last one, what is beside is told from bytes by where
 * it stands: at or behind the column where bytes ended before, or behind a gap.
 */
function takeBytes(
  { text, from }: DumpLine,
  { most, isLast, column }: { most: number; isLast: boolean; column: number },
): { bytes: number[]; end: number } {
  const bytes: number[] = [], tokens = /(\s*)(\S+)/g;
  let end = from;
  tokens.lastIndex = from;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    const [, gap, digits] = token, start = token.index + gap.length;
    if (digits === "-") continue;
    if (bytes.length >= most && (isLast || gap.length > 1)) break;
    if (!/^(?:[0-9a-f]{2}){1,16}$/i.test(digits)) break;
    const isBeside = column === Infinity
      ? bytes.length > 0 && (gap.length > 2 || (gap.length === 2 && bytes.length !== 8))
      : start >= column;
    if (isLast && isBeside) break;
    for (let i = 0; i < digits.length; i += 2) bytes.push(parseInt(digits.slice(i, i + 2), 16));
    end = start + digits.length;
  }
  return { bytes, end };
}
