/** How long and how often {@linkcode eventually} tries. */
export interface Patience {
  /** Give up after this many milliseconds. */
  timeoutMs?: number;
  /** Milliseconds between two attempts. */
  everyMs?: number;
}

/**
 * Repeats `attempt` until it returns something truthy, and returns that. An attempt that throws counts as "not yet", and its
 * error is the cause of the one thrown when the time is up.
 */
export async function eventually<T>(
  what: string,
  attempt: () => T | Promise<T>,
  { timeoutMs = 10_000, everyMs = 20 }: Patience = {},
): Promise<Exclude<T, undefined | null | false | 0 | "">> {
  const deadline = performance.now() + timeoutMs;
  let cause: unknown;
  while (true) {
    try {
      const result = await attempt();
      if (result) return result as Exclude<T, undefined | null | false | 0 | "">;
      cause = undefined;
    } catch (error) {
      if (error instanceof GivingUp) throw error;
      cause = error;
    }
    if (performance.now() >= deadline) {
      throw new Error(`${what}: not within ${timeoutMs} ms${cause instanceof Error ? ` (${cause.message})` : ""}`, {
        cause,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Thrown by an attempt when waiting longer cannot help: {@linkcode eventually} passes it on at once. */
export class GivingUp extends Error {
  override readonly name = "GivingUp";
}
