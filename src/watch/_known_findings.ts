import { detectorSettings, type DetectorSettingsInit, type Finding } from "../detectors/mod.ts";
import type { Microseconds, StoredFinding, TransactionReader } from "../store/mod.ts";

/** Findings that are taken up at the start, at most. */
const MOST_RESUMED = 20_000;

/** Findings of a store that last, or that may come back after a time, or end: those that are over first, the last one last. */
export async function knownFindings(
  store: Pick<TransactionReader, "findings">,
  time: Microseconds,
  settings: DetectorSettingsInit,
): Promise<StoredFinding[]> {
  const { common, thresholds } = detectorSettings(settings),
    recoveries = Object.values(thresholds).map((one) => one.recover);
  const from = time - (common.reopenWithin + Math.max(...recoveries)) * 1e6, all: StoredFinding[] = [];
  while (all.length < MOST_RESUMED) {
    const after = all.at(-1);
    const page = await store.findings({ from }, { limit: 1000, ...after && { after } });
    all.push(...page);
    if (page.length < 1000) break;
  }
  const end = ({ until }: StoredFinding) => until ?? Infinity;
  return all.sort((a, b) => end(a) === end(b) ? a.since - b.since : end(a) - end(b));
}

/** Findings that last by what the store has, and that do not go on. */
export function abandoned(known: readonly StoredFinding[], resumed: readonly Finding[]): StoredFinding[] {
  const ids = new Set(resumed.map(({ id }) => id));
  return known.filter(({ id, until }) => until === undefined && !ids.has(id))
    .map((stored) => ({ ...stored, until: stored.lastSeen }));
}
