import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Authenticator, basicLogin, bearerToken, createPushHandler, signedBody } from "@dhcpkit/kafka/edge";
import { Notifier, WebhookSink } from "@dhcpkit/kafka/detectors/notify";
import { change } from "../detectors/notify/_change.ts";
import { receiving } from "./_receiving.ts";
import { utf8, value } from "./_transactions.ts";

const TYPE = { "content-type": "application/vnd.dhcpkit.kafka" };
const BODY = value();

async function status(
  authenticate: Authenticator | readonly Authenticator[],
  headers: Record<string, string>,
): Promise<number> {
  const handler = createPushHandler(receiving({ authenticate }));
  return (await handler(new Request("https://x/", { method: "POST", headers: { ...TYPE, ...headers }, body: BODY })))
    .status;
}

async function signature(secret: string, body: Uint8Array<ArrayBuffer>): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", utf8(secret), algorithm, false, ["sign"]);
  return `sha256=${new Uint8Array(await crypto.subtle.sign("HMAC", key, body)).toHex()}`;
}

const basic = (login: string) => ({ authorization: `Basic ${utf8(login).toBase64()}` });

Deno.test("a bearer token lets in, in any case of its scheme, and no other does", async () => {
  const token = bearerToken("s3cret token");
  for (const text of ["Bearer s3cret token", "bearer  s3cret token", "BEARER s3cret token"]) {
    assertEquals(await status(token, { authorization: text }), 204);
  }
  for (const text of ["Bearer s3cret", "Bearer s3cret token2", "Basic s3cret token", "s3cret token", "Bearer", ""]) {
    assertEquals(await status(token, { authorization: text }), 401, text);
  }
  assertEquals(await status(token, {}), 401);
});

Deno.test("a login lets in, with colons and letters beyond ASCII in its password, and no other does", async () => {
  const login = basicLogin("connect:pä:ss");
  assertEquals(await status(login, basic("connect:pä:ss")), 204);
  for (const wrong of ["connect:pä", "connect:", "Connect:pä:ss", "", "connect"]) {
    assertEquals(await status(login, basic(wrong)), 401, wrong);
  }
  assertEquals(await status(login, { authorization: "Basic ***" }), 401);
});

Deno.test("a signature of the body lets in, and no other, none, and that of another body do not", async () => {
  const signer = signedBody("both sides");
  const good = await signature("both sides", BODY);
  assertEquals(await status(signer, { "x-dhcpkit-signature": good }), 204);
  assertEquals(await status(signer, { "x-dhcpkit-signature": good.toUpperCase() }), 204);
  for (
    const wrong of [
      "",
      "sha256=",
      good.slice(0, -1),
      good.slice(7),
      await signature("other", BODY),
      await signature("both sides", utf8("x")),
    ]
  ) {
    assertEquals(await status(signer, { "x-dhcpkit-signature": wrong }), 401, wrong);
  }
  assertEquals(await status(signer, {}), 401);
  const other = signedBody("both sides", { header: "X-Hub-Signature-256" });
  assertEquals(await status(other, { "x-hub-signature-256": good }), 204);
  assertEquals(await status(other, { "x-dhcpkit-signature": good }), 401);
});

Deno.test("what this project's webhooks send is signed as it is checked", async () => {
  const accepted: boolean[] = [], { promise, resolve } = Promise.withResolvers<void>();
  await using sink = new WebhookSink({
    url: "https://alerts.example.com/",
    secret: "both sides",
    async fetch(_, { headers, body }) {
      const credentials = { headers: new Headers(headers), body: body as Uint8Array<ArrayBuffer> };
      for (const secret of ["both sides", "another"]) accepted.push(await signedBody(secret).accepts(credentials));
      resolve();
      return new Response(null, { status: 204 });
    },
  });
  new Notifier({ sinks: [sink] }).take([change("opened", 0)]);
  await promise;
  assertEquals(accepted, [true, false]);
});

Deno.test("of several secrets each is good, so that one can take another's place", async () => {
  const both = ["the new one", "the old one"];
  for (const secret of both) {
    assertEquals(await status(bearerToken(both), { authorization: `Bearer ${secret}` }), 204);
    assertEquals(await status(basicLogin(both.map((it) => `a:${it}`)), basic(`a:${secret}`)), 204);
    assertEquals(await status(signedBody(both), { "x-dhcpkit-signature": await signature(secret, BODY) }), 204);
  }
});

Deno.test("any of several ways lets in, and those who are not let in learn the ways", async () => {
  const ways = [bearerToken("token"), basicLogin("a:b"), signedBody("both")];
  assertEquals(await status(ways, { authorization: "Bearer token" }), 204);
  assertEquals(await status(ways, basic("a:b")), 204);
  assertEquals(await status(ways, { "x-dhcpkit-signature": await signature("both", BODY) }), 204);
  assertEquals(await status(ways, { authorization: "Bearer b" }), 401);
  const handler = createPushHandler(receiving({ authenticate: ways }));
  const response = await handler(new Request("https://x/", { method: "POST", headers: TYPE, body: BODY }));
  assertEquals(response.headers.get("www-authenticate"), 'Bearer, Basic realm="records", charset="UTF-8"');
});

Deno.test("nothing is read of whoever is not let in by headers", async () => {
  let isRead = false;
  const body = new ReadableStream({
    pull() {
      isRead = true;
    },
  }, { highWaterMark: 0 });
  const handler = createPushHandler(receiving({ authenticate: bearerToken("token") }));
  const response = await handler(new Request("https://x/", { method: "POST", headers: TYPE, body }));
  assertEquals([response.status, isRead], [401, false]);
});

Deno.test("secrets may come at the time of a request, and without any nobody is let in", async () => {
  let secret = "first";
  const token = bearerToken(() => Promise.resolve(secret));
  assertEquals(await status(token, { authorization: "Bearer first" }), 204);
  secret = "second";
  assertEquals(await status(token, { authorization: "Bearer first" }), 401);
  secret = "";
  for (const way of [token, bearerToken(() => []), bearerToken(() => Promise.reject(new Error("hunter2")))]) {
    const received = receiving({ authenticate: way }), handler = createPushHandler(received);
    const headers = { ...TYPE, authorization: "Bearer " };
    const response = await handler(new Request("https://x/", { method: "POST", headers, body: BODY }));
    assertEquals([response.status, received.errors.length, received.servers], [503, 1, []]);
    assert(!(await response.text()).includes("hunter2"));
  }
});

Deno.test("no secret, an empty one and what is no text are refused at once", () => {
  for (const make of [bearerToken, basicLogin, signedBody]) {
    for (const secrets of ["", [], ["a", ""], undefined, [7]]) {
      assertThrows(() => make(secrets as string), TypeError, "a secret to let requests in by is missing or empty");
    }
  }
});
