import { type ClientSearch, leaseText, type Page, type StoredClient, type TransactionReader } from "../../store/mod.ts";
import { Elsewhere } from "../frame/page.ts";
import { isoTime } from "../present/times.ts";
import type { ReadingAnswer } from "../search/reading.ts";
import type { ListingInit } from "./_listing.ts";

/** Where a client stands in a list of clients: the one seen last first, then by number. */
export type ClientKey = Pick<StoredClient, "id" | "lastSeen">;

/** How a list of clients goes on. */
export const CLIENT_LIST: Omit<ListingInit<StoredClient, ClientKey>, "fetch"> = {
  key: ({ id, lastSeen }) => ({ id, lastSeen }),
  parts: ({ id, lastSeen }) => [lastSeen, id],
  fromParts: ([lastSeen, id = 0]) => ({ id, lastSeen }),
};

/** A page of the clients that answer a reading. Throws `Elsewhere` where the answer is on another page. */
export async function foundClients(
  reader: Pick<TransactionReader, "client" | "clients">,
  answer: ReadingAnswer,
  page: Page<ClientKey>,
): Promise<StoredClient[]> {
  switch (answer.from) {
    case "client": {
      const client = page.after === undefined ? await reader.client(answer.id) : undefined;
      return client === undefined ? [] : [client];
    }
    case "holder":
      throw new Elsewhere(heldAddress(answer.lease, answer.at));
    case "clients":
      return await clientsOfAny(reader, answer.searches, page);
  }
}

/** The page that tells who had an address or prefix at a time. */
export function heldAddress(lease: string, at: number): string {
  return `/held?${new URLSearchParams({ lease: leaseText(lease), at: isoTime(at) ?? "" })}`;
}

/** What any of several searches finds, each client once: every one is asked for the whole page, since all of it may be of one. */
async function clientsOfAny(
  reader: Pick<TransactionReader, "clients">,
  searches: readonly ClientSearch[],
  page: Page<ClientKey>,
): Promise<StoredClient[]> {
  const pages = await Promise.all(searches.map((search) => reader.clients(search, page)));
  const clients = new Map(pages.flat().map((client) => [client.id, client]));
  return [...clients.values()].sort((a, b) => b.lastSeen - a.lastSeen || b.id - a.id).slice(0, page.limit);
}
