import { leaseEnd, type LeaseInterval, type StoredClient } from "../../store/mod.ts";
import { toHex } from "../../wire/mod.ts";
import { ago, exactTime, nothing, table } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import { lookUp } from "../frame/look_up.ts";
import { type Page, type PageContext, PageProblem, rowNumber } from "../frame/page.ts";
import type { View } from "../frame/view.ts";
import { durationText } from "../present/duration.ts";
import { clientLink, clientName, leaseLink } from "./_links.ts";
import { allRows, type Listing, listing, nextJson, pager } from "./_listing.ts";
import { clientJson, leaseJson } from "./_rows_json.ts";

interface LeasesData extends Listing<LeaseInterval> {
  readonly client: StoredClient;
}

type LeasePlace = Pick<LeaseInterval, "startedAt" | "id">;

/** All leases of a client, the latest first. */
export const leasesPage: Page<LeasesData> = {
  path: "/clients/:id{[0-9]+}/leases",
  async lookUp({ reader, params }) {
    const id = rowNumber(params.id), client = await reader.client(id);
    return lookUp("client", `${id} ${toHex(client?.duid ?? new Uint8Array())}`.trim());
  },
  async load(context) {
    const client = await clientOf(context);
    const part = await listing(context, {
      fetch: (page: { limit: number; after?: LeasePlace }) => context.reader.leasesOf(client.id, page),
      key: ({ startedAt, id }: LeaseInterval) => ({ startedAt, id }),
      parts: ({ startedAt, id }) => [startedAt, id],
      fromParts: ([startedAt, id = 0]) => ({ startedAt, id }),
    });
    return { ...part, client };
  },
  json: ({ client, rows, next }, context) => ({
    client: clientJson(client),
    leases: rows.map(leaseJson),
    next: nextJson(context, next),
  }),
  title: ({ client }, { vendors }) => `Leases of ${clientName(client, vendors?.vendorOf)}`,
  view: ({ client, rows, next, isLater }, context) =>
    h`<h1>Leases</h1>
<p class="lead">What servers gave ${clientLink(client, context)}, the latest first.</p>
${
      rows.length === 0
        ? nothing(
          isLater ? "There are no more." : "No server has given it an address or prefix, by what is kept.",
        )
        : leaseTable(rows, context)
    }
${pager(context, { next, isLater })}`,
  async *rows(context) {
    const { id } = await clientOf(context);
    const fetch = (page: { limit: number; after?: LeasePlace }) => context.reader.leasesOf(id, page);
    for await (const lease of allRows({ fetch, key: (lease: LeaseInterval) => lease })) yield leaseJson(lease);
  },
};

async function clientOf({ reader, params }: PageContext): Promise<StoredClient> {
  const id = rowNumber(params.id), client = await reader.client(id);
  if (client !== undefined) return client;
  throw new PageProblem(404, `There is no client ${id}.`, "Clients of which nothing is kept any more are swept away.");
}

function leaseTable(leases: readonly LeaseInterval[], view: View): Html {
  const columns = [
    { head: "Lease" },
    { head: "From" },
    { head: "Until" },
    { head: "Ended" },
    { head: "Lasted", isNumber: true, isWide: true },
    { head: "Association", isWide: true },
  ];
  return table(
    "Leases, the latest first",
    columns,
    leases.map((lease) => {
      const { startedAt, ending, association, iaid } = lease, end = leaseEnd(lease), isOver = end <= view.now;
      return [
        leaseLink(lease.lease, isOver ? Math.max(startedAt, end - 1) : undefined),
        exactTime(startedAt, view),
        exactTime(end, view),
        isOver ? ending ?? "ran out" : h`<span class="dim">ends ${ago(end, view)}</span>`,
        durationText(end - startedAt),
        `ia-${association} ${iaid}`,
      ];
    }),
  );
}
