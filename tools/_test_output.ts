/** What `deno test` counted. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Reads the output of `deno test` while it streams by: the counts of its last line, and which tests it ignored. */
export class TestOutput {
  /** Absent until the summary line came: without it, the tests did not run to their end. */
  counts: TestCounts | undefined;
  readonly ignored: string[] = [];
  #rest = "";

  add(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop()!;
    for (const line of lines) this.#addLine(line);
  }

  end(): void {
    this.add("\n");
  }

  #addLine(colored: string): void {
    // deno-lint-ignore no-control-regex
    const line = colored.replace(/\x1b\[[0-9;]*m/g, "").trimEnd();
    const ignored = /^(?:\S+ => )?(.+) \.\.\. ignored \(/.exec(line);
    if (ignored) this.ignored.push(ignored[1]);
    if (/^(ok|FAILED) \| \d+ passed\b.*\| \d+ failed\b/.test(line)) {
      const count = (word: string): number => Number(new RegExp(`\\| (\\d+) ${word}\\b`).exec(line)?.[1] ?? 0);
      this.counts = { passed: count("passed"), failed: count("failed"), skipped: count("ignored") };
    }
  }
}

/** The last line of a test run. */
export function formatCounts({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
