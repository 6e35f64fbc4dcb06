import { messageTypeName } from "../dhcpv6/message_type.ts";
import type { Outcome, TransactionFacts } from "../store/new_transaction.ts";
import type { HistogramSample, Sample } from "./metric.ts";
import { ValueCounts } from "./_value_counts.ts";

const OUTCOMES: readonly Outcome[] = ["answered", "refused", "unanswered", "no-request"];
/** The last type that IANA has assigned; those above are counted together. */
const LAST_TYPE = 37, TYPES = LAST_TYPE + 2;
/** Seconds. */
const ANSWER_BOUNDS: readonly number[] = [
  ...[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
];
/** What servers are counted as for which there is no more room. */
const OTHERS = "other";

/** What came of the transactions of one server. */
class CountsOfServer {
  /** By type, then outcome. */
  readonly transactions: number[] = new Array(TYPES * OUTCOMES.length).fill(0);
  readonly answerTimes: ValueCounts = new ValueCounts(ANSWER_BOUNDS);
  /** Transactions whose answer is older than their request. */
  clockSteps = 0;
  /** Seconds since 1970-01-01 UTC. */
  lastEvent = 0;
}

/**
 * Counts transactions by server. Names of servers come from whoever can write to the topic, so only so many are told apart, those that
 * come first.
 */
export class ServerCounts {
  readonly #servers = new Map<string, CountsOfServer>();
  readonly #maxServers: number;
  /** Most records are of the server of the record before. */
  #name: string | undefined;
  #counts: CountsOfServer | undefined;

  constructor(maxServers: number) {
    this.#maxServers = maxServers;
  }

  /** Counts a transaction. `now` is in seconds: what a clock shows that is ahead of ours counts as now. */
  add({ server, requestType, outcome, responseType, receivedAt, duration }: TransactionFacts, now: number): void {
    const counts = server === this.#name ? this.#counts! : this.#countsOf(server);
    const type = requestType > LAST_TYPE ? LAST_TYPE + 1 : requestType;
    counts.transactions[type * OUTCOMES.length + OUTCOMES.indexOf(outcome)]++;
    if (duration < 0) counts.clockSteps++;
    else if (responseType !== 0) counts.answerTimes.add(duration / 1e6);
    const at = receivedAt / 1e6;
    if (at > counts.lastEvent) counts.lastEvent = Math.min(at, now);
  }

  /** How many by server, type and outcome; those that there are none of are left out. */
  transactions(): Sample[] {
    const samples: Sample[] = [];
    for (const [server, { transactions }] of this.#servers) {
      for (const [i, value] of transactions.entries()) {
        if (value === 0) continue;
        const type = typeText(Math.floor(i / OUTCOMES.length)), outcome = OUTCOMES[i % OUTCOMES.length];
        samples.push({ labels: { server, type, outcome }, value });
      }
    }
    return samples;
  }

  /** How long servers took to answer. */
  answerTimes(): HistogramSample[] {
    return Array.from(this.#servers, ([server, { answerTimes }]) => answerTimes.sample({ server }));
  }

  /** How often the clock of each server was set back within a transaction. */
  clockSteps(): Sample[] {
    return Array.from(this.#servers, ([server, { clockSteps }]) => ({ labels: { server }, value: clockSteps }));
  }

  /** When each server last had a request. */
  lastEvents(): Sample[] {
    return Array.from(this.#servers, ([server, { lastEvent }]) => ({ labels: { server }, value: lastEvent }));
  }

  #countsOf(server: string): CountsOfServer {
    this.#counts = this.#servers.get(server) ?? this.#newCountsOf(labelText(server));
    this.#name = server;
    return this.#counts;
  }

  #newCountsOf(label: string): CountsOfServer {
    const isFull = this.#servers.size >= this.#maxServers && !this.#servers.has(label), key = isFull ? OTHERS : label;
    const counts = this.#servers.get(key) ?? new CountsOfServer();
    this.#servers.set(key, counts);
    return counts;
  }
}

/** What UTF-8 and readers of Prometheus' text can hold: two names that look alike there have to be one. */
function labelText(name: string): string {
  return name.toWellFormed().replaceAll("\0", "\ufffd");
}

function typeText(type: number): string {
  if (type === 0) return "none";
  return type > LAST_TYPE ? "unassigned" : messageTypeName(type);
}
