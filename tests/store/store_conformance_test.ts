import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { conformance } from "./_conformance.ts";
import { postgresKind } from "./_postgres_kind.ts";
import { sqliteKind } from "./_sqlite_kind.ts";
import type { StoreKind } from "./_store_kind.ts";

/** Every kind of store. Another one needs an entry here, and nothing else. */
const kinds: readonly StoreKind[] = [
  sqliteKind,
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
