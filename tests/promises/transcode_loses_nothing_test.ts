import { assert, assertEquals, assertLess } from "@std/assert";
import { transcode, transcodeCommand } from "../cli/_transcode.ts";
import { BackgroundProcess } from "../support/background_process.ts";
import { fillTopic } from "../support/collector_kills.ts";
import { eventually } from "../support/eventually.ts";
import { KafkaBroker, uniqueTopic } from "../support/kafka_broker.ts";
import { kcatConsume } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** What each record of {@linkcode fillTopic} is alone in having, and how often it is in a topic of JSON. */
async function occurrences(bootstrap: string, topic: string): Promise<Map<number, number>> {
  const found = new Map<number, number>(), text = new TextDecoder();
  for (const { value } of await kcatConsume(bootstrap, topic, { timeoutMs: 60_000 })) {
    const time = JSON.parse(text.decode(value!))["timestamp-in-seconds"];
    found.set(time, (found.get(time) ?? 0) + 1);
  }
  return found;
}

const total = (offsets: readonly bigint[]) => Number(offsets.reduce((sum, offset) => sum + offset, 0n));

testWith({
  name: "a transcode that is killed twice writes every record, and most of them once",
  needs: ["kafka", "kcat"],
  async fn() {
    const broker = await sharedBroker(), { bootstrap } = broker, count = 30_000;
    const topic = await broker.createTopic(uniqueTopic("binary"), { partitions: 2 });
    const target = await broker.createTopic(uniqueTopic("json"), { partitions: 2 });
    await fillTopic(bootstrap, topic, count);
    await using folder = await TempFolder.create("transcode");
    const args = ["--topic", topic, "--to", "topic", target];
    for (let kill = 1; kill <= 2; kill++) {
      const before = total(await broker.endOffsets(target));
      await using running = new BackgroundProcess(transcodeCommand(bootstrap, args), {
        logFile: folder.file(`${kill}`),
      });
      const isOnItsWay = async () => total(await broker.endOffsets(target)) > before + 1000;
      await eventually("records of this life", isOnItsWay, { timeoutMs: 90_000 });
      assertLess(total(await broker.endOffsets(target)), count, "it is killed in the middle");
      await running.stop("SIGKILL");
    }
    const { code, stderr } = await transcode(bootstrap, [...args, "--until-caught-up"]);
    assertEquals(code, 0, stderr);
    const found = await occurrences(bootstrap, target);
    assertEquals(found.size, count);
    const twice = [...found.values()].filter((times) => times > 1).length;
    assertLess(twice, count / 2, `${twice} are there twice`);
  },
});

testWith({
  name: "a broker that is away for a while costs a transcode nothing",
  needs: ["kafka", "kcat"],
  async fn() {
    await using broker = await KafkaBroker.start();
    const { bootstrap } = broker, count = 20_000;
    await broker.createTopic("binary", { partitions: 2 });
    await broker.createTopic("json", { partitions: 2 });
    await fillTopic(bootstrap, "binary", count);
    await using folder = await TempFolder.create("transcode");
    // It does not end by itself: otherwise it might, before the broker does.
    const args = ["--topic", "binary", "--to", "topic", "json"];
    await using running = new BackgroundProcess(transcodeCommand(bootstrap, args), { logFile: folder.file("log") });
    await eventually("some records", async () => total(await broker.endOffsets("json")) > 1000, { timeoutMs: 60_000 });
    await broker.kill();
    await running.waitForLog(/interrupted \(.*\); trying again in/);
    await broker.start();
    await running.waitFor("every record", async () => (await occurrences(bootstrap, "json")).size === count, 120_000);
    assertEquals((await running.stop("SIGINT")).code, 0, await running.log());
    assert(!(await running.log()).includes("    at "), await running.log());
  },
});
