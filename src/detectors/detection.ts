import type { Microseconds } from "../store/mod.ts";
import { FindingBook } from "./_finding_book.ts";
import { keyOfBytes, portKey } from "./_ports.ts";
import { Recent } from "./_recent.ts";
import { type Owner, Remembered } from "./_remembered.ts";
import { RenewalTimes } from "./_renewal_times.ts";
import { DetectionState } from "./_detection_state.ts";
import { ServerDuids } from "./_server_duids.ts";
import { TICK, tickOf } from "./_tick.ts";
import type { Detector } from "./detector.ts";
import { detectorSettings, type DetectorSettingsInit } from "./detector_settings.ts";
import { detectors } from "./detectors.ts";
import type { Finding, FindingChange } from "./finding.ts";
import { eventTime, type Observation } from "./observation.ts";
import { TransactionFacts } from "./transaction_facts.ts";

/** What a {@linkcode Detection} did, and what it holds. */
export interface DetectionStats {
  /** Transactions that were observed in order. */
  readonly observed: number;
  /** Transactions that came too late, of which only the clock is looked at. */
  readonly late: number;
  /** Clients that are remembered. */
  readonly clients: number;
  /** Ports that are remembered. */
  readonly ports: number;
  /** Servers that are remembered. */
  readonly servers: number;
  /** Clients, ports and servers that were forgotten since there was no room for them. */
  readonly evicted: number;
  /** Findings that last. */
  readonly open: number;
  /** Sightings of what would have been one finding too many for its detector. */
  readonly suppressed: number;
}

/** The longest time without transactions that is gone through tick by tick; what is longer is skipped. */
const LONGEST_PAUSE = 2 * 86_400 * 1e6 / TICK;

/**
 * Finds trouble in transactions that come in the order of their time, as a {@linkcode Sequencer} gives them. The only clock is that of
 * the transactions, so the same transactions give the same findings.
 *
 * Its memory is bounded: what was used last of clients, ports and servers is remembered, and findings are limited in number.
 *
 * @example
 * ```ts
 * import { Detection } from "@dhcpkit/kafka/detectors";
 * import { assertEquals } from "@std/assert";
 *
 * const detection = new Detection({ thresholds: { "slow-answer": { slow: 2 } } });
 * assertEquals(detection.advance(1_700_000_000_000_000), []);
 * assertEquals(detection.open(), []);
 * ```
 */
export class Detection {
  readonly #detectors: readonly Detector[];
  /** The detectors by their ids. */
  readonly #looking: ReadonlyMap<string, Detector>;
  readonly #findings: FindingBook;
  readonly #clients: Recent<Remembered>;
  readonly #ports: Recent<Remembered>;
  readonly #servers: Recent<Remembered>;
  readonly #serverDuids: ServerDuids;
  readonly #renewalTimes: RenewalTimes;
  readonly #port: "both" | "interface-id" | "remote-id";
  readonly #state: DetectionState;
  readonly #slots: Readonly<Record<Owner, number>>;
  #tick = -1;
  #observed = 0;
  #late = 0;

