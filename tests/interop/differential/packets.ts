import {
  ClientServerMessage,
  Message,
  MessageType,
  Options,
  rawOption,
  RelayMessage,
  standardSpace,
  unwrap,
} from "../../../src/dhcpv6/mod.ts";
import { corpus } from "../../vectors/corpus.ts";
import { measuredPackets } from "../../vectors/measured_packets.ts";
import { vectors } from "../../vectors/mod.ts";
import { mutate, mutateOption } from "../../vectors/mutate.ts";
import { SeededRandom } from "../../vectors/random.ts";

/** Packets are no longer than what a link carries in one piece, or nearly so. */
const LONGEST = 2000;

/**
 * The packets of {@linkcode wholePackets}, as they are and then changed: half of the changes are anywhere, the others in one option
 * with all lengths put right. The same seed makes the same packets.
 */
export function* somePackets(seed: number, count: number): Generator<Uint8Array> {
  const whole = wholePackets(), random = new SeededRandom(seed);
  yield* whole.slice(0, count);
  for (let made = whole.length; made < count; made++) {
    let packet = random.pick(whole);
    for (let changes = 1 + random.below(2); changes > 0; changes--) {
      packet = (random.oneIn(2) ? mutate : mutateOption)(packet, random.pick(whole), random);
    }
    yield packet;
  }
}

/**
 * What is changed: packets of the corpus, the clients' messages within them, packets made by hand for what readers stumble over, and
 * each option of the vectors in a message.
 */
function wholePackets(): Uint8Array<ArrayBuffer>[] {
  const captured = corpus().map(({ bytes }) => bytes), made = measuredPackets().flatMap(({ bytes }) => bytes ?? []);
  const options = vectors.filter(({ space }) => space === standardSpace).map(({ option, body }) => ({
    code: option.code,
    body,
  }));
  const packets = [...captured, ...captured.flatMap(relayed), ...made, ...[...options, ...unusualOptions].map(reply)];
  return packets.filter(({ length }) => length < LONGEST);
}

/** Options at the limits of what may be: names of 255 and 256 bytes, a label of marks to be escaped, DUIDs of 130 and 131 bytes. */
const unusualOptions = [
  { code: 24, body: [4, 0x2e, 0x5c, 0x22, 0x20, 0] },
  ...[61, 62].map((last) => ({ code: 24, body: [...label(63), ...label(63), ...label(63), ...label(last), 0] })),
  ...[130, 131].map((length) => ({ code: 1, body: [0, 5, ...new Array(length - 2).fill(1)] })),
];

function label(length: number): number[] {
  return [length, ...new Array(length).fill(0x61)];
}

function relayed(packet: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  if (packet[0] !== MessageType.RelayForward && packet[0] !== MessageType.RelayReply) return [];
  try {
    const { message } = unwrap(Message.parse(packet));
    return message instanceof RelayMessage ? [] : [Uint8Array.from(message.save())];
  } catch {
    // A chain that is cut off has no inner message.
    return [];
  }
}

function reply({ code, body }: { code: number; body: ArrayLike<number> }): Uint8Array<ArrayBuffer> {
  const options = Options.of(rawOption(code, Uint8Array.from(body)));
  return Uint8Array.from(new ClientServerMessage({ type: MessageType.Reply, transactionId: 0xc0ffee, options }).save());
}
