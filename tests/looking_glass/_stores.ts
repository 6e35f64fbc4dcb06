import { sqliteJournal, sqliteReader, sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { postgresKind } from "../store/_postgres_kind.ts";
import type { TransactionStore } from "@dhcpkit/kafka/store";
import { type StoreKind, storeTest } from "../store/_store_kind.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** The stores that pages are made of. */
export const storeKinds: readonly StoreKind[] = [
  {
    name: "sqlite",
    needs: [],
    lasts: true,
    create: async () => {
      const folder = await TempFolder.create("glass"), path = folder.file("store.db");
      return {
        open: () => sqliteStore(path),
        openReader: () => sqliteReader(path),
        openJournal: () => sqliteJournal(path),
        [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
      };
    },
  },
  postgresKind,
];

/** A test on each kind of store, empty at first. */
export function storesTest(what: string, fn: (store: TransactionStore) => Promise<void>): void {
  for (const kind of storeKinds) storeTest(kind, what, (store) => fn(store));
}
