import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { createAzureHandler, createLambdaHandler, EdgeDeliveryError, EdgeEventError } from "@dhcpkit/kafka/edge";
import { recordId } from "@dhcpkit/kafka/publisher/cloud-events";
import { lambdaEvent, lambdaRecord } from "./_lambda.ts";
import { receiving } from "./_receiving.ts";
import { value } from "./_transactions.ts";

/** One record of partition 0 for each server, from an offset on. */
function list(servers: readonly string[], from = 0, partition = 0): Record<string, unknown>[] {
  return servers.map((server, i) => lambdaRecord(from + i, { server }, { partition }));
}

/** What `batchItemFailures` says of such records. */
function failures(...items: readonly [partition: string, offset: number][]) {
  return { batchItemFailures: items.map(([partition, offset]) => ({ itemIdentifier: { partition, offset } })) };
}

Deno.test("all records of all partitions are taken, each with the id that its value has", async () => {
  const received = receiving(), handler = createLambdaHandler({ ...received, failures: "report" });
  const answer = await handler(lambdaEvent({ "t-0": list(["a", "b"]), "t-1": list(["c"], 0, 1) }));
  assertEquals(answer, { batchItemFailures: [] });
  assertEquals(received.servers.toSorted(), ["a", "b", "c"]);
  assertEquals(received.ids.toSorted(), ["a", "b", "c"].map((server) => recordId(value({ server }))).toSorted());
});

Deno.test("after a failure all that follow in the partition come again, and other partitions go on", async () => {
  const received = receiving(), handler = createLambdaHandler({ ...received, failures: "report" });
  received.failing.servers.add("b");
  const event = lambdaEvent({ "t-0": list(["a", "b", "c"], 10), "t-1": list(["d", "e"], 20, 1) });
  assertEquals(await handler(event), failures(["t-0", 11], ["t-0", 12]));
  assertEquals(received.servers.toSorted(), ["a", "d", "e"]);
  received.failing.servers.clear();
  assertEquals(await handler(lambdaEvent({ "t-0": list(["b", "c"], 11) })), failures());
  assertEquals(received.servers.slice(3), ["b", "c"]);
});

Deno.test("records out of order are taken by their offsets, and told by their places in the event", async () => {
  const received = receiving(), handler = createLambdaHandler({ ...received, failures: "report" });
  received.failing.servers.add("c");
  const records = [...list(["c", "d"], 12), ...list(["a", "b"], 10)];
  assertEquals(await handler(lambdaEvent({ "t-0": records })), failures(["t-0", 12], ["t-0", 13]));
  assertEquals(received.servers, ["a", "b"]);
});

Deno.test("a record that comes twice is taken once, in an event and in the next one, until its id is forgotten", async () => {
  const received = receiving({ limits: { rememberedIds: 2 } }),
    handler = createLambdaHandler({ ...received, failures: "report" });
  await handler(lambdaEvent({ "t-0": [...list(["a"]), ...list(["a"])] }));
  await handler(lambdaEvent({ "t-0": list(["a", "b", "c"]) }));
  assertEquals(received.servers, ["a", "b", "c"]);
  await handler(lambdaEvent({ "t-0": list(["a"]) }));
  assertEquals(received.servers, ["a", "b", "c", "a"]);
});

Deno.test("what cannot be read is set aside with bytes, place and reason, and no others wait for it", async () => {
  const received = receiving(), handler = createLambdaHandler({ ...received, failures: "report" });
  const bad = lambdaRecord(1, {}, { value: "AQ==" }), records = [...list(["a"]), bad, ...list(["b"], 2)];
  assertEquals(await handler(lambdaEvent({ "t-0": records })), failures());
  assertEquals(received.servers, ["a", "b"]);
  const [{ place, reason, bytes, record }] = received.aside;
  assertEquals([place, bytes, record?.offset], ['records["t-0"][1]', new Uint8Array([1]), 1n]);
  assertEquals(reason, "dhcp-kafka-message > server-name: needed 1 byte at offset 1, 0 available");
});

Deno.test("what cannot be set aside comes again, with all behind it", async () => {
  const received = receiving(), handler = createLambdaHandler({ ...received, failures: "report" });
  received.failing.aside = true;
  const records = [...list(["a"]), lambdaRecord(1, {}, { value: "AQ==" }), ...list(["b"], 2)];
  assertEquals(await handler(lambdaEvent({ "t-0": records })), failures(["t-0", 1], ["t-0", 2]));
  assertEquals(received.errors.map((error) => (error as Error).message), ["the queue is away"]);
  received.failing.aside = false;
  assertEquals(await handler(lambdaEvent({ "t-0": records.slice(1) })), failures());
  assertEquals([received.servers, received.aside.length], [["a", "b"], 1]);
});

Deno.test("unless Lambda is known to read the answer, a failure is thrown, and the whole batch comes again without what was taken", async () => {
  for (const failures of [undefined, "throw"] as const) {
    const received = receiving(), handler = createLambdaHandler({ ...received, failures });
    const event = lambdaEvent({ "t-0": list(["a", "b"]), "t-1": list(["c"], 0, 1) });
    received.failing.servers.add("b");
    await assertRejects(() => handler(event), EdgeDeliveryError, "1 of 3 records have to come again");
    received.failing.servers.clear();
    assertEquals(await handler(event), { batchItemFailures: [] });
    assertEquals(received.servers.toSorted(), ["a", "b", "c"]);
  }
});

