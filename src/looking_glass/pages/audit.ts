import type { AuditEntry } from "../../store/mod.ts";
import { exactTime, nothing, table } from "../frame/elements.ts";
import { h } from "../frame/html.ts";
import type { Page } from "../frame/page.ts";
import { isoTime } from "../present/times.ts";
import { visible } from "../present/visible.ts";

const SHOWN = 500;

/** Who looked up what, for admins. */
export const auditPage: Page<readonly AuditEntry[]> = {
  path: "/audit",
  role: "admin",
  load: async ({ auditLog }) => await auditLog.latest(SHOWN),
  json: (entries) => ({
    entries: entries.map(({ at, who, what, detail }) => ({ at: isoTime(at) ?? null, who, what, detail })),
  }),
  title: () => "Audit",
  view: (entries, view) =>
    h`<h1>Audit</h1>
<p class="lead">Who looked up what, the latest first.</p>
${
      entries.length === 0 ? nothing("Nobody has looked anything up yet.") : table(
        "Look-ups, the latest first",
        [{ head: "When" }, { head: "Who" }, { head: "Did" }, { head: "What" }],
        entries.map(({ at, who, what, detail }) => [
          exactTime(at, view),
          visible(who),
          what,
          h`<span class="mono">${visible(detail)}</span>`,
        ]),
      )
    }`,
};
