import { statusCodeName } from "../../dhcpv6/mod.ts";
import { lifetimeText } from "../present/duration.ts";
import type { ByteRange, Difference } from "./differences.ts";

/** An identity association as it is compared. */
export interface AssociationPart {
  readonly kind: "na" | "ta" | "pd";
  readonly iaid: number;
  readonly t1: number;
  readonly t2: number;
  readonly leases: readonly LeasePart[];
  /** Status code; `undefined` where there is none. */
  readonly status: number | undefined;
  readonly range: ByteRange;
}

/** An address or prefix as it is compared. */
interface LeasePart {
  readonly text: string;
  readonly length: number;
  /** Whether it stands for any address or prefix of that length. */
  readonly isAny: boolean;
  readonly preferred: number;
  readonly valid: number;
  readonly range: ByteRange;
}

const WHAT = { na: "address", ta: "temporary address", pd: "prefix" } as const;

/** What is otherwise in the identity associations of an answer. */
export function associationDifferences(
  asked: readonly AssociationPart[],
  answer: readonly AssociationPart[],
): Difference[] {
  const isSame = (a: AssociationPart, b: AssociationPart) => a.kind === b.kind && a.iaid === b.iaid;
  const compared = asked.flatMap((one) => between(one, answer.find((other) => isSame(one, other))));
  const more = answer.filter((one) => one.leases.length > 0 && !asked.some((other) => isSame(one, other)));
  return [
    ...compared,
    ...more.map((one): Difference => ({
      kind: "not-asked",
      text: `not asked for ${nameOf(one)}, given ${textOf(one.leases)}`,
      response: one.range,
    })),
  ];
}

function between(asked: AssociationPart, answer: AssociationPart | undefined): Difference[] {
  const given = answer?.leases.filter(({ valid }) => valid > 0) ?? [];
  const withdrawn = answer?.leases.filter(({ valid }) => valid === 0) ?? [];
  const differences: Difference[] = withdrawn.map((lease) => ({
    kind: "changed",
    text: `${lease.text} is taken away (valid lifetime 0)`,
    ...sameIn(asked, lease),
    response: lease.range,
  }));
  if (given.length === 0 && withdrawn.length === 0) {
    const why = answer?.status ? `: ${statusCodeName(answer.status)}` : "";
    const text = `asked for ${articled(WHAT[asked.kind])} in ${nameOf(asked)}, none given${why}`;
    return [{
      kind: "not-given",
      text,
      request: asked.range,
      ...answer === undefined ? {} : { response: answer.range },
    }];
  }
  const kept = { ...asked, leases: asked.leases.filter(({ text }) => !withdrawn.some((lease) => lease.text === text)) };
  return [...differences, ...changedLeases(kept, given), ...changedTimes(asked, answer!, given)];
}

function changedLeases(asked: AssociationPart, given: readonly LeasePart[]): Difference[] {
  const wanted = asked.leases.filter(({ isAny }) => !isAny),
    others = given.filter((lease) => !wanted.some(({ text }) => text === lease.text));
  const lost = wanted.filter((lease) => !given.some(({ text }) => text === lease.text));
  const lengths = asked.leases.filter(({ isAny, length }) => isAny && asked.kind === "pd" && length > 0);
  const wrong = given.find(({ length }) => lengths.length > 0 && !lengths.some((hint) => hint.length === length));
  const resized: Difference[] = wrong === undefined ? [] : [{
    kind: "changed",
    text: `asked for a /${lengths[0].length}, given a /${wrong.length}`,
    request: lengths[0].range,
    response: wrong.range,
  }];
  if (lost.length === 0) return resized;
  const text = others.length > 0
    ? `asked for ${textOf(lost)}, given ${textOf(others)}`
    : `asked for ${textOf(lost)}, not given`;
  const kind = others.length > 0 ? "changed" : "not-given";
  return [...resized, {
    kind,
    text,
    request: lost[0].range,
    ...others.length > 0 ? { response: others[0].range } : {},
  }];
}

/** Where times are in their options, behind the first byte of the header (RFC 9915 sections 21.4, 21.6, 21.21 and 21.22). */
const TIMES = { t1: 8, t2: 12 },
  ADDRESS_TIMES = { preferred: 20, valid: 24 },
  PREFIX_TIMES = { preferred: 4, valid: 8 };

function timeWithin({ start }: ByteRange, at: number): ByteRange {
  return { start: start + at, end: start + at + 4 };
}

/** Times that a client hints at, where they are not 0 (RFC 9915 sections 21.4, 21.6). */
function changedTimes(asked: AssociationPart, answer: AssociationPart, given: readonly LeasePart[]): Difference[] {
  const changes = (["t1", "t2"] as const).filter((time) => asked[time] > 0 && asked[time] !== answer[time])
    .map((time) => ({
      text: `${time.toUpperCase()} of ${nameOf(asked)}: ${lifetimeText(asked[time])} asked for, ${
        lifetimeText(answer[time])
      } given`,
      request: timeWithin(asked.range, TIMES[time]),
      response: timeWithin(answer.range, TIMES[time]),
    }));
  const places = asked.kind === "pd" ? PREFIX_TIMES : ADDRESS_TIMES;
  const lifetimes = given.flatMap((lease) => {
    const hint = asked.leases.find(({ text }) => text === lease.text);
    return hint === undefined
      ? []
      : (["preferred", "valid"] as const).filter((time) => hint[time] > 0 && hint[time] !== lease[time])
        .map((time) => ({
          text: `${time} lifetime of ${lease.text}: ${lifetimeText(hint[time])} asked for, ${
            lifetimeText(lease[time])
          } given`,
          request: timeWithin(hint.range, places[time]),
          response: timeWithin(lease.range, places[time]),
        }));
  });
  return [...changes, ...lifetimes].map((change) => ({ kind: "changed", ...change }));
}

function sameIn(asked: AssociationPart, lease: LeasePart): { request?: ByteRange } {
  const range = asked.leases.find(({ text }) => text === lease.text)?.range;
  return range === undefined ? {} : { request: range };
}

function textOf(leases: readonly LeasePart[]): string {
  return leases.map(({ text }) => text).join(" and ");
}

function nameOf({ kind, iaid }: AssociationPart): string {
  return `ia-${kind} ${iaid}`;
}

function articled(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
