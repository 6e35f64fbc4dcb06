import { runCommand } from "./command.ts";
import { kafkaProgram } from "./kafka_program.ts";

/** What Kafka's own producer for measurements is to send. */
export interface JavaProduceOptions {
  readonly records: number;
  /** Bytes of each record, random letters; or a file of which each record is a line. */
  readonly payload: { readonly size: number } | { readonly file: string };
  /** Settings of the producer. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Sends records with Kafka's Java client, which does some things in its own way: frames around snappy, for one. */
export async function javaProduce(bootstrap: string, topic: string, options: JavaProduceOptions): Promise<void> {
  const { records, payload, settings = {} } = options, { java } = await kafkaProgram();
  const what = "size" in payload ? ["--record-size", `${payload.size}`] : ["--payload-file", payload.file];
  const flags = ["--topic", topic, "--num-records", `${records}`, "--throughput", "-1", ...what];
  const properties = Object.entries({ "bootstrap.servers": bootstrap, ...settings }).map(([name, value]) =>
    `${name}=${value}`
  );
  const command = [...java, "org.apache.kafka.tools.ProducerPerformance", ...flags, "--producer-props", ...properties];
  await runCommand(command, { timeoutMs: 300_000 });
}
