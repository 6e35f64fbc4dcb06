import type { NewTransaction, TransactionStore } from "@dhcpkit/kafka/store";
import { writeBatch } from "./_filled_store.ts";
import { TransactionMix } from "./_transactions.ts";

/** Clients with more transactions than a page can tell, by number in the mix. */
export const LOUD = { busy: 60_000, unanswered: 60_001, refused: 60_002 } as const;
const TRANSACTIONS = 20_000, BATCH = 2000, HOURS = 50;

/** The DUID of a client of the mix, in hexadecimal digits. */
export function duidOf(client: number): string {
  return `000300010200${client.toString(16).padStart(8, "0")}`;
}

/**
 * Adds clients that sent something every nine seconds for two days, each in a partition of its own: one that is answered, one that asks
 * all the time and is not, and one of whose requests 30 are refused. Nothing is done where they are there.
 */
export async function addLoudClients(store: TransactionStore): Promise<void> {
  const everySeconds = HOURS * 3600 / TRANSACTIONS;
  for (const [partition, [name, first]] of Object.entries(LOUD).entries()) {
    const mix = new TransactionMix({ clients: 1, first, everySeconds, partitions: 1 });
    for (let done = 0; done < TRANSACTIONS; done += BATCH) {
      await writeBatch(
        store,
        Array.from({ length: BATCH }, (_, i) => {
          const one = mix.nextTransaction(), place = { ...one.place, partition: 10 + partition };
          return { ...one, place, ...fate(name, done + i) };
        }),
      );
    }
  }
}

function fate(name: string, number: number): Partial<NewTransaction> {
  if (name === "unanswered") {
    return { outcome: "unanswered", response: undefined, responseType: 0, duration: 0, leaseEvents: [] };
  }
  if (name === "refused" && number % 700 === 0) return { outcome: "refused", reason: "NoPrefixAvail" };
  return {};
}
