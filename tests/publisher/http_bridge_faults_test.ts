import { assert, assertEquals, assertLess, assertRejects, assertStringIncludes } from "@std/assert";
import { HttpBridgeError } from "@dhcpkit/kafka/publisher/http-bridge";
import { type OutgoingRecord, Publisher } from "@dhcpkit/kafka/publisher";
import { eventually } from "../support/eventually.ts";
import {
  connectAnswer,
  countOf,
  offsets,
  rawBridge,
  scriptedBridge,
  someRecords,
  told,
  transportTo,
  withPosts,
} from "./_scripted_bridge.ts";

const STATUSES: readonly [answer: () => Response, told: string][] = [
  [
    () => Response.json({ error_code: 401, message: "who?" }, { status: 401 }),
    "does not accept who this is (401): who?; check the authorization",
  ],
  [
    () => new Response("<html><head><title>x</title></head><body>\n<h1>403</h1> Forbidden\n</body>", { status: 403 }),
    "does not allow writing to the topic topic (403): 403 Forbidden; allow it",
  ],
  [
    () => Response.json({ error_code: 40401, message: "Topic not found." }, { status: 404 }),
    "(404): Topic not found.; create the topic",
  ],
  [() => new Response("", { status: 405 }), "does not speak the API strimzi (405); check the url and the dialect"],
  [() => new Response("", { status: 408 }), "took too long (408)"],
  [() => Response.json({ message: "busy" }, { status: 409 }), "answers 409: busy; check the url"],
  [() => new Response("", { status: 415 }), "does not speak the API strimzi (415)"],
  [() => new Response("", { status: 429 }), "has too many requests (429); raise its quota"],
  [() => new Response("x".repeat(5000), { status: 500 }), `cannot deliver (500): ${"x".repeat(159)}…; look at its log`],
  [() => new Response("<h1>Bad Gateway</h1>", { status: 502 }), "cannot deliver (502): Bad Gateway; look at its log"],
  [
    () => new Response(null, { status: 302, headers: { location: "https://me:secret@login.example/in?token=secret" } }),
    "redirects to https://login.example/in (302); set the url",
  ],
  [
    () => new Response(null, { status: 204 }),
    "answers 204 with no JSON: nothing; check the url and that its API is strimzi",
  ],
  [() => new Response("<p>Please log in</p>"), "answers 200 with no JSON: Please log in; check the url"],
  [() => Response.json([]), "answers without offsets; check the url"],
  [() => offsets(1), "answers 1 results for 2 records, so none counts; they are sent again"],
  [() => offsets(3), "answers 3 results for 2 records, so none counts"],
];

for (const [answer, text] of STATUSES) {
  Deno.test(`http-bridge: what a bridge answers is told in a line: ${text.slice(0, 60)}`, async () => {
    await using bridge = scriptedBridge(withPosts(answer));
    await using transport = transportTo(bridge.url);
    await transport.connect();
    const error = await assertRejects(() => transport.send(someRecords(2)), HttpBridgeError);
    assertStringIncludes(error.message, text);
    assert(error.message.startsWith(bridge.url), error.message);
    assert(!/[\r\n]|secret/.test(error.message), error.message);
  });
}

Deno.test("http-bridge: results are told one by one, since a 200 can hold failures", async () => {
  const results = [
    { partition: 0, offset: 7 },
    {
      error_code: 500,
      message: "The message is 2000 bytes when serialized which is larger than 1000, which is the value of …",
    },
    { partition: 0, offset: 8, error_code: null, error: null },
    { error_code: 42206, message: "payload" },
    { error_code: 404, message: "Topic topic not present in metadata after 60000 ms." },
    { error_code: 40301, error: "Not authorized to access topics: [topic]" },
    { error_code: 50003, error: "Expiring 1 record(s) for topic-0" },
    { partition: 0 },
    "ok",
  ];
  await using bridge = scriptedBridge(withPosts(() => Response.json({ offsets: results })));
  await using transport = transportTo(bridge.url);
  await transport.connect();
  const at = `http://127.0.0.1:${bridge.port}`, lines = told(await transport.send(someRecords(9)));
  assertStringIncludes(
    lines[1],
    `rejected: the cluster behind ${at} refuses the record (500): The message is 2000 bytes`,
  );
  assertStringIncludes(lines[3], "rejected: ");
  assertStringIncludes(lines[4], `failed: the topic topic does not exist behind ${at}`);
  assertStringIncludes(lines[5], `failed: the bridge at ${at} may not write to the topic topic (40301)`);
  assertStringIncludes(lines[6], "failed: the cluster behind");
  assertStringIncludes(lines[7], "failed: ");
  assertStringIncludes(lines[8], "is no result of a record; check the url and that its API is strimzi");
  assertEquals([lines[0], lines[2]], ["delivered", "delivered"]);
});

