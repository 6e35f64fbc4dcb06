import { sqliteJournal, sqliteReader, sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { postgresKind } from "../store/_postgres_kind.ts";
import type { StoreKind } from "../store/_store_kind.ts";
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
