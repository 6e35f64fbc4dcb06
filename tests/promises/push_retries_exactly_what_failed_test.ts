/**
 * Platforms that push records, as they deliver and try again by their documentation, and receivers that fail at random: what failed
 * comes again, and nothing else; in the end each transaction was taken once, those of a partition in their order.
 */
import { assert, assertEquals } from "@std/assert";
import { type CallbackReceiver, createAzureHandler, createLambdaHandler, createPushHandler } from "@dhcpkit/kafka/edge";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import { SeededNumbers } from "../edge/_seeded_numbers.ts";

const SEEDS = [1, 2, 3], TOPIC = "dhcpkit-messages-7";

/** A record in one of the logs; the name of its server tells which one it is. */
interface LogRecord {
  readonly partition: number;
  readonly offset: number;
  readonly value: Uint8Array<ArrayBuffer>;
  readonly isPoison: boolean;
}

/** Three partitions with 60 records each, of which every ninth or so cannot be read. */
function logs(numbers: SeededNumbers): LogRecord[][] {
  return [0, 1, 2].map((partition) =>
    Array.from({ length: 60 }, (_, offset) => {
      const value = new DHCPKafkaMessage({ serverName: `${partition}/${offset}` }).save() as Uint8Array<ArrayBuffer>;
      const isPoison = numbers.chance(0.11);
      // What is left still tells which record it was.
      return { partition, offset, isPoison, value: isPoison ? new Uint8Array([255, ...value.subarray(1)]) : value };
    })
  );
}

/** Takes records, fails at random, and keeps account. */
class Account {
  /** Transactions by their names, in the order in which they were taken. */
  readonly taken: string[] = [];
  readonly ids = new Map<string, string>();
  /** What was set aside, whenever that was, and by which id. */
  readonly aside = new Map<string, string>();
  /** What was set aside twice by one function, or under two ids. */
  readonly repeated: string[] = [];
  #asideByFunction = new Set<string>();
  failures = 0;
  readonly receiver: CallbackReceiver;

  constructor(numbers: SeededNumbers) {
    const mayFail = () => {
      if (!numbers.chance(0.15)) return;
      this.failures++;
      throw new Error("at random");
    };
    this.receiver = {
      onTransaction: async ({ summary }, { id }) => {
        mayFail();
        if (numbers.chance(0.3)) await Promise.resolve();
        this.take(summary!.serverName, id);
      },
      onPoison: ({ bytes }, _, { id }) => {
        mayFail();
        const name = nameOf(bytes);
        if (this.#asideByFunction.has(name) || (this.aside.get(name) ?? id) !== id) this.repeated.push(name);
        this.#asideByFunction.add(name);
        this.aside.set(name, id);
      },
    };
  }

  take(name: string, id: string): void {
    // A receiver that keeps ids takes nothing twice, also where a function began anew and has forgotten them.
    if (this.ids.has(id)) return;
    this.ids.set(id, name);
    this.taken.push(name);
  }

  /** What is where it should be. */
  get done(): ReadonlySet<string> {
    return new Set([...this.aside.keys(), ...this.taken]);
  }

  /** What `make` makes, for a function that remembers nothing of those before. */
  begin<Handler>(make: (receiver: CallbackReceiver) => Handler): Handler {
    this.#asideByFunction = new Set();
    return make(this.receiver);
  }

  assertComplete(all: readonly (readonly LogRecord[])[]): void {
    const good = all.flat().filter(({ isPoison }) => !isPoison), bad = all.flat().filter(({ isPoison }) => isPoison);
    assertEquals(this.taken.toSorted(), good.map(named).toSorted(), "each transaction was taken, once");
    assertEquals([...this.aside.keys()].sort(), bad.map(named).sort(), "everything else was set aside");
    assertEquals(this.repeated, [], "no function set aside anything twice, and ids stay the same");
    for (const log of all) {
      const order = this.taken.filter((name) => name.startsWith(`${log[0].partition}/`));
      assertEquals(order, log.filter(({ isPoison }) => !isPoison).map(named), "a partition stays in its order");
    }
    assert(this.failures > 5, `${this.failures} failures`);
  }
}

function named({ partition, offset }: LogRecord): string {
  return `${partition}/${offset}`;
}

function nameOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(2, 2 + bytes[1]));
}

