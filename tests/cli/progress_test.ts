import { assertEquals } from "@std/assert";
import type { CollectorStats } from "@dhcpkit/kafka/collector";
import { CollectorProgress } from "../../src/cli/_progress.ts";

function stats(read: number, lag: number, more: Partial<CollectorStats> = {}): CollectorStats {
  const partitions = [{ partition: 0, next: BigInt(read), lag }];
  return {
    read,
    stored: read,
    duplicates: 0,
    quarantined: 0,
    gaps: 0,
    pending: 0,
    partitions,
    problem: undefined,
    storeProblem: undefined,
    ...more,
  };
}

Deno.test("while there is a backlog, a bar tells how much is done, how fast, and how long it takes", () => {
  const progress = new CollectorProgress();
  assertEquals(progress.line(stats(0, 2000), 0), "[------------------------]    0 %  0 of 2,000  0/s");
  assertEquals(
    progress.line(stats(500, 1500), 1000),
    "[######------------------]   25 %  500 of 2,000  500/s  3.0 s left",
  );
  // What comes meanwhile has to be read as well.
  assertEquals(
    progress.line(stats(1000, 1200), 2000),
    "[##########--------------]   45 %  1,000 of 2,200  500/s  3.0 s left",
  );
});

Deno.test("what is not in the store yet is not done", () => {
  const progress = new CollectorProgress();
  assertEquals(
    progress.line(stats(600, 400, { pending: 600 }), 0),
    "[------------------------]    0 %  0 of 1,000  0/s",
  );
});

Deno.test("afterwards it tells what is stored, what was set aside, the rate and the lag", () => {
  const progress = new CollectorProgress();
  progress.line(stats(1000, 0), 0);
  progress.caughtUp();
  const more = { stored: 1990, duplicates: 7, quarantined: 3, gaps: 1 };
  assertEquals(
    progress.line(stats(2000, 3, more), 2000),
    "1,990 stored, 7 there already, 3 kept aside, 1 gap, 500/s, lag 3",
  );
});

Deno.test("the rate is that of the last ten seconds", () => {
  const progress = new CollectorProgress();
  progress.caughtUp();
  for (let second = 0; second <= 10; second++) progress.line(stats(second * 100, 0), second * 1000);
  let line = "";
  for (let second = 11; second <= 21; second++) line = progress.line(stats(1000, 0), second * 1000);
  assertEquals(line, "1,000 stored, 0/s, lag 0");
});

Deno.test("what it waits for is told", () => {
  const progress = new CollectorProgress();
  assertEquals(progress.line(stats(0, 0, { partitions: [] }), 0), "joining the group");
  assertEquals(
    progress.line(stats(0, 10, { problem: "disk full" }), 0),
    "[------------------------]    0 %  0 of 10  0/s  waiting: disk full",
  );
});
