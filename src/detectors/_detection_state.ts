import type { FindingBook } from "./_finding_book.ts";
import type { Recent } from "./_recent.ts";
import { type Owner, Remembered, Slot } from "./_remembered.ts";
import type { Knowledge } from "./detector.ts";
import type { PortIdentity } from "./detector_setting.ts";

/** To be raised when what is kept means something else; what is added or left out does not matter. */
const VERSION = 1;
/** So many are in one piece. */
const PIECE = 500;

const OWNERS: readonly Owner[] = ["server", "port", "client"];

/** What comes first. */
interface Head {
  readonly version: number;
  readonly port: PortIdentity;
  readonly tick: number;
  /** Names of the slots of each. */
  readonly slots: Readonly<Record<Owner, readonly string[]>>;
  /** How many of each were forgotten. */
  readonly evicted: Readonly<Record<Owner, number>>;
}

/** What is kept, piece by piece, as they come. */
export type Pieces = Iterable<unknown> | AsyncIterable<unknown>;

type Piece =
  | readonly ["head", Head]
  | readonly ["findings", readonly unknown[]]
  | readonly ["known", name: string, readonly unknown[]]
  | readonly [Owner, readonly (readonly [key: string, isYoung: boolean, ...states: unknown[]])[]];

/** All that detection knows, to be kept over a restart. What detectors know is found again by its name. */
export class DetectionState {
  readonly #remembered: Readonly<Record<Owner, Recent<Remembered>>>;
  readonly #findings: FindingBook;
  readonly #port: PortIdentity;
  readonly #slots: Record<Owner, Map<string, Slot<object>>> = { client: new Map(), port: new Map(), server: new Map() };
  readonly #knowledge = new Map<string, Knowledge>();

  constructor(remembered: Readonly<Record<Owner, Recent<Remembered>>>, findings: FindingBook, port: PortIdentity) {
    this.#remembered = remembered;
    this.#findings = findings;
    this.#port = port;
  }

  /** A new slot. */
  slot<T extends object>(owner: Owner, name: string, revive?: (kept: never) => T): Slot<T> {
    const slots = this.#slots[owner], slot = new Slot<T>(slots.size, revive);
    slots.set(unused(slots, name), slot as Slot<object>);
    return slot;
  }

  /** How many slots there are of each. */
  get slots(): Readonly<Record<Owner, number>> {
    const { client, port, server } = this.#slots;
    return { client: client.size, port: port.size, server: server.size };
  }

  keep(name: string, knowledge: Knowledge): void {
    this.#knowledge.set(unused(this.#knowledge, name), knowledge);
  }

  *save(tick: number): Generator<Piece> {
    const { client, port, server } = this.#remembered;
    const slots = {
      client: names(this.#slots.client),
      port: names(this.#slots.port),
      server: names(this.#slots.server),
    };
    const evicted = { client: client.evicted, port: port.evicted, server: server.evicted };
    yield ["head", { version: VERSION, port: this.#port, tick, slots, evicted }];
    for (const piece of pieces(this.#findings.save())) yield ["findings", piece];
    for (const [name, knowledge] of this.#knowledge) {
      for (const piece of pieces(knowledge.save())) yield ["known", name, piece];
    }
    for (const owner of OWNERS) {
      for (const piece of pieces(this.#remembered[owner].entries())) {
        yield [owner, piece.map(([key, { states }, isYoung]) => [key, isYoung, ...states] as const)];
      }
    }
  }

  /** Returns the tick that it is in. Findings of detectors that do not look are left out. */
  async load(pieces: Pieces, looking: ReadonlySet<string>): Promise<number> {
    let head: Head | undefined;
    for await (const piece of pieces as AsyncIterable<Piece>) {
      if (piece[0] === "head") head = this.#begin(piece[1]);
      else if (head === undefined) throw new SyntaxError("what was kept of detection has no beginning");
      else if (piece[0] === "findings") this.#loadFindings(piece[1], looking);
      else if (piece[0] === "known") {
        for (const kept of piece[2]) this.#knowledge.get(piece[1])?.load(kept as never);
      } else this.#loadRemembered(piece[0], piece[1], head.slots[piece[0]]);
    }
    if (head === undefined) throw new SyntaxError("nothing was kept of detection");
    return head.tick;
  }

  #begin(head: Head): Head {
    if (head.version !== VERSION) throw new SyntaxError(`what was kept of detection is of version ${head.version}`);
    if (head.port !== this.#port) throw new SyntaxError(`what was kept of detection has ports by ${head.port}`);
    for (const owner of OWNERS) this.#remembered[owner].loadEvicted(head.evicted[owner]);
    return head;
  }

  #loadFindings(all: readonly unknown[], looking: ReadonlySet<string>): void {
    for (const kept of all as Parameters<FindingBook["load"]>[0][]) {
      if (looking.has(kept[1].detector)) this.#findings.load(kept);
    }
  }

  #loadRemembered(
    owner: Owner,
    all: readonly (readonly [key: string, isYoung: boolean, ...states: unknown[]])[],
    slots: readonly string[],
  ): void {
    const known = slots.map((name) => this.#slots[owner].get(name));
    for (const [key, isYoung, ...states] of all) {
      const remembered = new Remembered(key, this.#slots[owner].size);
      states.forEach((kept, place) => {
        if (kept !== null) known[place]?.load(remembered, kept);
      });
      this.#remembered[owner].load(key, remembered, isYoung);
    }
  }
}

function names(all: ReadonlyMap<string, unknown>): string[] {
  return [...all.keys()];
}

/** The name, with a number where it has been given. */
function unused(all: ReadonlyMap<string, unknown>, name: string): string {
  let number = 1;
  while (all.has(number === 1 ? name : `${name} ${number}`)) number++;
  return number === 1 ? name : `${name} ${number}`;
}

function* pieces<T>(all: Iterable<T>): Generator<T[]> {
  let piece: T[] = [];
  for (const one of all) {
    if (piece.push(one) < PIECE) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}
