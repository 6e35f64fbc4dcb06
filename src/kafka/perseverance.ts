import { errorTypes } from "./kafka_error.ts";
import { pause } from "./waiting.ts";

/** The protocol's names, in the words of all clients, of what mends itself: a leader or a coordinator that moves, a broker that starts. */
const PASSING: readonly string[] = [
  "UNKNOWN_TOPIC_OR_PARTITION",
  "UNKNOWN_TOPIC_ID",
  "LEADER_NOT_AVAILABLE",
  "NOT_LEADER_FOR_PARTITION",
  "NOT_LEADER_OR_FOLLOWER",
  "FENCED_LEADER_EPOCH",
  "UNKNOWN_LEADER_EPOCH",
  "REPLICA_NOT_AVAILABLE",
  "OFFSET_NOT_AVAILABLE",
  "KAFKA_STORAGE_ERROR",
  "BROKER_NOT_AVAILABLE",
  "NETWORK_EXCEPTION",
  "REQUEST_TIMED_OUT",
  "UNKNOWN",
  "UNKNOWN_SERVER_ERROR",
  "GROUP_LOAD_IN_PROGRESS",
  "COORDINATOR_LOAD_IN_PROGRESS",
  "GROUP_COORDINATOR_NOT_AVAILABLE",
  "COORDINATOR_NOT_AVAILABLE",
  "NOT_COORDINATOR_FOR_GROUP",
  "NOT_COORDINATOR",
];

/** What one has to join the group again for. */
const REJOIN: readonly string[] = ["REBALANCE_IN_PROGRESS", "ILLEGAL_GENERATION", "UNKNOWN_MEMBER_ID"];

const SHORTEST_MS = 100, LONGEST_MS = 1000;

/** Whether a member that is told so has to join its group again. */
export function needsRejoin(error: unknown): boolean {
  return errorTypes(error).some((type) => REJOIN.includes(type));
}

/** Whether no broker has answered. */
export function isUnreachable(error: unknown): boolean {
  return errorTypes(error).length === 0;
}

/** For how long failures in a row are borne, with growing pauses between attempts. */
export class Perseverance {
  readonly #patienceMs: number;
  #failingSince: number | undefined;
  #delayMs = SHORTEST_MS;

  /** Bears failures for so many milliseconds from the first one on. */
  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  /** Something worked. */
  worked(): void {
    this.#failingSince = undefined;
    this.#delayMs = SHORTEST_MS;
  }

  /** Waits before the next attempt; throws the error when it is none that passes, or the patience is over. */
  async bear(error: unknown, signal: AbortSignal): Promise<void> {
    this.#failingSince ??= performance.now();
    if (!isPassing(error) || performance.now() - this.#failingSince > this.#patienceMs) throw error;
    await pause(this.#delayMs, signal);
    this.#delayMs = Math.min(2 * this.#delayMs, LONGEST_MS);
  }
}

/** Whether the same may work a moment later: connections that failed, and what brokers say while something moves. */
function isPassing(error: unknown): boolean {
  const types = errorTypes(error);
  if (types.length > 0) return types.every((type) => PASSING.includes(type) || REJOIN.includes(type));
  return !isRefusal(error);
}

/** Errors of clients themselves, and of programs: trying again does not help. */
function isRefusal(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (/SASLAuthentication|^AuthenticationError|NotCapable|PermissionDenied|NotImplemented/.test(cause.name)) {
      return true;
    }
    if (cause instanceof TypeError || cause instanceof RangeError) return true;
    const { code } = cause as Error & { readonly code?: string };
    if (code !== undefined && /^PLT_KFK_(AUTHENTICATION|UNSUPPORTED|USER)/.test(code)) return true;
  }
  return false;
}
