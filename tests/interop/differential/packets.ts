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
import { vectors } from "../../vectors/mod.ts";
import { mutate, mutateOption } from "../../vectors/mutate.ts";
import { SeededRandom } from "../../vectors/random.ts";

/** Packets are no longer than what a link carries in one piece, or nearly so. */
const LONGEST = 2000;

/**
 * Packets of the corpus and of the vectors, whole and then changed: half of them anywhere, the others in one option with all
 * lengths put right. The same seed makes the same packets.
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

/** What is changed: packets of the corpus, the clients' messages within them, and each option of the vectors in a message. */
function wholePackets(): Uint8Array<ArrayBuffer>[] {
  const captured = corpus().map(({ bytes }) => bytes).filter(({ length }) => length < LONGEST);
  return [
    ...captured,
    ...captured.flatMap(relayed),
    ...vectors.filter(({ space }) => space === standardSpace).map(({ option, body }) => reply(option.code, body)),
  ];
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

function reply(code: number, body: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const options = Options.of(rawOption(code, Uint8Array.from(body)));
  return Uint8Array.from(new ClientServerMessage({ type: MessageType.Reply, transactionId: 0xc0ffee, options }).save());
}
