/**
 * A process that is a member of a consumer group until it is killed: `group_member_process.ts JSON`, with
 * {@linkcode MemberOrders}. It prints what it is assigned and what it has read, one line of JSON each.
 */
import type { ConsumerSource, StartingPoint } from "@dhcpkit/kafka/collector";
import { type ConsumerInit, kafkaJsConsumer } from "@dhcpkit/kafka/collector/kafkajs";
import { platformaticConsumer } from "@dhcpkit/kafka/collector/platformatic";

/** What a member is to do. */
export interface MemberOrders {
  readonly client: string;
  readonly init: ConsumerInit;
  /** Where to start in partitions, as text; the others start at the beginning. */
  readonly start: Readonly<Record<string, string>>;
}

/** A line of a member's output. */
export type MemberLine = { readonly assigned: readonly (readonly [partition: number, next: string])[] } | {
  readonly partition: number;
  readonly offsets: readonly string[];
};

if (import.meta.main) {
  const { client, init, start }: MemberOrders = JSON.parse(Deno.args[0]);
  const consumer: ConsumerSource = client === "kafkajs" ? kafkaJsConsumer(init) : platformaticConsumer(init);
  const say = (line: MemberLine) => Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
  const startingPoints = (partitions: readonly number[]) =>
    Promise.resolve(
      new Map<number, StartingPoint>(partitions.map((it) => [it, it in start ? BigInt(start[it]) : "beginning"])),
    );
  const options = {
    signal: new AbortController().signal,
    startingPoints,
    onAssigned: (partitions: readonly { partition: number; next: bigint }[]) =>
      say({ assigned: partitions.map(({ partition, next }) => [partition, `${next}`]) }),
  };
  for await (const { partition, records } of consumer.consume(options)) {
    if (records.length > 0) say({ partition, offsets: records.map(({ offset }) => `${offset}`) });
  }
}
