import { assert, assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import {
  HttpBridgeError,
  httpBridgeTransport,
  type HttpBridgeTransportInit,
} from "@dhcpkit/kafka/publisher/http-bridge";
import {
  connectAnswer,
  countOf,
  offsets,
  scriptedBridge,
  someRecords,
  transportTo,
  withPosts,
} from "./_scripted_bridge.ts";

Deno.test("http-bridge: settings that cannot work are told at once, and never repeat a secret", () => {
  const wrong: [Partial<HttpBridgeTransportInit>, string][] = [
    [{ url: "http://me:secret@" }, "the url of the bridge is no URL; write it like https://HOST:PORT"],
    [{ url: "secret" }, "is no URL"],
    [{ url: "localhost:8080" }, "does not begin with http:// or https://"],
    [{ url: "https://me:secret@host/?token=secret" }, "goes on after its path"],
    [
      { url: "https://me:secret@host/", authorization: () => "Bearer secret" },
      "holds a login, so there can be no authorization",
    ],
    [{ requestTimeoutMs: Infinity }, "is not from 1 to 2147483647"],
    [{ requestTimeoutMs: 0 }, "is not from 1 to 2147483647"],
    [{ topic: ".." }, "no name of a topic"],
    [{ topic: "a/b" }, "no name of a topic"],
    [{ headers: { "x-key": "secret\nx: y" } }, "the header x-key of the bridge has a value that HTTP does not allow"],
    [{ headers: { "secret\n": "y" } }, "has a name that HTTP does not allow"],
    [{ dialect: "v4" as "strimzi" }, 'is "strimzi", "confluent-v2" or "confluent-v3"'],
  ];
  for (const [init, text] of wrong) {
    const error = assertThrows(
      () => httpBridgeTransport({ url: "https://host", topic: "topic", dialect: "strimzi", ...init }),
      TypeError,
      text,
    );
    assert(!Deno.inspect(error).includes("secret"), error.message);
  }
});

Deno.test("http-bridge: a login in the url is sent as basic authentication, and never told", async () => {
  await using bridge = scriptedBridge(({ headers }) =>
    Response.json({ message: `no ${headers.get("authorization")}, not sécret or ${btoa("x")}` }, { status: 401 })
  );
  const url = bridge.url.replace("http://", "http://me:s%C3%A9cret%3A1@");
  await using transport = transportTo(`${url}/base/`);
  const error = await assertRejects(
    () => transport.connect(),
    HttpBridgeError,
    "does not accept who this is (401): no …, not",
  );
  assertEquals(bridge.asked[0].path, "/base/");
  const header = bridge.asked[0].headers.get("authorization")!;
  assertEquals(new TextDecoder().decode(Uint8Array.fromBase64(header.replace("Basic ", ""))), "me:sécret:1");
  assert(!error.message.includes(header.slice(6)), error.message);
});

Deno.test("http-bridge: secrets in further headers are never told, whatever the bridge repeats of them", async () => {
  const headers: [string, string][] = [
    ["x-api-key", "kf7S-q"],
    ["Authorization", "Bearer of both sides"],
    ["x-amz-security-token", "IQoJb3JpZ2luX2VjE"],
    ["x-gateway", "0123456789abcdef"],
  ];
  for (const [name, secret] of headers) {
    const repeated = secret.replace("Bearer ", "");
    await using bridge = scriptedBridge(() => Response.json({ message: `not ${repeated}` }, { status: 401 }));
    await using transport = transportTo(bridge.url, { headers: { [name]: secret } });
    const error = await assertRejects(
      () => transport.connect(),
      HttpBridgeError,
      "does not accept who this is (401): not …",
    );
    assert(!Deno.inspect(error).includes(repeated), error.message);
    assertEquals(bridge.asked[0].headers.get(name), secret);
  }
  // What is none must not make an answer unreadable.
  await using bridge = scriptedBridge(withPosts(() => Response.json({ offsets: [{ partition: 0, offset: 12000 }] })));
  await using transport = transportTo(bridge.url, { headers: { "x-tenant": "offsets", "x-timeout": "2000" } });
  await transport.connect();
  assertEquals(await transport.send([{ key: null, value: new Uint8Array(1) }]), [{ status: "delivered" }]);
});

Deno.test("http-bridge: the authorization is asked for at each request, and must be a header", async () => {
  await using bridge = scriptedBridge(withPosts((asked) => offsets(countOf(asked))));
  let number = 0;
  const authorization = () => Promise.resolve(`Bearer ${++number}`);
  await using transport = transportTo(bridge.url, { authorization, headers: { "x-tenant": "a" } });
  await transport.connect();
  await transport.send(someRecords(1));
  assertEquals(bridge.asked.map(({ headers }) => headers.get("authorization")), ["Bearer 1", "Bearer 2", "Bearer 3"]);
  assertEquals(bridge.asked.map(({ headers }) => headers.get("x-tenant")), ["a", "a", "a"]);
  await using broken = transportTo(bridge.url, { authorization: () => Promise.reject(new Error("no token today")) });
  await assertRejects(() => broken.connect(), HttpBridgeError, "could be had: no token today");
  await using wrong = transportTo(bridge.url, { authorization: () => "Bearer secret\r\nx: y" });
  const error = await assertRejects(
    () => wrong.connect(),
    HttpBridgeError,
    'is not the text of a header, like "Bearer TOKEN"',
  );
  assert(!error.message.includes("secret"));
});

Deno.test("http-bridge: a bridge that mixes up results is not used", async () => {
  for (
    const [version, isFine] of [["0.30.0", false], ["0.9.2", false], ["0.31.0", true], ["0.33.1", true], [
      "1.0.0",
      true,
    ], ["main", true]] as const
  ) {
    await using bridge = scriptedBridge((asked) =>
      asked.path === "/" ? Response.json({ bridge_version: version }) : connectAnswer(asked)
    );
    await using transport = transportTo(bridge.url);
    if (isFine) await transport.connect();
    else {await assertRejects(
        () => transport.connect(),
        HttpBridgeError,
        `is ${version}, which may mix up the results of records; use 0.31 or later`,
      );}
  }
});

Deno.test("http-bridge: what publishing does not need may be forbidden or hidden", async () => {
  for (
    const answer of [
      () => new Response("no", { status: 403 }),
      () => new Response("<h1>no</h1>", { status: 404 }),
      () => new Response("no", { status: 500 }),
    ]
  ) {
    for (const dialect of ["strimzi", "confluent-v2", "confluent-v3"] as const) {
      await using bridge = scriptedBridge(answer);
      await using transport = transportTo(bridge.url, { dialect, clusterId: "c1" });
      await transport.connect();
    }
  }
});

Deno.test("http-bridge: what is no bridge, or says that there is no topic, is told when connecting", async () => {
  const answers: [(path: string) => Response, string][] = [
    [() => new Response("<h1>Welcome to nginx!</h1>"), "answers 200 with no JSON: Welcome to nginx!; check the url"],
    [() => new Response("<h1>Bad Gateway</h1>", { status: 502 }), "cannot deliver (502): Bad Gateway"],
    [
      () => new Response(null, { status: 301, headers: { location: "/login?secret" } }),
      "(301); set the url to where the bridge is",
    ],
    [
      () => Response.json({ error_code: 404, message: "none" }, { status: 404 }),
      "the topic topic does not exist behind",
    ],
  ];
  for (const [answer, text] of answers) {
    for (const dialect of ["strimzi", "confluent-v2", "confluent-v3"] as const) {
      await using bridge = scriptedBridge(({ path }) => answer(path));
      await using transport = transportTo(bridge.url, { dialect, clusterId: "c1" });
      const error = await assertRejects(() => transport.connect(), HttpBridgeError);
      assertStringIncludes(error.message, text);
    }
  }
});

Deno.test("http-bridge: API v3: the cluster has to be told where the bridge does not", async () => {
  const answers: [() => Response, string][] = [
    [() => Response.json({ data: [] }), "tells of 0 clusters; set clusterId"],
    [() => Response.json({ data: [{ cluster_id: "a" }, { cluster_id: "b" }] }), "tells of 2 clusters; set clusterId"],
    [() => new Response("", { status: 403 }), "does not tell the id of its cluster (403); set clusterId"],
    [() => new Response("", { status: 401 }), "does not accept who this is (401)"],
  ];
  for (const [answer, text] of answers) {
    await using bridge = scriptedBridge(answer);
    await using transport = transportTo(bridge.url, { dialect: "confluent-v3" });
    await assertRejects(() => transport.connect(), HttpBridgeError, text);
  }
});

Deno.test("http-bridge: API v3: the cluster that is found is that of this connection, and of no earlier one", async () => {
  let cluster = "A";
  await using bridge = scriptedBridge(({ path }) => {
    if (path === "/v3/clusters") return Response.json({ data: [{ cluster_id: cluster }] });
    const isThere = path.includes(`/clusters/${cluster}/`);
    return Response.json(isThere ? {} : { error_code: 404, message: "no cluster" }, { status: isThere ? 200 : 404 });
  });
  await using transport = transportTo(bridge.url, { dialect: "confluent-v3" });
  for (cluster of ["A", "B"]) {
    await transport.connect();
    await transport.disconnect();
  }
  assertEquals(bridge.asked.map(({ path }) => path).filter((path) => path.includes("topics")), [
    "/v3/clusters/A/topics/topic",
    "/v3/clusters/B/topics/topic",
  ]);
});

Deno.test("http-bridge: a bridge is reached over IPv6, and below a path", async () => {
  const paths: string[] = [];
  const server = Deno.serve({ hostname: "::1", port: 0, onListen: () => {} }, (request) => {
    paths.push(new URL(request.url).pathname);
    return Response.json([]);
  });
  await using transport = transportTo(`http://[::1]:${server.addr.port}/kafka/`, { dialect: "confluent-v2" });
  await transport.connect();
  await server.shutdown();
  assertEquals(paths, ["/kafka/topics/topic/partitions"]);
});

Deno.test("http-bridge: several requests at a time have their own answers, and all end with a disconnection", async () => {
  const held: (() => void)[] = [];
  await using bridge = scriptedBridge(async (asked) => {
    if (asked.method !== "POST") return connectAnswer(asked);
    if (countOf(asked) === 3) await new Promise<void>((resolve) => held.push(resolve));
    return offsets(countOf(asked));
  });
  await using transport = transportTo(bridge.url);
  await transport.connect();
  const stuck = [3, 3].map((count) =>
    assertRejects(() => transport.send(someRecords(count)), HttpBridgeError, "given up")
  );
  assertEquals((await transport.send(someRecords(2))).length, 2);
  await transport.disconnect();
  await Promise.all(stuck);
  for (const release of held) release();
});