Deno.test("http-bridge: API v3: reports before a cut count, the others are sent again", async () => {
  const report = (offset: number) => JSON.stringify({ error_code: 200, partition_id: 0, offset });
  const body = `${report(0)}\r\n${report(1)}\r\n{"error_code":200,"part`;
  const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n";
  await using cut = rawBridge(`${head}Content-Length: 5000\r\n\r\n${body}`);
  await using bridge = scriptedBridge(connectAnswer);
  const posts = (url: string, init?: RequestInit) => fetch(init?.method === "POST" ? cut.url : url, init);
  await using transport = transportTo(bridge.url, { dialect: "confluent-v3", fetch: posts as typeof fetch });
  await transport.connect();
  assertEquals(told(await transport.send(someRecords(4))), [
    "delivered",
    "delivered",
    ...Array(2).fill(
      `failed: the connection to ${bridge.url} broke before the answer was complete; what it has not confirmed is sent again`,
    ),
  ]);
});

Deno.test("http-bridge: API v3: fewer, more and failed reports", async () => {
  const report = { error_code: 200, partition_id: 0, offset: 1 };
  const bodies = [
    `${JSON.stringify(report)}`,
    JSON.stringify(report).repeat(3),
    "<html>",
    `{"error_code":50002,"message":"larger than"}${JSON.stringify(report)}`,
  ];
  await using bridge = scriptedBridge(withPosts((_, count) => new Response(bodies[count - 1])));
  await using transport = transportTo(bridge.url, { dialect: "confluent-v3", clusterId: "my cluster" });
  await transport.connect();
  assertEquals(bridge.asked.map(({ path }) => path), ["/v3/clusters/my%20cluster/topics/topic"]);
  assertEquals(told(await transport.send(someRecords(2))), [
    "delivered",
    `failed: ${bridge.url} answers 1 reports for 2 records; the others are sent again`,
  ]);
  await assertRejects(() => transport.send(someRecords(2)), Error, "answers 3 reports for 2 records, so none counts");
  await assertRejects(() => transport.send(someRecords(2)), Error, "answers 200 with no JSON");
  assertEquals(told(await transport.send(someRecords(2))).map((line) => line.split(":")[0]), ["rejected", "delivered"]);
  assertEquals(bridge.asked.at(-1)!.body.trim().split("\n").length, 2);
});

Deno.test("http-bridge: an answer that is cut short, a connection that is reset or refused", async () => {
  for (const text of ['HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"offsets":[{"partition":0,"off', ""]) {
    await using cut = rawBridge(text);
    await using bridge = scriptedBridge(connectAnswer);
    const posts = (url: string, init?: RequestInit) => fetch(init?.method === "POST" ? cut.url : url, init);
    await using transport = transportTo(bridge.url, { fetch: posts as typeof fetch });
    await transport.connect();
    await assertRejects(
      () => transport.send(someRecords(1)),
      HttpBridgeError,
      "broke before the answer was complete; what it has not confirmed is sent again",
    );
  }
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 }), { port } = listener.addr as Deno.NetAddr;
  listener.close();
  await using transport = transportTo(`http://me:secret@127.0.0.1:${port}/base/`);
  const error = await assertRejects(() => transport.connect(), HttpBridgeError);
  assertEquals(error.message, `nobody listens at http://127.0.0.1:${port}/base: connection refused`);
  assert(!Deno.inspect(error).includes("secret"));
});

Deno.test("http-bridge: a silent server is given up in time, and at once when told to disconnect", async () => {
  await using bridge = rawBridge(undefined);
  await using transport = transportTo(bridge.url, { requestTimeoutMs: 100 });
  await assertRejects(() => transport.connect(), HttpBridgeError, `no answer from ${bridge.url} within 100 ms`);
  await assertRejects(() => transport.send(someRecords(1)), HttpBridgeError, "not connected");
  const ignoring = (() => new Promise(() => {})) as typeof fetch;
  for (const fetch of [undefined, ignoring]) {
    const patient = transportTo(bridge.url, { requestTimeoutMs: 60_000, fetch });
    const start = performance.now(),
      connecting = assertRejects(() => patient.connect(), HttpBridgeError, "was given up");
    await patient.disconnect();
    await connecting;
    assertLess(performance.now() - start, 5000);
  }
});

