import { assertEquals, assertGreater, assertLess } from "@std/assert";
import type { OutageReport } from "../../bench/outage.ts";
import { runCommand } from "../support/command.ts";
import { repositoryRoot } from "../support/paths.ts";

/** Records a second, seconds, and how many of those are for warming up. */
const RATE = 5000, SECONDS = 9, WARM_UP = 3;
/** Megabytes. The records that come after the warm-up are 13, and as objects some more. */
const HEAP_BOUND = 8;
/** The process's memory moves with the collector, so this finds only what leaks fast. */
const RSS_BOUND = 64;

for (const policy of ["drop-newest", "drop-oldest", "spool"]) {
  Deno.test(`with ${policy}, memory does not grow while Kafka is away`, async () => {
    const command = [
      Deno.execPath(),
      "run",
      "--allow-all",
      "--v8-flags=--expose-gc",
      `${repositoryRoot}bench/outage.ts`,
    ];
    const minutes = SECONDS / 60;
    const { stdout } = await runCommand([
      ...command,
      ...["--policy", policy, "--rate", `${RATE}`, "--minutes", `${minutes}`, "--warm-up", `${WARM_UP}`],
    ], { cwd: repositoryRoot, timeoutMs: 60_000 });
    const { offered, delivered, dropped, heapGrowth, rssGrowth, ...rest }: OutageReport = JSON.parse(
      stdout.trim().split("\n").at(-1)!,
    );
    assertGreater(offered, RATE * SECONDS * 0.9);
    assertEquals([offered, rest.reordered, rest.duplicates], [delivered + dropped, 0, 0]);
    assertLess(heapGrowth, HEAP_BOUND, "JavaScript's objects and buffers");
    assertLess(rssGrowth, RSS_BOUND, "the process");
    if (policy === "spool") assertEquals(dropped, 0);
    else assertGreater(dropped, RATE * SECONDS * 0.8);
  });
}
