import { readPackets, type StoredTransaction } from "../store/mod.ts";
import type { Observation } from "./observation.ts";

/**
 * A transaction out of a store, to detect in the past: the same as when it was read from its topic, but that it is ordered by its server's
 * clock even where that is far ahead, since stores are read in that order.
 */
export function storedObservation(stored: StoredTransaction): Observation {
  // What was stored before stores kept Kafka's time has none: it tells nothing of clocks.
  return { transaction: readPackets({ ...stored, recordedAt: stored.recordedAt ?? stored.receivedAt }) };
}
