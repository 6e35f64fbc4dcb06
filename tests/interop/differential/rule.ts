import type { PeerName } from "../../support/peers.ts";
import { anyOption, type Disagreement } from "./compare.ts";
import type { OurOption } from "./our_reading.ts";

/** A class of disagreements that is understood. */
export interface Rule {
  readonly peer: PeerName;
  /** Who does not do as the RFCs say; `both fine` where they leave it open, or where a reader may be lenient or strict. */
  readonly fault: "theirs" | "both fine";
  /** What the peer does, in one line. */
  readonly title: string;
  /** The RFC section that decides, or the one that the packet is not in keeping with. */
  readonly reference: string;
  /** Whether this disagreement is of this class. */
  readonly explains: (disagreement: Disagreement) => boolean;
}

/** What a rule says about its class. */
export type Class = Pick<Rule, "fault" | "title" | "reference">;

/** A disagreement of one kind. */
export type Found<Kind extends Disagreement["kind"]> = Extract<Disagreement, { kind: Kind }>;

/** Makes rules for one kind of disagreement with one peer. */
export function rulesOn<Kind extends Disagreement["kind"]>(
  peer: PeerName,
  kind: Kind,
): (about: Class, is: (found: Found<Kind>) => boolean) => Rule {
  return (about, is) => ({ peer, ...about, explains: (found) => isOfKind(found, kind) && is(found) });
}

/** Makes rules for packets that are fine here, hold an option like `culprit`, and are refused with such an error. */
export function refusalsBy(
  peer: PeerName,
): (about: Class, error: RegExp, culprit: (option: OurOption) => boolean) => Rule {
  const rule = rulesOn(peer, "refused");
  return (about, error, culprit) => rule(about, (found) => error.test(found.error) && anyOption(found.ours, culprit));
}

function isOfKind<Kind extends Disagreement["kind"]>(found: Disagreement, kind: Kind): found is Found<Kind> {
  return found.kind === kind;
}

/** Bytes of a body. */
export function size({ data }: OurOption): number {
  return data.length / 2;
}

/** Whether a place lies within an option of this code. */
export function inside(code: number, { within }: Disagreement): boolean {
  return within.some((option) => option.code === code);
}

/** Whether an option is a DUID that has a type, and not all that this type has. */
export function isShortDuid(option: OurOption): boolean {
  const needed = { "0001": 8, "0002": 6, "0003": 4 }[option.data.slice(0, 4)] ?? 0;
  return [1, 2, 53].includes(option.code) && size(option) < needed;
}
