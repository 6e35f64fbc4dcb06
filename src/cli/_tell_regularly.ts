import { pause } from "../kafka/waiting.ts";

/** Calls `tell` every so many milliseconds until the signal aborts. */
export async function tellRegularly(tell: () => void, everyMs: number, signal: AbortSignal): Promise<void> {
  for (await pause(everyMs, signal); !signal.aborted; await pause(everyMs, signal)) tell();
}
