import type { PeerAnswer, PeerMessage, PeerName, PeerOption, PeerReading } from "../../support/peers.ts";
import {
  everyList,
  everyOption,
  isSound,
  type OurList,
  type OurMessage,
  type OurOption,
  type OurReading,
} from "./our_reading.ts";

/** One way in which a peer and this module do not agree about a packet. */
export type Disagreement =
  & {
    /** What this module sees. */
    readonly ours: OurReading;
    /** Options around the place, outermost first. */
    readonly within: readonly OurOption[];
  }
  & (Refused | Passed | Ended | Replaced | Differs | Opaque | Written);

/** The peer refuses a packet that this module accepts. */
export interface Refused {
  readonly kind: "refused";
  readonly error: string;
}

/** The peer accepts what is a problem to this module. */
export interface Passed {
  readonly kind: "passed";
  /** The malformed option; absent for bytes behind the last whole option. */
  readonly option?: OurOption;
  readonly list: OurList;
  /** What the peer has in its place, or in that of the innermost option around it that it has; code -1 is the message. */
  readonly theirs: PeerOption;
  /** The peer's list of options there, if it came so far. */
  readonly theirList?: readonly PeerOption[];
}

/** The peer's list of options ends before `option`. */
export interface Ended {
  readonly kind: "ended";
  readonly option: OurOption;
}

/** The peer has an option of another code in the place of `option`, or one more than there are. */
export interface Replaced {
  readonly kind: "replaced";
  readonly option?: OurOption;
  readonly theirs: PeerOption;
}

/** Both have the option and read different things. */
export interface Differs {
  readonly kind: "differs";
  readonly option: OurOption;
  readonly theirs: PeerOption;
  /** What differs: names of values, `data` for the body as the peer writes it, `kind` or `header`. */
  readonly what: readonly string[];
}

/** The peer keeps a whole message as bytes. */
export interface Opaque {
  readonly kind: "opaque";
  readonly message: OurMessage;
}

/** The readings are the same and the peer writes other bytes, or none. */
export interface Written {
  readonly kind: "written";
  readonly bytes?: string;
  readonly error?: string;
}

/** In which ways a peer's answer is not what this module says about the packet. */
export function disagreements(peer: PeerName, ours: OurReading, answer: PeerAnswer): Disagreement[] {
  if (!answer.ok) return ours.accepts ? [{ ours, within: [], kind: "refused", error: answer.error }] : [];
  const comparison = new Comparison(peer, ours);
  const theirs = { code: -1, message: answer.message }, nothing = { options: [], stray: ours.packet };
  if (!ours.message) return [{ ours, within: [], kind: "passed", list: nothing, theirs }];
  if (!ours.accepts) comparison.problems(ours.message.list, [], answer.message.options, theirs);
  else comparison.whole(ours.message, answer);
  return comparison.found;
}

class Comparison {
  readonly found: Disagreement[] = [];

  constructor(readonly peer: PeerName, readonly ours: OurReading) {}

  whole(message: OurMessage, answer: PeerReading): void {
    this.message(message, answer.message, []);
    if (this.found.length > 0 || answer.bytes === this.ours.packet) return;
    this.add([], { kind: "written", bytes: answer.bytes, error: answer.bytesError });
  }

  /** Every problem of this module, beside what the peer has in that place; options before the first in a list are compared. */
  problems(list: OurList, within: OurOption[], theirList: readonly PeerOption[] | undefined, around: PeerOption): void {
    let isSoFarSound = theirList !== undefined;
    for (const [i, option] of list.options.entries()) {
      const other = this.counterpart(list, i, theirList), innermost = other ?? around;
      const inner = option.list ?? option.message?.list;
      if (option.problem !== undefined) {
        this.add(within, { kind: "passed", option, list, theirs: innermost, theirList });
      }
      if (option.problem === undefined && (!inner || isSound(inner))) {
        if (isSoFarSound && other) this.option(option, other, within);
        else if (isSoFarSound) this.add(within, { kind: "ended", option });
        isSoFarSound &&= other !== undefined;
        continue;
      }
      isSoFarSound = false;
      if (inner) this.problems(inner, [...within, option], this.listWithin(option, other, within), innermost);
    }
    if (list.stray !== "") this.add(within, { kind: "passed", list, theirs: around, theirList });
  }

