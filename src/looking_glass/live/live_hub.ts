import type { StoredTransaction } from "../../store/mod.ts";
import type { Vendors } from "../../collector/vendor.ts";
import type { Times } from "../present/times.ts";
import { countText } from "../present/quantity.ts";
import { eventText } from "./event_text.ts";
import { type LiveRow, renderRow } from "./live_row.ts";
import type { LiveFeed } from "./live_feed.ts";

/** What a {@linkcode LiveHub} is made of. */
export interface LiveHubInit {
  /** Where what is new comes from. It is followed while somebody looks. */
  readonly feed: LiveFeed;
  /** The zones that visitors may want. */
  readonly zones: Readonly<Record<LiveZone, Times>>;
  /** Names the makers of devices. */
  readonly vendors?: Vendors | undefined;
  /** Milliseconds between two messages to browsers. Default: 1,000. */
  readonly everyMs?: number;
  /** Rows that browsers get with a message; of more, a sample is shown, and it is said. Default: 20. */
  readonly rows?: number;
  /** Browsers at the same time. Default: 500. */
  readonly browsers?: number;
  /** Bytes that wait for a browser that is slow; it gets nothing more until it has taken them. Default: 256 KiB. */
  readonly backlogBytes?: number;
}

/** A zone by its place in the switch. */
export type LiveZone = "local" | "utc";

interface Browser {
  readonly zone: LiveZone;
  readonly controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
  /** Messages that it did not get, since it was slow. */
  missed: number;
}

/** Messages without content keep proxies from closing what is quiet. */
const QUIET_TICKS = 15;
/** Rows that are kept for browsers whose connection was lost for a moment. */
const KEPT_ROWS = 100;

/**
 * One stream for all who look at the live page: a row is made once for each zone, and a message is made once however many browsers
 * there are. What it needs of memory is bounded by the rows of a message and by the backlog of each browser.
 */
export class LiveHub {
  readonly #init: Required<Omit<LiveHubInit, "vendors">> & Pick<LiveHubInit, "vendors">;
  readonly #browsers = new Set<Browser>();
  readonly #encoder = new TextEncoder();
  #waiting: StoredTransaction[] = [];
  #total = 0;
  #kept: LiveRow[] = [];
  #quiet = 0;
  #following: AbortController | undefined;
  #isClosed = false;

  /** Follows nothing yet. */
  constructor(init: LiveHubInit) {
    this.#init = { everyMs: 1000, rows: 20, browsers: 500, backlogBytes: 256 * 1024, ...init };
  }

  /** How many browsers there are. */
  get size(): number {
    return this.#browsers.size;
  }

  /** A stream for a browser that has had everything up to `lastId`; `undefined` when there are too many, or it is closed. */
  subscribe(zone: LiveZone, lastId?: number): ReadableStream<Uint8Array<ArrayBuffer>> | undefined {
    if (this.#isClosed || this.#browsers.size >= this.#init.browsers) return undefined;
    let browser: Browser;
    return new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => {
        browser = { zone, controller, missed: 0 };
        this.#browsers.add(browser);
        const missed = lastId === undefined ? [] : this.#kept.filter(({ id }) => id > lastId);
        controller.enqueue(
          this.#message(
            `retry: 2000\n${missed.length === 0 ? "\n" : this.#rowsEvent(missed, zone)}${
              eventText("status", "Waiting for the next transaction.")
            }`,
          ),
        );
        this.#start();
      },
      cancel: () => this.#remove(browser),
    }, new ByteLengthQueuingStrategy({ highWaterMark: this.#init.backlogBytes }));
  }

  /** Ends all streams. */
  close(): void {
    this.#isClosed = true;
    for (const browser of this.#browsers) {
      browser.controller.enqueue(this.#message(eventText("status", "The looking glass was closed.")));
      browser.controller.close();
    }
    this.#browsers.clear();
    this.#stop();
  }

  #start(): void {
    if (this.#following) return;
    const following = this.#following = new AbortController(), { signal } = following;
    const timer = setInterval(() => this.#tick(), this.#init.everyMs);
    signal.addEventListener("abort", () => clearInterval(timer));
    void this.#follow(signal);
  }

  #stop(): void {
    this.#following?.abort();
    this.#following = undefined;
    this.#waiting = [];
    this.#total = 0;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    for await (const { transactions, total } of this.#init.feed.follow(signal)) {
      if (signal.aborted) return;
      this.#total += total;
      this.#waiting = [...this.#waiting, ...transactions].slice(-this.#init.rows);
    }
  }

  #remove(browser: Browser): void {
    this.#browsers.delete(browser);
    if (this.#browsers.size === 0) this.#stop();
  }

  #tick(): void {
    const rows = this.#waiting.map((transaction): LiveRow => ({ id: transaction.id, transaction, html: {} })),
      total = this.#total;
    this.#waiting = [];
    this.#total = 0;
    this.#quiet = total === 0 ? this.#quiet + 1 : 0;
    if (total === 0 && this.#quiet % QUIET_TICKS !== 0) return;
    this.#kept = [...this.#kept, ...rows].slice(-KEPT_ROWS);
    const messages = new Map<LiveZone, Uint8Array<ArrayBuffer>>();
    for (const browser of this.#browsers) this.#send(browser, messages, rows, total);
  }

  #send(
    browser: Browser,
    messages: Map<LiveZone, Uint8Array<ArrayBuffer>>,
    rows: readonly LiveRow[],
    total: number,
  ): void {
    const { zone, controller } = browser;
    if ((controller.desiredSize ?? 0) <= 0) {
      browser.missed++;
      return;
    }
    let message = messages.get(zone);
    if (message === undefined) messages.set(zone, message = this.#made(rows, total, zone));
    if (browser.missed > 0) controller.enqueue(this.#message(`: ${browser.missed} messages were left out\n\n`));
    browser.missed = 0;
    controller.enqueue(message);
  }

  #made(rows: readonly LiveRow[], total: number, zone: LiveZone): Uint8Array<ArrayBuffer> {
    if (total === 0) return this.#message(": still here\n\n");
    return this.#message(this.#rowsEvent(rows, zone) + eventText("status", this.#statusText(rows.length, total)));
  }

  #statusText(shown: number, total: number): string {
    const perSecond = Math.max(1, Math.round(total * 1000 / this.#init.everyMs));
    return shown < total
      ? `Showing ${countText(shown)} of ${countText(perSecond)} a second.`
      : `Showing all: ${countText(perSecond)} a second.`;
  }

  #rowsEvent(rows: readonly LiveRow[], zone: LiveZone): string {
    const { zones, vendors } = this.#init;
    const html = rows.map((row) => row.html[zone] ??= renderRow(row.transaction, zones[zone], vendors)).reverse();
    return eventText("rows", html.join(""), rows.at(-1)?.id);
  }

  #message(text: string): Uint8Array<ArrayBuffer> {
    return this.#encoder.encode(text);
  }
}
