import type { SeededRandom } from "./random.ts";

/** The packet with a few bytes changed, taken away, added or moved. */
export function mutate(packet: Uint8Array, other: Uint8Array, random: SeededRandom): Uint8Array<ArrayBuffer> {
  let bytes = [...packet];
  for (let changes = 1 + random.below(4); changes > 0; changes--) {
    const at = random.below(bytes.length + 1), count = random.below(6);
    switch (random.below(6)) {
      case 0:
        bytes[at] = random.below(256);
        break;
      case 1:
        bytes[at] ^= 1 << random.below(8);
        break;
      case 2:
        bytes.splice(at, count);
        break;
      case 3:
        bytes.splice(at, 0, ...random.bytes(count));
        break;
      case 4:
        bytes = bytes.slice(0, at);
        break;
      case 5:
        bytes.splice(at, 0, ...other.slice(random.below(other.length), random.below(other.length)));
    }
  }
  return Uint8Array.from(bytes, (byte) => byte ?? 0);
}

/**
 * The packet with one option changed, however deep it lies, copied, taken out, moved, or put in from another packet. All lengths
 * are put right, so that readers come as far as the change.
 */
export function mutateOption(packet: Uint8Array, other: Uint8Array, random: SeededRandom): Uint8Array<ArrayBuffer> {
  const header = headerLength(packet);
  return new Uint8Array([...packet.slice(0, header), ...mutateList(packet.slice(header), other, random)]);
}

/** An option cut out by its length alone. */
interface Piece {
  readonly code: number;
  readonly body: Uint8Array;
}

/** Bytes before the options within these options; -1 stands for a message. */
const HOLDERS: Readonly<Record<number, number>> = {
  3: 12,
  4: 4,
  5: 24,
  9: -1,
  17: 4,
  25: 12,
  26: 25,
  44: 17,
  45: 0,
  56: 0,
  94: 0,
  95: 0,
  96: 0,
};

function mutateList(bytes: Uint8Array, other: Uint8Array, random: SeededRandom): Uint8Array {
  const { pieces, stray } = split(bytes);
  const at = random.below(pieces.length + 1), piece = pieces[at];
  if (piece === undefined) pieces.push(somePiece(other, random));
  else {
    switch (random.below(12)) {
      case 0:
        pieces.splice(at, 1);
        break;
      case 1:
        pieces.splice(random.below(pieces.length), 0, piece);
        break;
      case 2:
        pieces.splice(at, 1);
        pieces.splice(random.below(pieces.length + 1), 0, piece);
        break;
      case 3:
        pieces.splice(at, 0, somePiece(other, random));
        break;
      default:
        pieces[at] = { code: piece.code, body: mutateBody(piece, other, random) };
    }
  }
  return new Uint8Array([...pieces.flatMap(joined), ...stray]);
}

function mutateBody({ code, body }: Piece, other: Uint8Array, random: SeededRandom): Uint8Array {
  const fixed = HOLDERS[code] === -1 ? headerLength(body) : HOLDERS[code];
  if (fixed === undefined || fixed > body.length || random.oneIn(5)) {
    return mutate(body, other, random).subarray(0, 0xff00);
  }
  return new Uint8Array([...body.slice(0, fixed), ...mutateList(body.slice(fixed), other, random)]);
}

function somePiece(packet: Uint8Array, random: SeededRandom): Piece {
  const { pieces } = split(packet.slice(headerLength(packet)));
  return pieces.length === 0 ? { code: random.below(150), body: random.bytes(random.below(20)) } : random.pick(pieces);
}

function split(bytes: Uint8Array): { pieces: Piece[]; stray: Uint8Array } {
  const pieces: Piece[] = [];
  let at = 0;
  while (bytes.length - at >= 4) {
    const next = at + 4 + (bytes[at + 2] << 8 | bytes[at + 3]);
    if (next > bytes.length) break;
    pieces.push({ code: bytes[at] << 8 | bytes[at + 1], body: bytes.slice(at + 4, next) });
    at = next;
  }
  return { pieces, stray: bytes.slice(at) };
}

function joined({ code, body }: Piece): number[] {
  return [code >> 8, code & 0xff, body.length >> 8, body.length & 0xff, ...body];
}

function headerLength(message: Uint8Array): number {
  return message[0] === 12 || message[0] === 13 ? 34 : 4;
}
