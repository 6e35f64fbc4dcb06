import { conformance } from "./_conformance.ts";
import type { StoreKind } from "./_store_kind.ts";

/** Every kind of store. Another one needs an entry here, and nothing else. */
const kinds: readonly StoreKind[] = [];

kinds.forEach(conformance);