for (const seed of SEEDS) {
  Deno.test(`AWS Lambda gets back exactly the records that were neither taken nor set aside, seed ${seed}`, async () => {
    const numbers = new SeededNumbers(seed), all = logs(numbers), account = new Account(numbers);
    const next = all.map(() => 0);
    const lambda = (receiver: CallbackReceiver) => createLambdaHandler({ ...receiver, failures: "report" });
    let handler = account.begin(lambda);
    while (next.some((offset, partition) => offset < all[partition].length)) {
      if (numbers.chance(0.1)) handler = account.begin(lambda);
      const parts = all.map((log, partition) => log.slice(next[partition], next[partition] + numbers.upTo(12)));
      const records = Object.fromEntries(
        parts.filter((part) => part.length > 0).map((part) => [
          `${TOPIC}-${part[0].partition}`,
          part.map(({ partition, offset, value }) => ({ topic: TOPIC, partition, offset, value: value.toBase64() })),
        ]),
      );
      const { batchItemFailures } = await handler({ eventSource: "aws:kafka", records });
      const failed = batchItemFailures.map(({ itemIdentifier: { partition, offset } }) => {
        return `${partition.slice(TOPIC.length + 1)}/${offset}`;
      });
      const { done } = account;
      assertEquals(parts.flat().map(named).filter((name) => !done.has(name)).sort(), failed.toSorted());
      parts.forEach((part, partition) => {
        const first = part.findIndex((record) => failed.includes(named(record)));
        next[partition] += first < 0 ? part.length : first;
      });
    }
    account.assertComplete(all);
  });

  Deno.test(`Azure Functions sends a batch again until nothing in it fails, seed ${seed}`, async () => {
    const numbers = new SeededNumbers(seed), all = logs(numbers), account = new Account(numbers);
    let handler = account.begin(createAzureHandler);
    for (const part of batches(all, numbers)) {
      const triggerMetadata = {
        topicArray: part.map(() => TOPIC),
        partitionArray: part.map(({ partition }) => partition),
        offsetArray: part.map(({ offset }) => offset),
      };
      for (let isDone = false; !isDone;) {
        if (numbers.chance(0.1)) handler = account.begin(createAzureHandler);
        isDone = await handler(part.map(({ value }) => value), { triggerMetadata }).then(() => true, () => false);
        if (isDone) assertEquals(part.map(named).filter((name) => !account.done.has(name)), []);
      }
    }
    account.assertComplete(all);
  });

  Deno.test(`Knative sends each record until it is answered with 2xx, and the next one then, seed ${seed}`, async () => {
    const numbers = new SeededNumbers(seed), all = logs(numbers), account = new Account(numbers);
    let handler = account.begin(push);
    await Promise.all(all.map(async (log) => {
      for (const record of log) {
        for (let status = 0; status !== 204;) {
          if (numbers.chance(0.05)) handler = account.begin(push);
          ({ status } = await handler(knativeRequest(record)));
          assert(status === 204 || status === 503, `${status} is not tried again`);
        }
      }
    }));
    account.assertComplete(all);
  });

  Deno.test(`a sink of Kafka Connect that stops after some tries goes on where it was when it is started again, seed ${seed}`, async () => {
    const numbers = new SeededNumbers(seed), all = logs(numbers), account = new Account(numbers);
    const next = all.map(() => 0), retries = 2;
    let handler = account.begin(push), stops = 0;
    while (next.some((offset, partition) => offset < all[partition].length)) {
      const parts = all.map((log, partition) => log.slice(next[partition], next[partition] + numbers.upTo(9)));
      if (parts.flat().length === 0) continue;
      const body = parts.flat().map(({ value }) => `"${value.toBase64()}"`).join(",");
      let status = 503;
      for (let time = 0; time <= retries && status === 503; time++) {
        if (numbers.chance(0.05)) handler = account.begin(push);
        ({ status } = await handler(request({ "content-type": "application/json" }, body)));
      }
      if (status === 503) stops++;
      else {
        assert(status === 200 || status === 204, `${status}`);
        parts.forEach((part, partition) => next[partition] += part.length);
      }
    }
    assert(stops > 0, "it had to be started again");
    account.assertComplete(all);
  });

  Deno.test(`a sender that sends again what the answer lists has sent everything in the end, seed ${seed}`, async () => {
    const numbers = new SeededNumbers(seed),
      all = logs(numbers),
      account = new Account(numbers),
      handler = account.begin(push);
    for (let part of batches(all, numbers)) {
      while (part.length > 0) {
        const list = part.map(({ partition, offset, value }) => ({
          topic: TOPIC,
          partition,
          offset,
          value: value.toBase64(),
        }));
        const headers = { "content-type": "application/vnd.kafka.binary.v2+json" };
        const response = await handler(request(headers, JSON.stringify(list)));
        const failed: { index: number }[] = response.status === 204 ? [] : (await response.json()).failed;
        const again = failed.map(({ index }) => part[index]);
        const { done } = account;
        assertEquals(part.map(named).filter((name) => !done.has(name)), again.map(named));
        part = again;
      }
    }
    account.assertComplete(all);
  });
}

function push(receiver: CallbackReceiver): (request: Request) => Promise<Response> {
  return createPushHandler({ ...receiver, authenticate: "anyone" });
}

function request(headers: Record<string, string>, body: BodyInit): Request {
  return new Request("https://edge.example.org/", { method: "POST", headers, body });
}

function knativeRequest({ partition, offset, value }: LogRecord): Request {
  const headers = {
    ...{
      "ce-specversion": "1.0",
      "ce-type": "dev.knative.kafka.event",
      "ce-id": `partition:${partition}/offset:${offset}`,
    },
    "ce-source": `/apis/v1/namespaces/default/kafkasources/dhcp#${TOPIC}`,
  };
  return request(headers, value);
}

/** All records in batches of several partitions, those of each in order. */
function batches(all: readonly (readonly LogRecord[])[], numbers: SeededNumbers): LogRecord[][] {
  const next = all.map(() => 0), made: LogRecord[][] = [];
  while (next.some((offset, partition) => offset < all[partition].length)) {
    made.push(all.flatMap((log, partition) => {
      const part = log.slice(next[partition], next[partition] + numbers.upTo(9));
      next[partition] += part.length;
      return part;
    }));
  }
  return made.filter((part) => part.length > 0);
}
