import { sqliteJournal, sqliteReader, sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { TempFolder } from "../support/temp_folder.ts";
import { conformance } from "./_conformance.ts";
import { postgresKind } from "./_postgres_kind.ts";
import type { StoreKind } from "./_store_kind.ts";

/** Every kind of store. Another one needs an entry here, and nothing else. */
const kinds: readonly StoreKind[] = [
  {
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
  },
  {
    name: "sqlite, in memory",
    needs: [],
    lasts: false,
    create: () =>
      Promise.resolve({
        open: () => sqliteStore(":memory:"),
        openReader: () => Promise.reject(new Error("it has no other reader")),
        openJournal: () => Promise.reject(new Error("it has no other writer")),
        [Symbol.asyncDispose]: () => Promise.resolve(),
      }),
  },
  postgresKind,
];

kinds.forEach(conformance);
