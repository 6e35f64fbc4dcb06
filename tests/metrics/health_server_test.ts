import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { healthServer, listenAddress, newRegistry, type Verdict } from "@dhcpkit/kafka/metrics";

/** A registry that shows one line. */
const fake = { contentType: "text/plain; version=0.0.4; charset=utf-8", metrics: () => Promise.resolve("up 1\n") };

async function get(url: string, init?: RequestInit) {
  const response = await fetch(url, init);
  return { status: response.status, headers: response.headers, body: await response.text() };
}

Deno.test("metrics are there as the registry gives them, and are not to be kept", async () => {
  await using server = healthServer({ port: 0, registry: fake });
  assertMatch(server.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  const { status, headers, body } = await get(`${server.url}/metrics?name[]=up`);
  assertEquals([status, body], [200, "up 1\n"]);
  assertEquals(headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  assertEquals([headers.get("content-length"), headers.get("cache-control")], ["5", "no-store"]);
});

Deno.test("readiness and life are 200 or 503, with the problems as JSON", async () => {
  let ready: Verdict = { ok: true, problems: ["Kafka is slow"] }, live: Verdict = { ok: true, problems: [] };
  await using server = healthServer({ port: 0, registry: fake, ready: () => ready, live: () => Promise.resolve(live) });
  const ask = async () => {
    const answers = await Promise.all(["readyz", "healthz"].map((path) => get(`${server.url}/${path}`)));
    for (const { headers } of answers) assertEquals(headers.get("content-type"), "application/json");
    return answers.map(({ status, body }) => [status, JSON.parse(body)]);
  };
  assertEquals(await ask(), [[200, ready], [200, live]]);
  ready = { ok: false, problems: ["nothing was fetched for 31 s"] };
  assertEquals(await ask(), [[503, ready], [200, live]]);
  live = { ok: false, problems: ["stuck"] };
  assertEquals(await ask(), [[503, ready], [503, live]]);
});

Deno.test("HEAD tells what GET would, without the body", async () => {
  const ready = () => ({ ok: false, problems: ["no"] });
  await using server = healthServer({ port: 0, registry: fake, ready });
  for (const path of ["metrics", "healthz", "readyz"]) {
    const got = await get(`${server.url}/${path}`), head = await get(`${server.url}/${path}`, { method: "HEAD" });
    assertEquals([head.status, head.body], [got.status, ""], path);
    for (const name of ["content-type", "content-length"]) {
      assertEquals(head.headers.get(name), got.headers.get(name), path);
    }
  }
});

Deno.test("other paths are not found, other methods not allowed", async () => {
  await using server = healthServer({ port: 0, registry: fake });
  for (const path of ["/", "/metrics/", "/Metrics", "/constructor", "/__proto__", "/../metrics/x", "//metrics"]) {
    const { status, body } = await get(server.url + path, { method: "POST" });
    assertEquals([status, body], [404, "There are /metrics, /healthz and /readyz.\n"], path);
  }
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
    const { status, headers } = await get(`${server.url}/readyz`, { method });
    assertEquals([status, headers.get("allow")], [405, "GET, HEAD"], method);
  }
});

Deno.test("what cannot be found out is a failure with the reason, and the next request is answered", async () => {
  let isBroken = true;
  const check = () => {
    if (isBroken) throw new Error("no idea");
    return { ok: true, problems: [] };
  };
  const registry = { ...fake, metrics: () => isBroken ? Promise.reject(new Error("no figures")) : fake.metrics() };
  await using server = healthServer({ port: 0, registry, ready: check });
  const ready = await get(`${server.url}/readyz`), metrics = await get(`${server.url}/metrics`);
  assertEquals([ready.status, JSON.parse(ready.body).problems], [503, ["this could not be found out: no idea"]]);
  assertEquals([metrics.status, metrics.body], [500, "The metrics could not be read: no figures\n"]);
  isBroken = false;
  assertEquals((await get(`${server.url}/readyz`)).status, 200);
  assertEquals((await get(`${server.url}/metrics`)).body, "up 1\n");
});

Deno.test("it listens where it is told, gives a taken port up with the reason, and frees its port when closed", async () => {
  const server = healthServer({ hostname: "::1", port: 0, registry: newRegistry() });
  assertEquals(server.url, `http://[::1]:${server.port}`);
  assertThrows(
    () => healthServer({ hostname: "::1", port: server.port, registry: newRegistry() }),
    Deno.errors.AddrInUse,
  );
  assertEquals((await get(`${server.url}/metrics`)).status, 200);
  await Promise.all([server.close(), server.close()]);
  await assertRejects(() => fetch(`${server.url}/healthz`), TypeError);
  await using again = healthServer({ hostname: "::1", port: server.port, registry: newRegistry() });
  assertEquals(again.port, server.port);
});

Deno.test("closing does not wait for a check that never ends, nor for connections on which nobody goes on", async () => {
  const asked = Promise.withResolvers<void>();
  const ready = () => {
    asked.resolve();
    return new Promise<Verdict>(() => {});
  };
  const server = healthServer({ port: 0, registry: fake, ready });
  const idle = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
  const slow = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
  await slow.write(new TextEncoder().encode("GET /metrics HTTP/1.1\r\nhost: "));
  const hanging = get(`${server.url}/readyz`);
  await asked.promise;
  const start = performance.now();
  await server.close();
  assert(performance.now() - start < 3000);
  for (const connection of [idle, slow]) connection.close();
  const { status, body } = await hanging;
  assertEquals([status, body], [503, "This is being closed.\n"]);
});

Deno.test("addresses to listen on are addresses, with a port", () => {
  assertEquals(listenAddress("0.0.0.0:80"), { hostname: "0.0.0.0", port: 80 });
  assertEquals(listenAddress("[::]:0"), { hostname: "::", port: 0 });
  assertEquals(listenAddress("[::ffff:192.0.2.1]:1"), { hostname: "::ffff:192.0.2.1", port: 1 });
  assertEquals(listenAddress("65535"), { hostname: "127.0.0.1", port: 65535 });
  const wrong = [
    "",
    ":1",
    "localhost:1",
    "1.2.3:4",
    "1.2.3.256:4",
    "::1:9547",
    "[::1]",
    "[::g]:1",
    "[1::2::3]:1",
    "65536",
  ];
  for (const text of [...wrong, "127.0.0.1:", "127.0.0.1:-1", "127.0.0.1:1x", " 1", "1\n", "[fe80::1%eth0]:1"]) {
    const { message } = assertThrows(() => listenAddress(text), SyntaxError);
    assertStringIncludes(message, JSON.stringify(text));
  }
});
