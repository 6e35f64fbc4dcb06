import type { Vendors } from "../../collector/vendor.ts";
import type { Times } from "../present/times.ts";
import { type Count, liveStatus, type Shown } from "./_live_status.ts";
import { eventText } from "./event_text.ts";
import { type LiveFilter, liveQuery } from "./live_filter.ts";
import { LiveRow, type LiveZone } from "./live_row.ts";
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
  /** Different filters at the same time, each of which looks at all that comes in. Default: 50. */
  readonly filters?: number;
  /** The same of one visitor. Default: 50 browsers, 10 filters. */
  readonly each?: { readonly browsers: number; readonly filters: number };
  /** Milliseconds after which a stream ends: the browser asks for it again, and is let in or not. Default: 15 minutes. */
  readonly lifetimeMs?: number;
  /** Bytes that wait for a browser that is slow; it gets nothing more until it has taken them. Default: 256 KiB. */
  readonly backlogBytes?: number;
  /** Milliseconds since 1970-01-01 UTC. Default: `Date.now`. */
  readonly now?: () => number;
  /** Told when the feed fails: all streams end then, and whoever comes again has it followed anew. */
  readonly failed?: (error: unknown) => void;
}

/** What a browser asks for. */
export interface LiveWish {
  /** What it wants to see. Default: everything. */
  readonly filter?: LiveFilter;
  /** It has had everything up to this. */
  readonly lastId?: number;
  /** Whose it is, to give nobody more than a share; `undefined` where nobody is told from others. */
  readonly who?: string | undefined;
  /** When it has to end, in milliseconds since 1970-01-01 UTC: with the session. */
  readonly until?: number | undefined;
}

interface Browser {
  readonly zone: LiveZone;
  readonly channel: Channel;
  readonly who: string | undefined;
  readonly until: number;
  readonly controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
  /** Messages that it did not get, since it was slow. */
  missed: number;
}

/** What those see who want the same. */
interface Channel extends Shown {
  readonly filter: LiveFilter;
  readonly browsers: Set<Browser>;
  waiting: LiveRow[];
  matched: number;
}

/** Messages without content keep proxies from closing what is quiet. */
const QUIET_TICKS = 15;
/** Rows that are kept for browsers whose connection was lost for a moment. */
const KEPT_ROWS = 100;

/**
 * One stream for all who look at the live page: a row is made once for each zone, and a message is made once for all browsers that want
 * the same. Filters are applied to all that the feed gives, before a sample is taken. What it needs of memory is bounded by the rows of a
 * message for each filter and by the backlog of each browser.
 */
export class LiveHub {
  readonly #init: Required<Omit<LiveHubInit, "vendors">> & Pick<LiveHubInit, "vendors">;
  readonly #channels = new Map<string, Channel>();
  readonly #encoder = new TextEncoder();
  #size = 0;
  #total = 0;
  #looked = 0;
  #kept: LiveRow[] = [];
  #quiet = 0;
  #following: AbortController | undefined;
  #isClosed = false;

