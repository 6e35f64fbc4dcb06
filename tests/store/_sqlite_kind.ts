import { sqliteJournal, sqliteReader, sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { TempFolder } from "../support/temp_folder.ts";
import type { StoreKind } from "./_store_kind.ts";

/** SQLite in a file. */
export const sqliteKind: StoreKind = {
  name: "sqlite, a file",
  needs: [],
  lasts: true,
  create: async () => {
    const folder = await TempFolder.create("store"), path = folder.file("store.db");
    return {
      open: () => sqliteStore(path),
      openReader: () => sqliteReader(path),
      openJournal: () => sqliteJournal(path),
      [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
    };
  },
};
