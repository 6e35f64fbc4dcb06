import { assertEquals, assertGreater, assertLess } from "@std/assert";
import { killStorm } from "../support/kill_storm.ts";

const KILLS = Number(Deno.env.get("DHCPKIT_KILLS") ?? 5),
  SEED = Number(Deno.env.get("DHCPKIT_KILL_SEED") ?? 20_261_125);

for (const commit of ["behind", "before-answer"] as const) {
  Deno.test(`${commit}: no record that was on disk is lost, changed or out of order when the process is killed`, async () => {
    const report = await killStorm({ kills: KILLS, seed: SEED, commit });
    console.log(`seed ${SEED}, ${KILLS} kills: ${JSON.stringify(report)}`);
    const { known, delivered, lost, reordered, changed, duplicates } = report;
    assertEquals({ lost, reordered, changed }, { lost: 0, reordered: 0, changed: 0 });
    assertGreater(known, KILLS * 10);
    assertGreater(delivered, known - 1);
    assertLess(duplicates, KILLS * 1000, "what was on its way, or had just arrived, comes again, and nothing else");
  });
}
