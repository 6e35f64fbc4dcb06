import { go, type Peer, type PeerAnswer, type PeerName, python, rust } from "../../support/peers.ts";
import { type Disagreement, disagreements } from "./compare.ts";
import { goRules } from "./go_rules.ts";
import { type OurReading, ourReading } from "./our_reading.ts";
import { somePackets } from "./packets.ts";
import { pythonRules } from "./python_rules.ts";
import type { Rule } from "./rule.ts";
import { rustRules } from "./rust_rules.ts";

/** The implementations that are compared with. */
export const peers: readonly Peer[] = [rust, go, python];

/** Every class of disagreements that is understood. */
export const rules: readonly Rule[] = [...rustRules, ...goRules, ...pythonRules];

/** The class that a disagreement is of, if it is understood. */
export function ruleFor(peer: PeerName, disagreement: Disagreement): Rule | undefined {
  return rules.find((rule) => rule.peer === peer && rule.explains(disagreement));
}

/** How a comparison went. */
export interface Outcome {
  readonly packets: number;
  /** How many of them this module accepts. */
  readonly accepted: number;
  readonly verdicts: Readonly<Record<PeerName, Verdicts>>;
  /** Packets with a disagreement of each class. */
  readonly counts: ReadonlyMap<Rule, number>;
  readonly unexplained: readonly Unexplained[];
}

/** Packets by who accepts them. */
export interface Verdicts {
  bothRefuse: number;
  oursAlone: number;
  theirsAlone: number;
  /** Both accept and read the same. */
  same: number;
  /** Both accept and read something else somewhere. */
  different: number;
}

/** A disagreement that no rule explains: somebody has to look at it. */
export interface Unexplained {
  readonly peer: PeerName;
  readonly disagreement: Disagreement;
  readonly answer: PeerAnswer;
}

/** Packets that are given to a peer at once. */
const BATCH = 5000;

/** Compares `count` packets, which are the same for the same seed, with every peer. */
export async function compareWithPeers(seed: number, count: number): Promise<Outcome> {
  const tally = new Tally(), packets = somePackets(seed, count);
  for (let batch = next(packets); batch.length > 0; batch = next(packets)) {
    const readings = batch.map(ourReading);
    tally.packets += readings.length;
    tally.accepted += readings.filter(({ accepts }) => accepts).length;
    for (const { name, read } of peers) {
      for (const [i, answer] of (await read(batch)).entries()) tally.add(name, readings[i], answer);
    }
  }
  return tally;
}

class Tally implements Outcome {
  packets = 0;
  accepted = 0;
  readonly verdicts = { rust: noVerdicts(), go: noVerdicts(), python: noVerdicts() };
  readonly counts = new Map<Rule, number>();
  readonly unexplained: Unexplained[] = [];

  add(peer: PeerName, ours: OurReading, answer: PeerAnswer): void {
    const found = disagreements(peer, ours, answer), classes = new Set<Rule>();
    this.verdicts[peer][verdict(ours.accepts, answer, found.length > 0)]++;
    for (const disagreement of found) {
      const rule = ruleFor(peer, disagreement);
      if (rule) classes.add(rule);
      else this.unexplained.push({ peer, disagreement, answer });
    }
    for (const rule of classes) this.counts.set(rule, (this.counts.get(rule) ?? 0) + 1);
  }
}

function next(packets: Generator<Uint8Array>): Uint8Array[] {
  const batch: Uint8Array[] = [];
  for (let packet = packets.next(); !packet.done; packet = packets.next()) {
    if (batch.push(packet.value) === BATCH) break;
  }
  return batch;
}

function noVerdicts(): Verdicts {
  return { bothRefuse: 0, oursAlone: 0, theirsAlone: 0, same: 0, different: 0 };
}

function verdict(accepts: boolean, answer: PeerAnswer, differs: boolean): keyof Verdicts {
  if (accepts) return !answer.ok ? "oursAlone" : differs ? "different" : "same";
  return answer.ok ? "theirsAlone" : "bothRefuse";
}
