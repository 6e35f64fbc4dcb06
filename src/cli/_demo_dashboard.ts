import { Collector } from "../collector/collector.ts";
import type { ConsumerSource } from "../collector/consumer_source.ts";
import { sweepRegularly } from "../collector/retention.ts";
import { loadVendors } from "../collector/vendor.ts";
import { type FindingChange, storedFinding } from "../detectors/mod.ts";
import { Access, followStore, lookingGlass, serveLookingGlass, storeAudit } from "../looking_glass/mod.ts";
import type { ListenAddress } from "../metrics/listen_address.ts";
import { sqliteStore } from "../store/sqlite_store.ts";
import { reason, UserError } from "./_terminal.ts";

/** How to show a topic on a dashboard. */
export interface DemoDashboardInit {
  /** Where records come from. */
  readonly source: ConsumerSource;
  /** Where to listen. */
  readonly listen: ListenAddress;
  /** Says a line to whoever started it. */
  readonly say: (line: string) => void;
}

/** A dashboard of what a topic has, on this machine, for as long as the program runs. */
export interface DemoDashboard extends AsyncDisposable {
  /** Where, as in a browser. */
  readonly url: string;
  /** Transactions that it has. */
  readonly stored: number;
  /** Shows what became of findings. */
  found(changes: readonly FindingChange[]): Promise<void>;
}

/** What is older is not kept: it is all in memory. */
const KEEP_MS = 30 * 60_000;
/** Nothing is left out of a client's story before that. */
const MOST_PER_CLIENT = 100_000;
/** How often what is older is looked for. */
const SWEEP_EVERY_MS = 60_000;

/** Collects a topic into a store in memory and serves the looking glass. Throws `UserError` when it cannot listen. */
export async function demoDashboard({ source, listen, say }: DemoDashboardInit): Promise<DemoDashboard> {
  await using opened = new AsyncDisposableStack();
  const failed = (error: unknown) => say(`dhcpkit-kafka: ${reason(error)}`), over = new AbortController();
  const store = opened.use(await sqliteStore(":memory:"));
  const glass = opened.use(lookingGlass({
    ...{ reader: store, access: new Access({}), failed, vendors: await loadVendors() },
    live: followStore(store, { failed }),
    audit: storeAudit({ journal: store, reader: store, failed }),
  }));
  const served = opened.use(serve(() => serveLookingGlass({ glass, ...listen })));
  const collector = new Collector({ source, store });
  const settings = { transactionAgeMs: KEEP_MS, transactionsPerClient: MOST_PER_CLIENT, leaseAgeMs: KEEP_MS };
  const working = Promise.all([
    collector.run({ signal: over.signal }).catch(failed),
    sweepRegularly(store, { signal: over.signal, settings, everyMs: SWEEP_EVERY_MS }),
  ]);
  opened.defer(async () => {
    over.abort();
    await working;
  });
  const all = opened.move();
  return {
    url: served.url,
    get stored() {
      return collector.stats.stored;
    },
    found: async (changes) => await store.writeFindings(changes.map(({ finding }) => storedFinding(finding))),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

function serve<T>(listen: () => T): T {
  try {
    return listen();
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    const remedy = error instanceof Deno.errors.AddrInUse ? "; name another port, or 0 for any" : "";
    throw new UserError(`--listen: ${reason(error)}${remedy}`, { cause: error });
  }
}
