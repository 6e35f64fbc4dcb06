import type { JournalWriter, TransactionReader, TransactionStore } from "@dhcpkit/kafka/store";
import { type Need, testWith } from "../support/requirements.ts";

/** A kind of store that the conformance suite asks. */
export interface StoreKind {
  /** Begins the names of its tests. */
  readonly name: string;
  /** What it does not work without. */
  readonly needs: readonly Need[];
  /** Whether everything is there when it is opened again, or by two at once. */
  readonly lasts: boolean;
  /** Makes a place for a store that is empty. */
  create(): Promise<StorePlace>;
}

/** A place where one store is; disposing of it removes it with everything in it. */
export interface StorePlace extends AsyncDisposable {
  /** Opens the store that is there, also while it is open. */
  open(): Promise<TransactionStore>;
  /** Opens it for reading alone. */
  openReader(): Promise<TransactionReader & AsyncDisposable>;
  /** Opens it to write findings and the audit alone. */
  openJournal(): Promise<JournalWriter & AsyncDisposable>;
}

/** A test of an empty store. */
export function storeTest(
  kind: StoreKind,
  what: string,
  fn: (store: TransactionStore, place: StorePlace) => Promise<void>,
): void {
  testWith({
    name: `${kind.name}: ${what}`,
    needs: kind.needs,
    fn: async () => {
      await using place = await kind.create();
      await using store = await place.open();
      await fn(store, place);
    },
  });
}