  /** The peer's options within an option, unless it reads another message there. */
  private listWithin(option: OurOption, theirs: PeerOption | undefined, within: OurOption[]) {
    if (!option.message || !theirs?.message) return theirs?.options;
    if (theirs.message.opaque !== undefined || hasSameHeader(option.message, theirs.message)) {
      return theirs.message.options;
    }
    this.add(within, { kind: "differs", option, theirs, what: ["header"] });
    return undefined;
  }

  private message(ours: OurMessage, theirs: PeerMessage, within: OurOption[]): void {
    if (theirs.opaque !== undefined) return this.add(within, { kind: "opaque", message: ours });
    if (hasSameHeader(ours, theirs)) return this.list(ours.list, theirs.options ?? [], within);
    const option = within[within.length - 1] ?? { code: -1, data: this.ours.packet };
    this.add(within.slice(0, -1), {
      kind: "differs",
      option,
      theirs: { code: -1, message: theirs },
      what: ["header"],
    });
  }

  private list(ours: OurList, theirs: readonly PeerOption[], within: OurOption[]): void {
    const mutual = ours.options.slice(0, theirs.length);
    for (const [option, other] of this.pairs(mutual, theirs.slice(0, mutual.length))) {
      this.option(option, other, within);
    }
    if (theirs.length < ours.options.length) this.add(within, { kind: "ended", option: ours.options[theirs.length] });
    if (theirs.length > ours.options.length) {
      this.add(within, { kind: "replaced", theirs: theirs[ours.options.length] });
    }
  }

  private option(option: OurOption, theirs: PeerOption, within: OurOption[]): void {
    const differs = (...what: string[]) => this.add(within, { kind: "differs", option, theirs, what });
    if (option.code !== theirs.code) return this.add(within, { kind: "replaced", option, theirs });
    const what = Object.entries(theirs.value ?? {}).filter(([key, value]) => !same(option.value?.[key], value))
      .map(([key]) => key);
    if (theirs.options === undefined && theirs.message === undefined && theirs.data !== option.data) what.push("data");
    if (theirs.options && !option.list || theirs.message && !option.message) what.push("kind");
    if (what.length > 0) return differs(...what);
    if (theirs.options && option.list) this.list(option.list, theirs.options, [...within, option]);
    if (theirs.message && option.message) this.message(option.message, theirs.message, [...within, option]);
  }

  /** Options in wire order beside the peer's: dhcproto sorts them by code, those of one code in any order. */
  private pairs(ours: readonly OurOption[], theirs: readonly PeerOption[]): [OurOption, PeerOption][] {
    if (this.peer !== "rust") return ours.map((option, i) => [option, theirs[i]]);
    const left = ours.toSorted((a, b) => a.code - b.code);
    return theirs.map((other) => {
      const same = left.filter(({ code }) => code === other.code);
      const option = same.length < 2 ? same[0] ?? left[0] : same.find((one) => this.fits(one, other)) ?? same[0];
      left.splice(left.indexOf(option), 1);
      return [option, other];
    });
  }

  /** What the peer has in the place of the option at `i`. */
  private counterpart(list: OurList, i: number, theirs: readonly PeerOption[] = []): PeerOption | undefined {
    const option = list.options[i], { code } = option;
    if (this.peer !== "rust") return theirs[i]?.code === code ? theirs[i] : undefined;
    const nth = list.options.slice(0, i).filter((before) => before.code === code).length;
    const same = theirs.filter((other) => other.code === code);
    return same.length < 2 ? same[nth] : same.find((other) => this.fits(option, other)) ?? same[nth];
  }

  private fits(option: OurOption, theirs: PeerOption): boolean {
    const trial = new Comparison(this.peer, this.ours);
    trial.option(option, theirs, []);
    return trial.found.length === 0;
  }

  private add(within: OurOption[], what: Refused | Passed | Ended | Replaced | Differs | Opaque | Written): void {
    this.found.push({ ours: this.ours, within, ...what });
  }
}

/** Whether any option of a packet, nested ones included, is like this. */
export function anyOption({ message }: OurReading, is: (option: OurOption) => boolean): boolean {
  return everyOption(message?.list).some(is);
}

/** Whether any list of options of a packet is like this. */
export function anyList({ message }: OurReading, is: (list: OurList) => boolean): boolean {
  return everyList(message?.list).some(is);
}

function hasSameHeader({ list: _, ...ours }: OurMessage, theirs: PeerMessage): boolean {
  const { options: _options, ...header } = theirs;
  return same(ours, header);
}

/** Whether two values of plain JSON are the same; objects only as deep as headers are. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
}