Deno.test("http-bridge: a bridge that wants to be left alone is, and is asked again afterwards", async () => {
  await using bridge = scriptedBridge(
    withPosts(({ body }, count) =>
      count === 1
        ? new Response("", { status: 429, headers: { "retry-after": "1" } })
        : offsets(JSON.parse(body).records.length)
    ),
  );
  await using transport = transportTo(bridge.url);
  await transport.connect();
  const error = await assertRejects(
    () => transport.send(someRecords(1)),
    HttpBridgeError,
    "; it wants to be left alone for 1 s",
  );
  assertEquals([error.status, error.retryAfterMs], [429, 1000]);
  await transport.disconnect();
  const before = bridge.asked.length;
  await assertRejects(() => transport.connect(), HttpBridgeError, "wants to be left alone for another 1 s");
  assertEquals(bridge.asked.length, before, "nothing was asked");
  await eventually("connection", () => transport.connect().then(() => true));
  assertEquals(told(await transport.send(someRecords(1))), ["delivered"]);
});

Deno.test("http-bridge: parts of a batch that follow a failure are not sent", async () => {
  await using bridge = scriptedBridge(withPosts((asked) => {
    if (countOf(asked) > 2) return new Response("", { status: 413 });
    return asked.body.includes("AgIC") ? new Response("", { status: 503 }) : offsets(countOf(asked));
  }));
  await using transport = transportTo(bridge.url);
  await transport.connect();
  const lines = told(await transport.send(someRecords(8, 3)));
  assertEquals(lines.slice(0, 2), ["delivered", "delivered"]);
  for (const line of lines.slice(2)) assertStringIncludes(line, "failed: " + bridge.url + " cannot deliver (503)");
  assertEquals(bridge.asked.filter(({ method }) => method === "POST").map(countOf), [8, 4, 2, 2]);
});

Deno.test("http-bridge: an invalid record is at fault only when the bridge takes others of the batch", async () => {
  await using bridge = scriptedBridge(
    withPosts((asked) =>
      asked.body.includes("/////w==") ? Response.json({ message: "bad" }, { status: 422 }) : offsets(countOf(asked))
    ),
  );
  await using transport = transportTo(bridge.url);
  await transport.connect();
  const poison = { key: null, value: new Uint8Array(4).fill(255) }, [fine] = someRecords(1);
  const statuses = async (records: OutgoingRecord[]) => (await transport.send(records)).map(({ status }) => status);
  assertEquals(await statuses([poison, fine]), ["rejected", "delivered"]);
  assertEquals(await statuses([fine, poison, poison, fine]), ["delivered", "rejected", "rejected", "delivered"]);
  assertEquals(await statuses([poison]), ["failed"]);
  const before = bridge.asked.length;
  assertEquals(await statuses(Array(1000).fill(poison)), Array(1000).fill("failed"));
  assertLess(bridge.asked.length - before, 40, "that it is not about single records is known soon");
});

Deno.test("http-bridge: a record of no time is rejected, and the others are sent", async () => {
  await using bridge = scriptedBridge(withPosts((asked) => offsets(countOf(asked))));
  for (const dialect of ["strimzi", "confluent-v2"] as const) {
    await using transport = transportTo(bridge.url, { dialect });
    await transport.connect();
    const records = [1, NaN, -5, 1e17].map((timestamp) => ({ key: null, value: new Uint8Array(1), timestamp }));
    assertEquals(told(await transport.send(records)).map((line) => line.split(":")[0]), [
      "delivered",
      "rejected",
      "rejected",
      "rejected",
    ]);
  }
});

Deno.test("http-bridge: a publisher sends again from the first failure on, and the order stays", async () => {
  const came: string[][] = [];
  await using bridge = scriptedBridge(withPosts((asked, count) => {
    const values: string[] = JSON.parse(asked.body).records.map(({ value }: { value: string }) => value);
    came.push(values);
    return Response.json({
      offsets: values.map((_, i) =>
        count === 1 && i === 1 ? { error_code: 500, message: "later" } : { partition: 0, offset: i }
      ),
    });
  }));
  const publisher = new Publisher({ transport: transportTo(bridge.url), lingerMs: 5, retryMs: 10 });
  for (const record of someRecords(3)) publisher.offer(record);
  await eventually("delivery", () => publisher.stats.delivered === 3);
  await publisher.close();
  assertEquals(came, [["AA==", "AQ==", "Ag=="], ["AQ==", "Ag=="]]);
});