  /** Throws `RangeError` for settings that make no sense. */
  constructor(init: DetectorSettingsInit = {}) {
    const { common, off, thresholds } = detectorSettings(init);
    this.#clients = new Recent(common.clients);
    this.#ports = new Recent(common.clients);
    this.#servers = new Recent(common.servers);
    this.#port = common.port;
    this.#findings = new FindingBook({
      mostOpen: common.findings,
      reopenWithin: common.reopenWithin * 1e6,
      updateEvery: common.updateEvery * 1e6,
      recoverAfter: (detector) => thresholds[detector].recover * 1e6,
    });
    this.#state = new DetectionState(
      { client: this.#clients, port: this.#ports, server: this.#servers },
      this.#findings,
      common.port,
    );
    this.#serverDuids = new ServerDuids((revive) => this.#state.slot("server", "server-duids", revive));
    this.#renewalTimes = new RenewalTimes(this.#state.slot("client", "renewal-times"));
    this.#looking = new Map(
      detectors.filter(({ id }) => !off.includes(id)).map(({ id, create }) => {
        const detector = create(thresholds[id], {
          common,
          servers: () => this.#servers.values(),
          server: (name) => remembered(this.#servers, name, this.#slots.server),
          evictedClients: () => this.#clients.evicted,
          slot: (owner, revive) => this.#state.slot(owner, id, revive),
          keep: (knowledge) => this.#state.keep(id, knowledge),
          sight: (sighting) => this.#findings.sight(id, sighting),
          isOpen: (subject) => this.#findings.isOpen(id, subject),
        });
        return [id, detector] as const;
      }),
    );
    this.#detectors = [...this.#looking.values()];
    this.#slots = this.#state.slots;
  }

  /**
   * Takes up findings of an earlier life, those that are over first, before anything is observed; `from` is the time of the first
   * transaction that will be. They go on under their ids, and what was seen of them by then is not counted again, so that the last hours
   * can be observed once more to learn what is usual. Returns those of detectors that do not look (any more).
   */
  resume(findings: readonly Finding[], from: Microseconds): readonly Finding[] {
    if (this.#tick < 0) this.#tick = tickOf(from);
    return findings.filter((finding) => {
      const detector = this.#looking.get(finding.detector);
      if (detector === undefined) return true;
      this.#findings.resume(finding);
      if (finding.until === undefined) detector.resume?.(finding);
      return false;
    });
  }

  /** All that it knows, piece by piece, each for JSON; nothing may be observed meanwhile. */
  save(): Generator<unknown> {
    return this.#state.save(this.#tick);
  }

  /**
   * Takes up what {@linkcode Detection.save} gave, before anything is observed, and goes on as if there had been no end: with other
   * thresholds, too. Rejects with a `SyntaxError` where it is of another version, or of other ports; then it is of no use any more.
   */
  async load(kept: Iterable<unknown> | AsyncIterable<unknown>): Promise<void> {
    this.#tick = await this.#state.load(kept, new Set(this.#looking.keys()));
  }

  /** Takes a transaction, none earlier than the one before; returns what became of findings by then. */
  observe(observation: Observation): readonly FindingChange[] {
    const at = eventTime(observation), facts = this.#factsOf(observation, this.#passTo(at));
    this.#observed++;
    const answered = observation.transaction.responseType === 0 ? undefined : facts.answerServerDuid;
    if (answered !== undefined) this.#serverDuids.learn(facts.server, answered);
    for (const detector of this.#detectors) detector.observe?.(facts);
    this.#renewalTimes.remember(facts);
    return this.#findings.takeChanges();
  }

  /** Takes a transaction that came too late for its place in the order. */
  observeLate(observation: Observation): void {
    this.#late++;
    if (this.#tick < 0) return;
    const facts = this.#factsOf(observation, this.#tick);
    for (const detector of this.#detectors) detector.observeLate?.(facts);
  }

  /** Lets time pass: nothing that is earlier than `time` will be observed any more. Returns what became of findings by then. */
  advance(time: Microseconds): readonly FindingChange[] {
    if (this.#tick >= 0 && Number.isFinite(time)) this.#passTo(time);
    return this.#findings.takeChanges();
  }

  /** The findings that last, in the order in which they were opened. */
  open(): readonly Finding[] {
    return this.#findings.open();
  }

  /**
   * Everything before this time was observed, and what became of findings by then was told; before the first transaction, the distant past.
   */
  get time(): Microseconds {
    return this.#tick < 0 ? -Infinity : this.#tick * TICK;
  }

  /** What was observed, and what is remembered. */
  get stats(): DetectionStats {
    return {
      observed: this.#observed,
      late: this.#late,
      clients: this.#clients.size,
      ports: this.#ports.size,
      servers: this.#servers.size,
      evicted: this.#clients.evicted + this.#ports.evicted + this.#servers.evicted,
      open: this.#findings.openCount,
      suppressed: this.#findings.suppressed,
    };
  }

  /** Ends the ticks before that of `time`, and returns the one that it is in. */
  #passTo(time: Microseconds): number {
    const tick = tickOf(time);
    if (this.#tick < 0) this.#tick = tick;
    if (tick - this.#tick > LONGEST_PAUSE) this.#tick = tick - LONGEST_PAUSE;
    while (this.#tick < tick) {
      const now = (this.#tick + 1) * TICK;
      for (const detector of this.#detectors) detector.endTick?.(now, this.#tick);
      this.#findings.tick(now);
      this.#tick++;
    }
    return this.#tick;
  }

  #factsOf({ transaction, recordedAt }: Observation, tick: number): TransactionFacts {
    const slots = this.#slots,
      { duid } = transaction.client,
      client = duid.length === 0 ? undefined : keyOfBytes(duid);
    const known = client === undefined ? undefined : this.#clients.get(client), port = portKey(transaction, this.#port);
    return new TransactionFacts({
      transaction,
      at: eventTime({ transaction, recordedAt }),
      tick,
      server: remembered(this.#servers, transaction.server, slots.server),
      client: known ?? (client === undefined ? undefined : added(this.#clients, client, slots.client)),
      isNewClient: client !== undefined && known === undefined,
      port: port === undefined ? undefined : remembered(this.#ports, port, slots.port),
      serverDuids: this.#serverDuids,
      renewalTimes: this.#renewalTimes,
    });
  }
}

function remembered(all: Recent<Remembered>, key: string, slots: number): Remembered {
  return all.get(key) ?? added(all, key, slots);
}

function added(all: Recent<Remembered>, key: string, slots: number): Remembered {
  const made = new Remembered(key, slots);
  all.set(key, made);
  return made;
}
