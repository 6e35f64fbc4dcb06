import type { Command } from "commander";
import { DEFAULT_STORE } from "./_collecting.ts";
import { openReader, openStore, STORE_HELP } from "./_stores.ts";
import { UserError, writeLine } from "./_terminal.ts";

/** Adds the command for a topic that is read no more. */
export function addForgetTopic(root: Command): void {
  root.command("forget-topic")
    .description(
      "Forgets how far a topic was read that nobody reads any more, so that who does not wait for it. What was read of it stays.",
    )
    .argument("<name>", "the topic; its collector has to be stopped")
    .option("--store <place>", STORE_HELP, DEFAULT_STORE)
    .action(forgetTopic);
}

async function forgetTopic(topic: string, { store: place }: { store: string }): Promise<void> {
  {
    // Opened to write, a file that is not there would be made.
    await using reader = await openReader(place);
    const topics = [...new Set((await reader.coverage()).map((position) => position.topic))];
    if (!topics.includes(topic)) {
      throw new UserError(`the store has read nothing of ${topic}; it has ${topics.join(", ") || "no topic"}`);
    }
  }
  await using store = await openStore(place);
  const partitions = await store.forgetTopic(topic);
  await writeLine(
    `forgot how far ${partitions} ${partitions === 1 ? "partition" : "partitions"} of ${topic} had been read`,
  );
}
