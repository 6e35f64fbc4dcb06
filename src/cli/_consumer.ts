import type { ConsumerInit, GroupSource } from "../collector/kafkajs.ts";
import { UserError } from "./_terminal.ts";

/** A member of a consumer group through the client of that name. Throws `UserError` where it lacks permissions. */
export async function openConsumer(client: "kafkajs" | "platformatic", init: ConsumerInit): Promise<GroupSource> {
  if (client === "kafkajs") return (await import("../collector/kafkajs.ts")).kafkaJsConsumer(init);
  try {
    return (await import("../collector/platformatic_consumer.ts")).platformaticConsumer(init);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    const remedy =
      "@platformatic/kafka reads its files and looks at all of the environment: add --allow-read --ignore-env";
    throw new UserError(remedy, { cause: error });
  }
}
