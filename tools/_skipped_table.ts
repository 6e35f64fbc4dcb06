/** One line of the file that `testWith` in tests/support/requirements.ts writes. */
interface SkippedTest {
  test: string;
  missing: { need: string; how: string }[];
}

/** A table for people: which tests were skipped, what each misses, and how to get that. `recorded` is one JSON object a line. */
export function skippedTable(ignored: readonly string[], recorded: string): string {
  if (ignored.length === 0) return "Nothing was skipped.";
  const reasons = new Map<string, SkippedTest["missing"]>();
  for (const line of recorded.split("\n").filter(Boolean)) {
    const { test, missing }: SkippedTest = JSON.parse(line);
    reasons.set(test, missing);
  }
  const rows = [["MISSING", "HOW TO GET IT", "SKIPPED TEST"]];
  for (const test of ignored) {
    const missing = reasons.get(test) ?? [{ need: "-", how: "the test itself says ignore" }];
    rows.push([missing.map(({ need }) => need).join(", "), missing.map(({ how }) => how).join("; "), test]);
  }
  const width = (column: number): number => Math.max(...rows.map((row) => row[column].length));
  const widths = [width(0), width(1), 0];
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd()).join("\n");
}
