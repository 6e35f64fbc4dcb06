/**
 * The thread of a `Checkpointer`.
 *
 * @module
 */
import type { FromCheckpointWorker, ToCheckpointWorker } from "./checkpointer.ts";
import { Database } from "./database.ts";

/** While it is at it, more is written. It goes on until that took less than this, in milliseconds, */
const SHORT_MS = 50;
/** or so many times. */
const MOST_PASSES = 5;

const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<ToCheckpointWorker>) => void;
  postMessage(message: FromCheckpointWorker): void;
};
let db: Database | undefined;

scope.onmessage = ({ data }) => {
  if (data === "checkpoint") {
    for (let pass = 0; pass < MOST_PASSES; pass++) {
      const start = performance.now();
      db!.checkpoint();
      if (performance.now() - start < SHORT_MS) break;
    }
    scope.postMessage("done");
  } else if (data === "close") {
    db!.close();
    scope.postMessage("closed");
  } else {
    // Opening waits for a batch that is being written; bringing in the log does what can be done at once.
    db = new Database({ path: data.open, cacheKiB: 256, busyTimeoutMs: 10_000 });
    db.exec("PRAGMA busy_timeout = 0");
  }
};
