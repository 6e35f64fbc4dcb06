import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import {
  decode,
  type DecodedMessage,
  type DecodedOption,
  Message,
  problems,
  summarizeMessage,
  toHex,
  toJson,
  toText,
  validate,
  WireError,
} from "../../src/dhcpv6/mod.ts";
import { encode } from "../../src/wire/mod.ts";
import { sameBytes } from "../../src/wire/same_bytes.ts";
import { corpus } from "../vectors/corpus.ts";
import { vectors } from "../vectors/mod.ts";
import { mutate, mutateOption } from "../vectors/mutate.ts";
import { SeededRandom } from "../vectors/random.ts";

/** How often the views for people are made; they take fifty times as long as decoding, and are mostly the same code. */
const VIEWS_EVERY = 50;
/** No input may take more than this many times the median time for a byte. */
const SLOWEST = 50;

/** What came of {@linkcode fuzz}. */
export interface FuzzReport {
  readonly inputs: number;
  /** Inputs with a whole header; the others were a WireError. */
  readonly messages: number;
  /** Inputs in which everything could be read. */
  readonly clean: number;
  /** Nanoseconds for each byte: the median, and the input that took longest, measured again. */
  readonly median: number;
  readonly slowest: number;
  readonly slowestInput: string;
}

/** When to end, and what to tell on the way. */
export interface FuzzInit {
  readonly seed: number;
  readonly inputs?: number;
  readonly seconds?: number;
  /** Called every so often. */
  readonly progress?: (inputs: number) => void;
}

/**
 * Reads mutated packets of the corpus and of the vectors in every way, and throws when one of them is anything but a message or a
 * WireError, is not written back as it was, or takes far longer than others.
 */
export function fuzz({ seed, inputs = Infinity, seconds = Infinity, progress }: FuzzInit): FuzzReport {
  const random = new SeededRandom(seed), seeds = seedPackets(), end = performance.now() + seconds * 1000;
  const slow = new SlowestInputs();
  let count = 0, messages = 0, clean = 0;
  for (; count < inputs && (count % 256 !== 0 || performance.now() < end); count++) {
    const packet = anotherPacket(seeds, random), start = performance.now();
    const result = exercise(packet, count % VIEWS_EVERY === 0);
    if (count % VIEWS_EVERY !== 0) slow.note(packet, performance.now() - start);
    if (result !== "refused") messages++;
    if (result === "clean") clean++;
    if (count % 100_000 === 0) progress?.(count);
  }
  return { inputs: count, messages, clean, ...slow.judge() };
}

function seedPackets(): Uint8Array[] {
  const around = ({ option, body }: (typeof vectors)[number]) =>
    new Uint8Array([7, 1, 2, 3, option.code >> 8, option.code & 255, body.length >> 8, body.length & 255, ...body]);
  return [...corpus().map(({ bytes }) => bytes), ...vectors.map(around)].filter(({ length }) => length <= 2000);
}

/** Mutated once or more, so that damage adds up. */
function anotherPacket(seeds: readonly Uint8Array[], random: SeededRandom): Uint8Array {
  let packet = random.pick(seeds);
  do packet = (random.oneIn(2) ? mutate : mutateOption)(packet, random.pick(seeds), random); while (random.oneIn(3));
  return packet;
}

/** Does to a packet whatever can be done to it. */
function exercise(packet: Uint8Array, withViews: boolean): "refused" | "damaged" | "clean" {
  try {
    let message: Message;
    try {
      message = Message.parse(packet);
    } catch (error) {
      assertInstanceOf(error, WireError);
      assertInstanceOf(attempt(() => summarizeMessage(packet)), WireError);
      return "refused";
    }
    const decoded = decode(message);
    const isClean = isWrittenBack(decoded, packet);
    assert(sameBytes(message.save(), packet), "saved otherwise");
    summarizeMessage(packet);
    if (withViews) makeViews(message, isClean);
    return isClean ? "clean" : "damaged";
  } catch (error) {
    throw new Error(`${toHex(packet)}: ${error instanceof Error ? error.stack : error}`);
  }
}

/** Writes each value again, which has to give the bytes that it was read from. Returns whether everything could be read. */
function isWrittenBack({ message, options }: DecodedMessage, packet: Uint8Array): boolean {
  assert(sameBytes(encode((writer) => message.withOptions(message.options).write(writer)), message.save()), "header");
  return allWrittenBack(options, packet);
}

function allWrittenBack(options: readonly DecodedOption[], packet: Uint8Array): boolean {
  let clean = true;
  for (const { definition, problem, value, inside, start, end } of options) {
    if (problem !== undefined) clean = false;
    else if (definition !== undefined) {
      const written = encode((writer) => definition.write(writer, value));
      assert(
        sameBytes(written, packet.subarray(start, end)),
        `${definition.name} is written otherwise: ${toHex(written)}`,
      );
    }
    if (inside === undefined) continue;
    const insideClean = "message" in inside ? isWrittenBack(inside, packet) : allWrittenBack(inside, packet);
    clean &&= insideClean;
  }
  return clean;
}

function makeViews(message: Message, isClean: boolean): void {
  assertEquals(problems(message).length === 0, isClean);
  assertEquals(validate(message).some(({ rule }) => rule === "malformed"), !isClean);
  assertEquals(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/u.exec(toText(message)), null);
  JSON.stringify(toJson(message));
}

function attempt(action: () => void): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

/** The times that inputs took. What seems slow is measured again at the end, since a pause of the machine seems slow too. */
class SlowestInputs {
  readonly #sample: number[] = [];
  #candidates: { readonly packet: Uint8Array; readonly perByte: number }[] = [];
  #least = 0;

  note(packet: Uint8Array, milliseconds: number): void {
    // What is too short for a header costs an error and nothing else.
    if (packet.length < 4) return;
    const perByte = milliseconds * 1e6 / packet.length;
    if (this.#sample.length < 100_000) this.#sample.push(perByte);
    if (perByte <= this.#least) return;
    this.#candidates.push({ packet, perByte });
    if (this.#candidates.length < 400) return;
    this.#candidates.sort((a, b) => b.perByte - a.perByte);
    this.#candidates = this.#candidates.slice(0, 200);
    this.#least = this.#candidates[199].perByte;
  }

  judge(): Pick<FuzzReport, "median" | "slowest" | "slowestInput"> {
    const median = this.#sample.toSorted((a, b) => a - b)[this.#sample.length >> 1];
    let slowest = 0, slowestInput = "";
    for (const { packet } of this.#candidates) {
      let perByte = leastPerByte(packet, 9);
      // The machine or the compiler may have had other things to do all the while.
      if (perByte > SLOWEST * median) perByte = leastPerByte(packet, 500);
      if (perByte > slowest) [slowest, slowestInput] = [perByte, toHex(packet)];
    }
    assert(slowest <= SLOWEST * median, `${slowest} ns a byte, median ${median}: ${slowestInput}`);
    return { median, slowest, slowestInput };
  }
}

/** The least that it took in so many times, in nanoseconds a byte. */
function leastPerByte(packet: Uint8Array, times: number): number {
  return Math.min(...Array.from({ length: times }, () => timeOf(packet))) * 1e6 / packet.length;
}

function timeOf(packet: Uint8Array): number {
  const start = performance.now();
  exercise(packet, false);
  return performance.now() - start;
}
