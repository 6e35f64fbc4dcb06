/** Whose turn it is to look for trouble in a store: of several programs, one does it at a time. */
export interface WatchTurn extends AsyncDisposable {
  /**
   * Whether it is this one's, which it becomes when nobody else has it. It stays so until it is disposed of, or the program ends, or loses
   * the store: then another one may have it. Rejects with what the database says when that is not known; then it is not.
   */
  isMine(): Promise<boolean>;
}

/** What whoever looks for trouble keeps in a store, beside findings. */
export interface WatchKeeper {
  /** Keeps what detection knows, in place of what was kept before; all of it or nothing. */
  keepDetection(kept: readonly Uint8Array[]): Promise<void>;
  /** A turn that is nobody's yet. */
  watchTurn(): WatchTurn;
}
