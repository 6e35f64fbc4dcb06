import type { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import type { TopicRecord } from "@dhcpkit/kafka/publisher";
import { kafkaJsTransport } from "@dhcpkit/kafka/publisher/kafkajs";
import { attemptCommand, type CommandResult } from "../support/command.ts";
import { repositoryRoot } from "../support/paths.ts";

const PROGRAM = `${repositoryRoot}src/cli/main.ts`;

/** The command `transcode` with these arguments, with no more permissions than the documentation gives it. */
export function transcodeCommand(bootstrap: string, args: readonly string[], files: readonly string[] = []): string[] {
  const permissions = ["--no-prompt", "--allow-net=127.0.0.1", "--allow-env=NODE_ENV,KAFKAJS_*"];
  if (files.length > 0) permissions.push(`--allow-read=${files}`, `--allow-write=${files}`);
  return [Deno.execPath(), "run", "--quiet", ...permissions, PROGRAM, "transcode", "--brokers", bootstrap, ...args];
}

/** Runs it to its end. */
export async function transcode(
  bootstrap: string,
  args: readonly string[],
  { files = [], stdin }: { readonly files?: readonly string[]; readonly stdin?: string } = {},
): Promise<CommandResult> {
  const options = { timeoutMs: 120_000, env: { NO_COLOR: "1" }, ...stdin === undefined ? {} : { stdin } };
  return await attemptCommand(transcodeCommand(bootstrap, args, files), options);
}

/** Writes records to a topic. */
export async function fill(bootstrap: string, topic: string, records: readonly TopicRecord[]): Promise<void> {
  const transport = kafkaJsTransport({ brokers: [bootstrap], topic });
  await transport.connect();
  try {
    const results = await transport.send(records);
    const failed = results.find(({ status }) => status !== "delivered");
    if (failed) throw new Error(`not delivered: ${JSON.stringify(failed)}`);
  } finally {
    await transport.disconnect();
  }
}

/** The record that a server would publish now. */
export function published(message: DHCPKafkaMessage, key: Uint8Array | null): TopicRecord {
  return { key, value: message.save(), timestamp: Math.round(message.timestampIn * 1000) };
}
