/** Waits so many milliseconds, or until `signal` aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end);
  });
}

/** Resolves when `signal` aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** What `promise` comes to, or a `TimeoutError` after so many milliseconds, or the reason of `signal` when it aborts. */
export function within<T>(promise: Promise<T>, ms: number, what: string, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = () => settle(() => reject(signal!.reason));
    const timer = setTimeout(() => settle(() => reject(new DOMException(what, "TimeoutError"))), ms);
    const settle = (how: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", give);
      how();
    };
    promise.then((value) => settle(() => resolve(value)), (error) => settle(() => reject(error)));
    if (signal?.aborted) give();
    else signal?.addEventListener("abort", give);
  });
}
