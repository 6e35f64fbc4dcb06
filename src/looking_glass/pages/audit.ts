import type { AuditEntry, StoredAuditEntry } from "../../store/mod.ts";
import { exactTime, nothing, table } from "../frame/elements.ts";
import type { ExportRow } from "../frame/export.ts";
import { h } from "../frame/html.ts";
import type { Page } from "../frame/page.ts";
import { isoTime } from "../present/times.ts";
import { visible } from "../present/visible.ts";
import { allRows, type Listing, listing, nextJson, pager } from "./_listing.ts";

/** Who looked up what, for admins. */
export const auditPage: Page<Listing<AuditEntry>> = {
  path: "/audit",
  role: "admin",
  load: (context) =>
    listing(context, {
      fetch: async (page: { limit: number; after?: number }) => await context.auditLog.entries(page),
      key: ({ id }: StoredAuditEntry) => id,
      parts: (id) => [id],
      fromParts: ([id]) => id,
    }),
  json: ({ rows, next }, context) => ({ entries: rows.map(entryJson), next: nextJson(context, next) }),
  title: () => "Audit",
  view: ({ rows, next, isLater }, view) =>
    h`<h1>Audit</h1>
<p class="lead">Who looked up what, the latest first.</p>
${
      rows.length === 0 ? nothing(isLater ? "There are no more." : "Nobody has looked anything up yet.") : table(
        "Look-ups, the latest first",
        [{ head: "When" }, { head: "Who" }, { head: "Did" }, { head: "What" }],
        rows.map(({ at, who, what, detail }) => [
          exactTime(at, view),
          visible(who),
          what,
          h`<span class="mono">${visible(detail)}</span>`,
        ]),
      )
    }
${pager(view, { next, isLater })}`,
  async *rows({ auditLog }) {
    const fetch = async (page: { limit: number; after?: number }) => await auditLog.entries(page);
    for await (const entry of allRows({ fetch, key: ({ id }: StoredAuditEntry) => id })) yield entryJson(entry);
  },
};

function entryJson({ at, who, what, detail }: AuditEntry): ExportRow {
  return { at: isoTime(at) ?? null, who, what, detail };
}
