import { eventually } from "./eventually.ts";

/**
 * Whether a process exists. One that has ended counts until its parent has taken note: the threads of a large program hold its sockets
 * a little longer than its process shows as a zombie.
 */
export async function isRunning(pid: number): Promise<boolean> {
  return await Deno.stat(`/proc/${pid}`).then(() => true, () => false);
}

/** Sends a signal to one process. Returns false when it is gone already. */
export function signalProcess(pid: number, signal: Deno.Signal): boolean {
  try {
    Deno.kill(pid, signal);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || (error as { code?: string }).code === "ESRCH") return false;
    throw error;
  }
}

/** Waits until a process is gone. */
export async function waitUntilGone(pid: number, timeoutMs = 10_000): Promise<void> {
  await eventually(`the end of process ${pid}`, async () => !await isRunning(pid), { timeoutMs });
}

/** Asks a process to end, and kills it when it has not ended in time. Returns when it is gone. */
export async function endProcess(pid: number, signal: Deno.Signal = "SIGTERM", graceMs = 5_000): Promise<void> {
  if (!signalProcess(pid, signal)) return;
  try {
    await waitUntilGone(pid, graceMs);
  } catch {
    signalProcess(pid, "SIGKILL");
    await waitUntilGone(pid);
  }
}
