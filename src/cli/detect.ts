import { durationText } from "../collector/present.ts";
import {
  compareObservations,
  Detection,
  type Finding,
  findingJson,
  findingText,
  storedObservation,
} from "../detectors/mod.ts";
import { type Microseconds, NEVER, type TransactionReader } from "../store/mod.ts";
import { History } from "../watch/mod.ts";
import type { DetectFlags } from "./_detecting.ts";
import { detectorSettingsOf } from "./_detector_settings.ts";
import { momentText } from "./_moment.ts";
import { openReader } from "./_stores.ts";
import { UserError } from "./_terminal.ts";

/** What the command needs besides its flags. */
export interface DetectOptions {
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Writes a line of the result; `false` when nobody reads on. */
  readonly write: (line: string) => Promise<boolean>;
  /** Says a line to whoever started it. */
  readonly say: (line: string) => void;
  /** Shows how far it is in place of what it showed before; absent where there is no terminal. */
  readonly show?: (line: string) => void;
}

/**
 * Looks for trouble in the transactions of a store, in the order of their time, and writes each finding as it was at the end. Returns
 * whether something was found that is as bad as the flags say. Throws `UserError`.
 */
export async function detect(flags: DetectFlags, options: DetectOptions): Promise<boolean> {
  const settings = await detectorSettingsOf(flags);
  await using reader = await openReader(flags.store);
  const time = await timeOf(reader, flags), detection = new Detection(settings);
  const findings = await findAll(reader, detection, time, options);
  const { observed } = detection.stats;
  for (const finding of findings) {
    const lines = flags.json ? [JSON.stringify(findingJson(finding))] : findingLines(finding, flags);
    for (const line of lines) if (!await options.write(line)) return isAsBad(findings, flags);
  }
  options.say(`${counted(findings.length, "finding")} in ${counted(observed, "transaction")}`);
  return isAsBad(findings, flags);
}

interface Stretch {
  readonly from: Microseconds;
  readonly to: Microseconds;
}

/** The time that flags ask for, within the time that there is. */
async function timeOf(reader: TransactionReader, { from, to }: DetectFlags): Promise<Stretch> {
  const servers = await reader.servers();
  if (servers.length === 0) throw new UserError("the store has nothing yet: run collect first");
  const first = Math.min(...servers.map(({ firstSeen }) => firstSeen));
  const last = Math.max(...servers.map(({ lastSeen }) => lastSeen)) + 1;
  return {
    from: Math.max(first, from === undefined ? 0 : from * 1000),
    to: Math.min(last, to === undefined ? NEVER : to * 1000),
  };
}

/** All findings in their last state, by their beginning. */
async function findAll(
  reader: TransactionReader,
  detection: Detection,
  { from, to }: Stretch,
  { signal, show }: DetectOptions,
): Promise<Finding[]> {
  const history = new History(reader), findings = new Map<string, Finding>();
  for (let at = from; at < to && !signal.aborted;) {
    const { transactions, reached } = await history.next(at, to);
    for (const observation of transactions.map(storedObservation).sort(compareObservations)) {
      for (const { finding } of detection.observe(observation)) findings.set(finding.id, finding);
    }
    at = reached;
    const share = Math.floor((at - from) / (to - from) * 100), { observed } = detection.stats;
    show?.(`${share} %  ${counted(observed, "transaction")}, ${counted(findings.size, "finding")}`);
  }
  if (signal.aborted) throw new UserError("interrupted");
  for (const { finding } of detection.advance(to)) findings.set(finding.id, finding);
  for (const finding of detection.open()) findings.set(finding.id, finding);
  return [...findings.values()].sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
}

function isAsBad(findings: readonly Finding[], { failOn }: DetectFlags): boolean {
  if (failOn === undefined) return false;
  return findings.some(({ severity }) => failOn === "warning" || severity === "failing");
}

/** A finding for people. */
function findingLines(finding: Finding, { utc }: DetectFlags): string[] {
  const { severity, since, lastSeen, until, count, evidence: [first] } = finding;
  const { title, what, why, remedy } = findingText(finding), place = first?.place;
  const end = until === undefined ? "lasts" : `for ${durationText((lastSeen - since) / 1e6)}`;
  return [
    `${momentText(since / 1000, { utc })}  ${severity}  ${title}, ${end}`,
    `  ${what}`,
    `  ${why}`,
    `  ${remedy}`,
    ...(place === undefined ? [] : [
      `  ${counted(count, "transaction")}, the first: record ${place.topic}[${place.partition}] at ${place.offset}`,
    ]),
    "",
  ];
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
}