Deno.test("one that failed and cannot be told of makes the whole batch come again", async () => {
  const received = receiving(), handler = createLambdaHandler({ ...received, failures: "report" });
  received.failing.aside = true;
  const event = lambdaEvent({ "t-0": [lambdaRecord(0, {}, { offset: "x" })] });
  await assertRejects(() => handler(event), EdgeDeliveryError, "1 of 1 records have to come again");
  const whole = createLambdaHandler({ ...received, failures: "throw" });
  await assertRejects(() => whole(lambdaEvent({ "t-0": [lambdaRecord(0, {}, { value: "" })] })), EdgeDeliveryError);
});

Deno.test("a callback that takes too long has failed, and its signal says so", async () => {
  const signals: AbortSignal[] = [];
  const received = receiving({
    limits: { callMs: 5 },
    onTransaction: (_, { signal }) => {
      signals.push(signal);
      return new Promise(() => {});
    },
  });
  assertEquals(
    await createLambdaHandler({ ...received, failures: "report" })(lambdaEvent({ "t-0": list(["a"]) })),
    failures(["t-0", 0]),
  );
  assertEquals([signals[0].aborted, String(received.errors[0])], [true, "Error: not done within 5 ms"]);
});

Deno.test("a log that cannot be written, at once or later, changes nothing of what is answered", async () => {
  for (
    const onFailure of [() => Promise.reject(new Error("the log is away")), () => {
      throw new Error("the log is away");
    }]
  ) {
    const received = receiving({ onFailure }), handler = createLambdaHandler({ ...received, failures: "report" });
    received.failing.servers.add("a");
    assertEquals(await handler(lambdaEvent({ "t-0": list(["a"]) })), failures(["t-0", 0]));
    // An unhandled rejection would end the process, and fail this test, once the promises at hand are settled.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
});

Deno.test("as many partitions as allowed are handled at a time, and no more", async () => {
  let now = 0, most = 0, other: PromiseWithResolvers<void> | undefined;
  const received = receiving({
    limits: { partitions: 2 },
    async onTransaction() {
      most = Math.max(most, ++now);
      // Each waits for one other.
      const waiting = other;
      if (waiting) {
        other = undefined;
        waiting.resolve();
      } else await (other = Promise.withResolvers()).promise;
      now--;
    },
  });
  const lists = Array.from({ length: 8 }, (_, i) => [`t-${i}`, list([`${i}a`, `${i}b`], 0, i)]);
  assertEquals(
    await createLambdaHandler({ ...received, failures: "report" })(lambdaEvent(Object.fromEntries(lists))),
    failures(),
  );
  assertEquals(most, 2);
});

Deno.test("an event that is none, and one of too many records, are errors", async () => {
  const handler = createLambdaHandler({ ...receiving({ limits: { records: 1 } }), failures: "report" });
  await assertRejects(() => handler({}), EdgeEventError, "eventSource");
  await assertRejects(() => handler(lambdaEvent({ "t-0": list(["a", "b"]) })), EdgeEventError, "records: more than 1");
});

Deno.test("a receiver that would lose records, and limits that are none, are refused", () => {
  const { onPoison, onTransaction } = receiving();
  const wrong: [unknown, string][] = [
    [{ onPoison }, "records go either to onTransaction or into a store"],
    [{ onPoison, onTransaction, store: {} }, "records go either to onTransaction or into a store"],
    [{ onTransaction }, "without onPoison, records that cannot be read would be lost"],
    [{ onTransaction, onPoison, limits: { callMs: 0 } }, "limits.callMs is not a whole number from 1 on"],
    [{ onTransaction, onPoison, limits: { records: NaN } }, "limits.records is not a whole number from 1 on"],
  ];
  for (const [options, message] of wrong) {
    assertThrows(() => createLambdaHandler(options as Parameters<typeof createLambdaHandler>[0]), TypeError, message);
  }
});

Deno.test("on Azure, a batch of which something failed comes again by an error, without what was taken", async () => {
  const received = receiving(), handler = createAzureHandler(received);
  const messages = ["a", "b", "c"].map((server) => value({ server }));
  const triggerMetadata = { partitionArray: [0, 0, 1], offsetArray: [1, 2, 1], topicArray: ["t", "t", "t"] };
  received.failing.servers.add("a");
  const error = await assertRejects(() => handler(messages, { triggerMetadata }), EdgeDeliveryError);
  assertEquals([error.failed, received.servers], [2, ["c"]]);
  received.failing.servers.clear();
  await handler(messages, { triggerMetadata });
  assertEquals(received.servers, ["c", "a", "b"]);
  await assertRejects(() => handler(["\u0001\u0000"], {}), EdgeEventError, "dataType");
  const small = createAzureHandler({ ...received, limits: { records: 1 } });
  await assertRejects(() => small(messages), EdgeEventError, "messages: more than 1");
});
