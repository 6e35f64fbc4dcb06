import { type Microseconds, NEVER } from "../record_place.ts";
import { durationBucket, type TrafficCoverage } from "../traffic.ts";
import { HOUR, MINUTE } from "../traffic_steps.ts";
import type { TransactionSearch } from "../transaction_filter.ts";
import type { TallyKind, TallyRow } from "./tally.ts";
import { TrafficTally } from "./traffic_tally.ts";

/** Where tallies are read. */
export interface TallySource {
  /** Since when there are any. */
  coverage(): Promise<TrafficCoverage>;
  /** The tallies of a kind that begin in a time, of one server or all. */
  tallies(kind: TallyKind, time: { from: Microseconds; to: Microseconds }, serverId?: number): Promise<TallyRow[]>;
  /** The beginning of the last tally of a kind that begins before a time. */
  latest(kind: TallyKind, before: Microseconds, serverId?: number): Promise<Microseconds | undefined>;
}

/** A time in which something may be found; `isTired` when nothing is known of it yet, since enough was looked at for once. */
export interface Stretch {
  readonly from: Microseconds;
  readonly to: Microseconds;
  readonly isTired?: true;
}

/** Hours are read for a week at a time, and so many tallies in all. */
const AT_ONCE: Microseconds = 7 * 24 * HOUR, MOST_TALLIES = 10_000;

/**
 * Minutes in which there may be a transaction that is looked for, by what was counted in them: there may be one such minute in a week. What
 * was before there were counts by the minute may hold anything.
 */
export class LoudMinutes {
  readonly #source: TallySource;
  readonly #search: TransactionSearch;
  readonly #knownFrom: Microseconds;
  /** Hours that have what is wanted, the latest first, and from when on these are known. */
  #hours: Microseconds[] = [];
  #hoursFrom = Infinity;
  /** Of this hour, minutes are known. */
  #hour = NaN;
  #minutes: Microseconds[] = [];
  #read = 0;

  private constructor(source: TallySource, search: TransactionSearch, { fineFrom }: TrafficCoverage) {
    this.#source = source;
    this.#search = search;
    this.#knownFrom = Math.ceil(fineFrom / HOUR) * HOUR;
  }

  /** For a search; `undefined` when counts tell nothing of what it looks for. */
  static async of(source: TallySource, search: TransactionSearch): Promise<LoudMinutes | undefined> {
    const { clientId, serverId, requestType, responseType, outcome, minDuration, reason } = search;
    const some = [serverId, requestType, responseType, outcome, minDuration].some((value) => value !== undefined);
    if (clientId !== undefined || !some && !reason) return undefined;
    return new LoudMinutes(source, search, await source.coverage());
  }

  /** The last stretch that begins before a time; `undefined` when there is nothing any more. */
  async before(time: Microseconds): Promise<Stretch | undefined> {
    const from = this.#search.from ?? 0, start = time;
    while (time > this.#knownFrom && time > from) {
      // Not before it has come further than where it began: whoever goes on from there would begin there again.
      if (this.#read > MOST_TALLIES && time < start) return { from: time, to: time, isTired: true };
      const hour = this.#hours.find((at) => at < time);
      if (hour !== undefined) {
        const minute = (await this.#minutesOf(hour)).find((at) => at < time && at + MINUTE > from);
        if (minute !== undefined) return { from: minute, to: minute + MINUTE };
        time = hour;
        continue;
      }
      time = Math.min(time, this.#hoursFrom);
      if (time <= this.#knownFrom) break;
      await this.#readHours(time);
    }
    return from < Math.min(time, this.#knownFrom) ? { from, to: Math.min(time, this.#knownFrom) } : undefined;
  }

  /** Reads the last week before a time that has anything. */
  async #readHours(before: Microseconds): Promise<void> {
    const { serverId, from = 0 } = this.#search, least = Math.max(this.#knownFrom, Math.floor(from / HOUR) * HOUR);
    const last = await this.#source.latest(60, Math.min(before, NEVER), serverId) ?? -1;
    this.#hoursFrom = Math.max(least, last + HOUR - AT_ONCE);
    this.#hours = await this.#loud(60, { from: this.#hoursFrom, to: last + HOUR });
  }

  async #minutesOf(hour: Microseconds): Promise<Microseconds[]> {
    if (this.#hour !== hour) this.#minutes = await this.#loud(1, { from: hour, to: hour + HOUR });
    this.#hour = hour;
    return this.#minutes;
  }

  async #loud(kind: TallyKind, time: { from: Microseconds; to: Microseconds }): Promise<Microseconds[]> {
    const rows = await this.#source.tallies(kind, time, this.#search.serverId);
    this.#read += rows.length;
    return [...new Set(rows.filter(({ body }) => this.#isWanted(body)).map(({ at }) => at))].sort((a, b) => b - a);
  }

  #isWanted(body: Uint8Array): boolean {
    const { requestType, responseType, outcome, minDuration, reason } = this.#search, tally = new TrafficTally();
    tally.load(body);
    const { counts, durations } = tally.traffic();
    // Only answers have a status, and so a reason.
    const isOne = counts.some((each) =>
      (requestType ?? each.requestType) === each.requestType &&
      (responseType ?? each.responseType) === each.responseType &&
      (outcome ?? each.outcome) === each.outcome &&
      (!reason || each.outcome === "refused" || each.outcome === "no-request")
    );
    if (!isOne || minDuration === undefined) return isOne;
    return durations.some(({ bucket }) => bucket >= durationBucket(minDuration));
  }
}
