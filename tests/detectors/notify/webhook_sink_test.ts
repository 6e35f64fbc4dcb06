import { assert, assertEquals, assertThrows } from "@std/assert";
import { Notifier, type WebhookInit, WebhookSink } from "@dhcpkit/kafka/detectors/notify";
import { fromHex } from "@dhcpkit/kafka/dhcpv6";
import { eventually } from "../../support/eventually.ts";
import { change } from "./_change.ts";

/** A sink whose requests are answered with these statuses in turn, then with 204; an error where the status is 0. */
function webhook(statuses: number[], init: Partial<WebhookInit> = {}) {
  const requests: RequestInit[] = [], givenUp: string[] = [];
  const sink = new WebhookSink({
    ...{
      url: "https://alerts.example.com/dhcp",
      retryMs: 1,
      random: () => 0,
      onGivenUp: (_, reason) => givenUp.push(reason),
    },
    fetch(_, request) {
      requests.push(request);
      const status = statuses.shift() ?? 204;
      return status === 0
        ? Promise.reject(new TypeError("connection refused"))
        : Promise.resolve(new Response(null, { status }));
    },
    ...init,
  });
  const notifier = new Notifier({ sinks: [sink] });
  return { sink, requests, givenUp, notifier };
}

Deno.test("a notice is posted as JSON, signed with the secret of both sides", async () => {
  const bodies: Uint8Array<ArrayBuffer>[] = [], headers: Headers[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    bodies.push(await request.bytes() as Uint8Array<ArrayBuffer>);
    headers.push(request.headers);
    return new Response(null, { status: 204 });
  });
  await using sink = new WebhookSink({
    url: `http://127.0.0.1:${server.addr.port}/`,
    secret: "both",
    headers: { "x-own": "1" },
  });
  new Notifier({ sinks: [sink] }).take([change("opened", 0)]);
  await eventually("the notice is delivered", () => sink.stats.delivered === 1);
  await server.shutdown();
  const { notice, finding } = JSON.parse(new TextDecoder().decode(bodies[0]));
  assertEquals([notice, finding.detector, finding.evidence[0].offset], ["opened", "silent-server", String(2n ** 60n)]);
  assertEquals([headers[0].get("content-type"), headers[0].get("x-own")], ["application/json", "1"]);
  const key = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode("both"),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["verify"],
  );
  const signature = fromHex(headers[0].get("x-dhcpkit-signature")!.replace("sha256=", ""));
  assert(await crypto.subtle.verify("HMAC", key, signature, bodies[0]));
});

Deno.test("what may work the next time is tried again, in order", async () => {
  const { sink, requests, notifier } = webhook([503, 0, 429]);
  notifier.take([change("opened", 0), change("recovered", 60)]);
  await eventually("both are delivered", () => sink.stats.delivered === 2);
  assertEquals(sink.stats, { taken: 2, delivered: 2, givenUp: 0, waiting: 0 });
  const notices = requests.map(({ body }) => JSON.parse(new TextDecoder().decode(body as Uint8Array)).notice);
  assertEquals(notices, ["opened", "opened", "opened", "opened", "recovered"]);
  await sink.close();
});

Deno.test("what is refused, redirected or tried too often is given up, and told", async () => {
  const { sink, requests, givenUp, notifier } = webhook([404, 302, 500, 500, 500], { attempts: 3 });
  notifier.take(["1", "2", "3"].map((id) => change("opened", 0, { id })));
  await eventually("all are given up", () => sink.stats.givenUp === 3);
  assertEquals(givenUp, ["the answer is 404", "the answer is 302", "the answer is 500"]);
  assertEquals([requests.length, requests[0].redirect], [5, "manual"]);
  await sink.close();
});

Deno.test("when too many wait the oldest is given up", async () => {
  const answers = Promise.withResolvers<Response>();
  const { sink, givenUp, notifier } = webhook([], { capacity: 2, fetch: () => answers.promise });
  notifier.take(Array.from({ length: 5 }, (_, i) => change("opened", 0, { id: String(i) })));
  assertEquals([givenUp.length, sink.stats.waiting], [2, 3]);
  answers.resolve(new Response(null, { status: 204 }));
  await sink.close();
  assertEquals(sink.stats.waiting, 0);
});

Deno.test("closing gives up what cannot be delivered, and afterwards nothing is taken", async () => {
  const { sink, givenUp, notifier } = webhook([], {
    fetch: (_, { signal }) =>
      new Promise((_, reject) => signal!.addEventListener("abort", () => reject(signal!.reason))),
  });
  notifier.take([change("opened", 0)]);
  await sink.close(1);
  notifier.take([change("opened", 0, { id: "2" })]);
  assertEquals([sink.stats.givenUp, sink.stats.waiting, givenUp[1]], [2, 0, "the sink is closed"]);
});

Deno.test("only http and https URLs without a login are taken, and no empty secret", () => {
  for (const url of ["file:///etc/passwd", "ftp://example.com", "example.com", "https://user:word@example.com/"]) {
    assertThrows(() => new WebhookSink({ url }), RangeError);
  }
  assertThrows(() => new WebhookSink({ url: "https://example.com", secret: "" }), RangeError, "secret");
});
