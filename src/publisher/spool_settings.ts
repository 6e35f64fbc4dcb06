/** Where and how a {@linkcode Publisher} keeps records on disk. */
export interface SpoolInit {
  /** A folder of its own, on a local disk; made when it is missing. One publisher at a time can have it. */
  readonly directory: string;
  /** Bytes on disk, at most; what does not fit is dropped as `spool-full`. Default: 1 GiB. */
  readonly maxBytes?: number;
  /**
   * When a record is written: `"behind"` in the background, together with those that come within `gatherMs`; `"before-answer"` before
   * `offer` returns, so that `kill -9` loses nothing that was offered, at the price of a system call that may wait for a busy
   * disk. Default: `"behind"`.
   */
  readonly commit?: "behind" | "before-answer";
  /** Milliseconds between two writes in the background, while few records come: what `kill -9` may cost. Default: 5. */
  readonly gatherMs?: number;
  /** Milliseconds after which the disk has what was written: what a power failure may cost. Default: 1000. */
  readonly syncMs?: number;
  /** Bytes of one file, about; a file goes when all in it is delivered. Default: 8 MiB, or a 16th of `maxBytes`. */
  readonly segmentBytes?: number;
  /** The first pause in milliseconds before a disk that fails is tried again; it doubles up to 30,000. Default: 1000. */
  readonly retryMs?: number;
}

/** The settings with all defaults. */
export function spoolSettings(init: SpoolInit): Required<SpoolInit> {
  const { directory, maxBytes = 2 ** 30, commit = "behind", gatherMs = 5, syncMs = 1000, retryMs = 1000 } = init;
  if (directory === "") throw new TypeError("a spool needs a directory");
  const { segmentBytes = Math.min(8 * 2 ** 20, Math.ceil(maxBytes / 16)) } = init;
  return { directory, maxBytes, commit, gatherMs, syncMs, segmentBytes, retryMs };
}
