import type { SecuritySettings } from "../config/mod.ts";
import type { BrokerAddress } from "../kafka/broker_address.ts";
import { checkedSecurity } from "../kafka/credentials_check.ts";
import type { ClusterSecurity } from "../kafka/security.ts";
import { securityFrom } from "../publisher/security_from_section.ts";
import { examineBroker } from "./_doctor_broker.ts";
import { examineCluster } from "./_doctor_cluster.ts";
import { examineByWriting } from "./_doctor_write.ts";
import { failure, type Finding, findingLines } from "./_finding.ts";
import { reason } from "./_terminal.ts";

/** What is to be examined: the settings of a publisher. */
export interface DoctorTarget extends Partial<SecuritySettings> {
  /** Brokers to ask for the others. */
  readonly brokers: readonly BrokerAddress[];
  /** The topic. */
  readonly topic: string;
  /** Address of this host to connect from. Default: the operating system chooses. */
  readonly sourceAddress?: string | undefined;
  /** Whom the publisher waits for. Default: `"all"`. */
  readonly acks?: 0 | 1 | "all";
  /** Bytes of the largest record that is published. Default: 1,000,000. */
  readonly maxRecordBytes?: number;
}

/** How to examine, and where to say what was found. */
export interface DoctorOptions {
  /** Ends the examination. */
  readonly signal: AbortSignal;
  /** Takes a line; returns `false` when no more are wanted. */
  readonly write: (line: string) => Promise<boolean>;
  /** A line of JSON for each finding instead of lines for people. Default: false. */
  readonly json?: boolean;
  /** Colours, for a terminal. Default: false. */
  readonly colours?: boolean;
  /** How long each step may take, in milliseconds. Default: 5000. */
  readonly timeoutMs?: number;
  /** Write a record to the topic, to see that it works and what time it is at the broker. Default: false. */
  readonly writeTest?: boolean;
}

/** Examines the way to a topic, step by step, and says what it finds. Resolves with how many checks failed. */
export async function doctor(target: DoctorTarget, options: DoctorOptions): Promise<number> {
  const { signal, write, json = false, colours = false, timeoutMs = 5000, writeTest = false } = options;
  const aborted = new Promise<"aborted">((resolve) => {
    if (signal.aborted) resolve("aborted");
    signal.addEventListener("abort", () => resolve("aborted"), { once: true });
  });
  const findings = examine(target, { timeoutMs, writeTest });
  let failures = 0;
  while (true) {
    const next = await Promise.race([findings.next(), aborted]);
    if (next === "aborted" || next.done) return failures;
    if (next.value.status === "failed") failures++;
    const lines = json ? [JSON.stringify(next.value)] : findingLines(next.value, { colours });
    for (const line of lines) if (!await write(line)) return failures;
  }
}

async function* examine(
  target: DoctorTarget,
  { timeoutMs, writeTest }: { timeoutMs: number; writeTest: boolean },
): AsyncGenerator<Finding> {
  const { topic, sourceAddress, acks = "all", maxRecordBytes = 1_000_000 } = target;
  let security: ClusterSecurity;
  try {
    security = await checkedSecurity(securityFrom(target));
  } catch (error) {
    yield failure("settings", reason(error));
    yield* skipped("the settings have to be right first");
    return;
  }
  const around = { security, sourceAddress, timeoutMs, topic, acks, maxRecordBytes };
  const usable: BrokerAddress[] = [];
  for (const broker of target.brokers) if (yield* examineBroker(broker, around)) usable.push(broker);
  if (usable.length === 0) {
    yield* skipped("no broker can be used");
    return;
  }
  yield* examineCluster(usable[0], around);
  if (writeTest) yield* examineByWriting(usable[0], around);
  else yield NO_CLOCK;
}

const NO_CLOCK: Finding = {
  check: "clock",
  status: "skipped",
  found: "brokers tell the time only by stamping a record",
  remedy: "use --write-test where a record may be written and message.timestamp.type is LogAppendTime",
};

function* skipped(why: string): Generator<Finding> {
  for (const check of ["cluster", "advertised", "topic", "acl", "replicas", "limits", "clock"] as const) {
    yield { check, status: "skipped", found: why };
  }
}
