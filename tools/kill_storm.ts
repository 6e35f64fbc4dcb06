/**
 * Kills publishers with a spool and a real broker, in turn, at random moments, and looks for records that are lost:
 * `deno task kill-storm [KILLS] [SEED]`. Needs what the tests with Kafka need.
 */
import { KafkaBroker } from "../tests/support/kafka_broker.ts";
import { killStorm } from "../tests/support/kill_storm.ts";

const kills = Number(Deno.args[0] ?? 50), seed = Number(Deno.args[1] ?? Date.now() % 1_000_000);
await using broker = await KafkaBroker.start();
const topic = await broker.createTopic("storm", { partitions: 3 });
const progress = (kill: number) => {
  if (Deno.stderr.isTerminal()) Deno.stderr.writeSync(new TextEncoder().encode(`\r${kill} of ${kills} `));
};
const report = await killStorm({ kills, seed, commit: "behind", kafka: { broker, topic }, progress });
console.log(JSON.stringify({ kills, seed, ...report }, null, 2));
const { lost, reordered, changed } = report;
if (lost + reordered + changed > 0) Deno.exitCode = 1;
