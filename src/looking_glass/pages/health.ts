import type { LogGap, PartitionPosition, StoredQuarantine, StoreSize } from "../../store/mod.ts";
import { toHex } from "../../wire/mod.ts";
import { ago, exactTime, facts, nothing, table, toned } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import type { Page } from "../frame/page.ts";
import type { View } from "../frame/view.ts";
import { durationText } from "../present/duration.ts";
import { bytesText, countOf, countText } from "../present/quantity.ts";
import { visible } from "../present/visible.ts";
import { allGaps, gapListing, GAPS_AFTER } from "./_gap_listing.ts";
import { isFresh, readUntil } from "./_known_time.ts";
import { allRows, type Listing, listing, nextJson, otherForms, pager, takesOther } from "./_listing.ts";
import { gapJson, positionJson, quarantineJson } from "./_rows_json.ts";

interface HealthData {
  readonly positions: readonly PartitionPosition[];
  /** Records that are missing. */
  readonly gaps: Listing<LogGap>;
  readonly size: StoreSize;
  readonly quarantine: Listing<StoredQuarantine>;
}

/** What the list of missing records is called where it is taken whole; that of records kept aside has no name. */
const GAPS = "gaps";
const MOST_SHOWN_BYTES = 2048;

/** Whether what pages say is complete: how far the topic was read, what is missing, what could not be read. */
export const healthPage: Page<HealthData> = {
  path: "/health",
  async load(context) {
    const { reader } = context;
    const [positions, gaps, size, quarantine] = await Promise.all([
      reader.coverage(),
      gapListing(context),
      reader.size(),
      listing(context, {
        fetch: (page: { limit: number; after?: number }) => reader.quarantine(page),
        key: ({ id }: StoredQuarantine) => id,
        parts: (id) => [id],
        fromParts: ([id]) => id,
      }),
    ]);
    return { positions, gaps, size, quarantine };
  },
  json: ({ positions, gaps, size, quarantine }, context) => ({
    positions: positions.map(positionJson),
    gaps: gaps.rows.map(gapJson),
    "gaps-next": nextJson(context, gaps.next, GAPS_AFTER),
    size,
    quarantine: quarantine.rows.map((one) => quarantineJson(one, context.visitor.role === "admin")),
    next: nextJson(context, quarantine.next),
  }),
  title: () => "Health",
  view: ({ positions, gaps, size, quarantine }, view) =>
    h`<h1>Health</h1>
<p class="lead">${headline(positions, gaps.rows, view.now, gaps.next !== undefined || gaps.isLater)}</p>
${
      facts([
        ["Transactions", h`<a href="/transactions">${countText(size.transactions)}</a>`],
        ["Clients", h`<a href="/clients">${countText(size.clients)}</a>`],
        ["Leases", countText(size.leases)],
        ["On disk", size.bytes === 0 ? "in memory" : bytesText(size.bytes)],
      ])
    }
<h2>Read so far</h2>
${
      positions.length === 0
        ? nothing("Nothing was read yet.", "Run collect: it fills the store that this reads.")
        : positionTable(positions, view)
    }
<h2>Missing records</h2>
${
      gaps.rows.length === 0
        ? nothing("No record is known to be missing.")
        : h`${gapTable(gaps.rows, view)}${otherForms(view, GAPS)}`
    }
${pager(view, gaps, "Earlier holes", GAPS_AFTER)}
<h2 id="quarantine">Kept aside</h2>
${
      quarantine.rows.length === 0
        ? nothing("Every record that was read is a transaction.")
        : h`<p>${countOf(size.quarantined, "record")} could not be read as transactions.</p>${
          quarantineTable(quarantine.rows, view)
        }`
    }
${pager(view, quarantine)}`,
  async *rows({ reader, visitor, query }) {
    if (takesOther(query, GAPS)) {
      for await (const gap of allGaps(reader)) yield gapJson(gap);
      return;
    }
    const fetch = (page: { limit: number; after?: number }) => reader.quarantine(page);
    for await (const one of allRows({ fetch, key: ({ id }: StoredQuarantine) => id })) {
      yield quarantineJson(one, visitor.role === "admin");
    }
  },
};

/** Whether what is known is up to date, in a sentence. */
export function headline(
  positions: readonly PartitionPosition[],
  gaps: readonly LogGap[],
  now: number,
  isMore = false,
): Html {
  const until = readUntil(positions);
  if (until === undefined) return h`Nothing was read yet.`;
  const behind = now - until;
  const fresh = isFresh(until, now)
    ? h`Everything was read up to ${behind < 1e6 ? "now" : `${durationText(behind)} ago`}`
    : toned("degraded", `What is known ends ${durationText(behind)} ago: the collector is behind, or does not run`);
  const holes = gaps.filter(({ from }) => from > 0).length, more = isMore ? "more than " : "";
  return h`${fresh}; ${
    holes === 0 ? "no record is known to be missing" : toned("degraded", `${more}${countOf(holes, "hole")} in the log`)
  }.`;
}

function positionTable(positions: readonly PartitionPosition[], view: View): Html {
  const columns = [{ head: "Partition" }, { head: "Next offset", isNumber: true }, { head: "Read up to" }, {
    head: "Behind",
    isNumber: true,
  }];
  return table(
    "How far each partition was read",
    columns,
    positions.map(({ topic, partition, next, coveredUntil }) => [
      `${topic}[${partition}]`,
      countText(next),
      exactTime(coveredUntil, view),
      toned(isFresh(coveredUntil, view.now) ? "fine" : "degraded", durationText(Math.max(view.now - coveredUntil, 0))),
    ]),
  );
}

function gapTable(gaps: readonly LogGap[], view: View): Html {
  const columns = [{ head: "Partition" }, { head: "Records", isNumber: true }, { head: "Between" }, {
    head: "Offsets",
    isWide: true,
  }];
  const rows = gaps.map(({ topic, partition, fromOffset, toOffset, from, to }) => [
    `${topic}[${partition}]`,
    toOffset > fromOffset ? countText(toOffset - fromOffset) : "some",
    from === 0 ? h`the beginning and ${exactTime(to, view)}` : h`${exactTime(from, view)} and ${exactTime(to, view)}`,
    toOffset > fromOffset ? `${fromOffset} … ${toOffset - 1n}` : `from ${fromOffset} on, of a log that was made anew`,
  ]);
  return table("Records that are missing", columns, rows);
}

function quarantineTable(rows: readonly StoredQuarantine[], view: View): Html {
  const isAdmin = view.visitor.role === "admin";
  const columns = [{ head: "Recorded" }, { head: "Record" }, { head: "Why" }, { head: "Bytes", isNumber: true }];
  return table(
    "Records that are no transactions, the latest first",
    columns,
    rows.map(({ place, recordedAt, reason, value }) => [
      ago(recordedAt, view),
      h`<span class="mono">${place.topic}[${place.partition}] at ${String(place.offset)}</span>`,
      h`${visible(reason)}${isAdmin && value && value.length > 0 ? valueDetails(value) : ""}`,
      value === undefined ? "none" : countText(value.length),
    ]),
  );
}

function valueDetails(value: Uint8Array): Html {
  const rest = value.length - MOST_SHOWN_BYTES;
  return h`<details><summary>bytes</summary><code class="id">${toHex(value.subarray(0, MOST_SHOWN_BYTES))}</code>${
    rest > 0 ? h` <span class="dim">and ${countOf(rest, "byte")} more, in the JSON</span>` : ""
  }</details>`;
}
