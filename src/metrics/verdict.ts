/** Whether something is well enough. */
export interface Verdict {
  /** Whether it is. */
  readonly ok: boolean;
  /** What is wrong, for people: why not, or what is not bad enough for that. */
  readonly problems: readonly string[];
}