  /** Follows nothing yet. */
  constructor(init: LiveHubInit) {
    this.#init = {
      ...{ everyMs: 1000, rows: 20, browsers: 500, filters: 50, each: { browsers: 50, filters: 10 } },
      ...{ lifetimeMs: 15 * 60_000, backlogBytes: 256 * 1024, now: Date.now, failed: () => {} },
      ...init,
    };
  }

  /** How many browsers there are. */
  get size(): number {
    return this.#size;
  }

  /** A stream for a browser; `undefined` when there are too many, too many of this visitor, too many different ones, or it is closed. */
  subscribe(
    zone: LiveZone,
    { filter = {}, lastId, who, until = Infinity }: LiveWish = {},
  ): ReadableStream<Uint8Array<ArrayBuffer>> | undefined {
    const { browsers, lifetimeMs, now, backlogBytes } = this.#init, channel = this.#channel(filter);
    if (this.#isClosed || this.#size >= browsers || channel === undefined) return undefined;
    if (!this.#isWithinShare(who, channel)) return undefined;
    let browser: Browser;
    return new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => {
        browser = { zone, channel, controller, who, until: Math.min(until, now() + lifetimeMs), missed: 0 };
        this.#channels.set(channel.query, channel);
        channel.browsers.add(browser);
        this.#size++;
        const missed = lastId === undefined ? [] : this.#kept.filter((row) => row.id > lastId && row.isWanted(filter));
        const status = channel.query === "" ? "Waiting for the next transaction." : "Waiting for one that matches.";
        controller.enqueue(
          this.#message(
            `retry: 2000\n${missed.length === 0 ? "\n" : this.#rowsEvent(missed, zone)}${eventText("status", status)}`,
          ),
        );
        this.#start();
      },
      cancel: () => this.#remove(browser),
    }, new ByteLengthQueuingStrategy({ highWaterMark: backlogBytes }));
  }

  /** Ends all streams. */
  close(): void {
    this.#isClosed = true;
    const word = this.#message(eventText("status", "The looking glass was closed."));
    for (const { controller } of this.#browsers()) controller.enqueue(word);
    this.#endUntil(Infinity);
    this.#stop();
  }

  /** Ends the streams that were to end by then. */
  #endUntil(time: number): void {
    for (const browser of [...this.#browsers()].filter(({ until }) => until <= time)) {
      this.#remove(browser);
      browser.controller.close();
    }
  }

  #isWithinShare(who: string | undefined, channel: Channel): boolean {
    if (who === undefined) return true;
    const { browsers, filters } = this.#init.each, own = [...this.#browsers()].filter((one) => one.who === who);
    return own.length < browsers && new Set(own.map((one) => one.channel)).add(channel).size <= filters;
  }

  /** Those who want this already, or a new one; `undefined` when there are too many different ones. */
  #channel(filter: LiveFilter): Channel | undefined {
    const query = liveQuery(filter), known = this.#channels.get(query);
    if (known !== undefined) return known;
    if (this.#channels.size >= this.#init.filters) return undefined;
    return { query, filter, browsers: new Set(), waiting: [], matched: 0 };
  }

  *#browsers(): Generator<Browser> {
    for (const { browsers } of this.#channels.values()) yield* browsers;
  }

  #start(): void {
    if (this.#following) return;
    const following = this.#following = new AbortController(), { signal } = following;
    const timer = setInterval(() => this.#tick(), this.#init.everyMs);
    signal.addEventListener("abort", () => clearInterval(timer));
    void this.#follow(signal).catch(this.#init.failed).finally(() => signal.aborted || this.#endUntil(Infinity));
  }

  #stop(): void {
    this.#following?.abort();
    this.#following = undefined;
    this.#total = this.#looked = 0;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { feed, rows: most, vendors } = this.#init;
    for await (const { transactions, total } of feed.follow(signal)) {
      if (signal.aborted) return;
      this.#total += total;
      this.#looked += transactions.length;
      const rows = transactions.map((transaction) => new LiveRow(transaction, vendors));
      for (const channel of this.#channels.values()) {
        const wanted = channel.query === "" ? rows : rows.filter((row) => row.isWanted(channel.filter));
        channel.matched += wanted.length;
        channel.waiting = [...channel.waiting, ...wanted].slice(-most);
      }
    }
  }

  #remove(browser: Browser): void {
    const { channel } = browser;
    if (!channel.browsers.delete(browser)) return;
    this.#size--;
    if (channel.browsers.size === 0) this.#channels.delete(channel.query);
    if (this.#size === 0) this.#stop();
  }

  #tick(): void {
    this.#endUntil(this.#init.now());
    const count = { total: this.#total, looked: this.#looked }, sent = new Map<number, LiveRow>();
    this.#total = this.#looked = 0;
    this.#quiet = count.total === 0 ? this.#quiet + 1 : 0;
    if (count.total === 0 && this.#quiet % QUIET_TICKS !== 0) return;
    for (const channel of this.#channels.values()) {
      for (const row of channel.waiting) sent.set(row.id, row);
      this.#sendAll(channel, count);
      channel.waiting = [];
      channel.matched = 0;
    }
    const rows = Array.from(sent.values()).sort((a, b) => a.id - b.id);
    this.#kept = [...this.#kept, ...rows].slice(-KEPT_ROWS);
  }

  #sendAll(channel: Channel, count: Count): void {
    const messages = new Map<LiveZone, Uint8Array<ArrayBuffer>>();
    for (const browser of channel.browsers) {
      const { zone, controller } = browser;
      if ((controller.desiredSize ?? 0) <= 0) {
        browser.missed++;
        continue;
      }
      let message = messages.get(zone);
      if (message === undefined) messages.set(zone, message = this.#made(channel, count, zone));
      if (browser.missed > 0) controller.enqueue(this.#message(`: ${browser.missed} messages were left out\n\n`));
      browser.missed = 0;
      controller.enqueue(message);
    }
  }

  #made(channel: Channel, count: Count, zone: LiveZone): Uint8Array<ArrayBuffer> {
    if (count.total === 0) return this.#message(": still here\n\n");
    const rows = channel.waiting.length === 0 ? "" : this.#rowsEvent(channel.waiting, zone);
    return this.#message(rows + eventText("status", liveStatus(channel, count, this.#init.everyMs)));
  }

  #rowsEvent(rows: readonly LiveRow[], zone: LiveZone): string {
    const html = rows.map((row) => row.html(zone, this.#init.zones[zone])).reverse();
    return eventText("rows", html.join(""), rows.at(-1)?.id);
  }

  #message(text: string): Uint8Array<ArrayBuffer> {
    return this.#encoder.encode(text);
  }
}
