import { assert, assertEquals, assertThrows } from "@std/assert";
import { bearerToken, createPushHandler, signedBody } from "@dhcpkit/kafka/edge";
import { knativeHeaders } from "./_http.ts";
import { receiving } from "./_receiving.ts";
import { base64, transaction, utf8, value } from "./_transactions.ts";

function post(headers: Record<string, string>, body: BodyInit | null): Request {
  return new Request("https://edge.example.org/records", { method: "POST", headers, body });
}

/** A batch as a bridge hands it out. */
function bridged(...servers: string[]): Request {
  const list = servers.map((server, i) => ({ topic: "t", partition: 0, offset: i, value: base64({ server }) }));
  return post({ "content-type": "application/vnd.kafka.binary.v2+json" }, JSON.stringify(list));
}

async function answered(response: Response): Promise<[number, unknown]> {
  const text = await response.text();
  return [response.status, text === "" ? undefined : JSON.parse(text)];
}

const JSON_TYPE = { "content-type": "application/json" };

Deno.test("one record is answered with 204 and nothing else, which Knative would take for an event", async () => {
  const received = receiving(), handler = createPushHandler(received);
  const response = await handler(post(knativeHeaders(0, 1), value()));
  assertEquals([...await answered(response), response.body], [204, undefined, null]);
  assertEquals(received.servers, ["dhcp01"]);
  await handler(post(knativeHeaders(0, 2), value()));
  assertEquals(received.servers, ["dhcp01"], "the same value is the same record");
});

Deno.test("one record that fails is answered so that Knative sends it again", async () => {
  const received = receiving(), handler = createPushHandler(received);
  received.failing.servers.add("dhcp01");
  const response = await handler(post(knativeHeaders(3, 7), value()));
  assertEquals(response.headers.get("retry-after"), "1");
  assertEquals(await answered(response), [503, {
    records: 1,
    failed: [{ index: 0, status: "failed", partition: 3, offset: "7" }],
  }]);
  received.failing.servers.clear();
  assertEquals((await handler(post(knativeHeaders(3, 7), value()))).status, 204);
});

Deno.test("of a batch, the answer lists what failed, and what is sent again is taken only where it was not", async () => {
  const received = receiving(), handler = createPushHandler(received);
  received.failing.servers.add("b");
  assertEquals(await answered(await handler(bridged("a", "b", "c"))), [503, {
    records: 3,
    failed: [
      { index: 1, status: "failed", partition: 0, offset: "1" },
      { index: 2, status: "held-back", partition: 0, offset: "2" },
    ],
  }]);
  received.failing.servers.clear();
  assertEquals(await answered(await handler(bridged("a", "b", "c"))), [200, { records: 3, failed: [] }]);
  assertEquals(received.servers, ["a", "b", "c"]);
});

Deno.test("bodies of Kafka Connect have no places, and stay in their order", async () => {
  const received = receiving(), handler = createPushHandler(received);
  received.failing.servers.add("b");
  const body = ["a", "b", "c"].map((server) => JSON.stringify(transaction({ server }))).join(",");
  assertEquals(await answered(await handler(post(JSON_TYPE, body))), [503, {
    records: 3,
    failed: [{ index: 1, status: "failed" }, { index: 2, status: "held-back" }],
  }]);
  assertEquals(received.servers, ["a"]);
});

Deno.test("what cannot be read among others is set aside, and the answer is good", async () => {
  const received = receiving(), handler = createPushHandler(received);
  const response = await handler(post(JSON_TYPE, `${JSON.stringify(transaction())},{"x":1}`));
  assertEquals(await answered(response), [200, { records: 2, failed: [] }]);
  assertEquals(received.aside.map(({ place }) => place), ["body[1]"]);
  received.failing.aside = true;
  assertEquals((await handler(post(JSON_TYPE, `{"x":2}`))).status, 503);
});

Deno.test("what was set aside is not handed over again with every try, whether a record or a whole body", async () => {
  const received = receiving(), handler = createPushHandler(received);
  received.failing.servers.add("away");
  const poison = { topic: "t", partition: 0, value: "AQ==" };
  const list = [{ ...poison, offset: 0 }, { ...poison, offset: 1 }, {
    ...poison,
    offset: 2,
    value: base64({ server: "away" }),
  }];
  const send = () => handler(post({ "content-type": "application/vnd.kafka.binary.v2+json" }, JSON.stringify(list)));
  for (let time = 0; time < 5; time++) {
    assertEquals((await send()).status, 503);
    assertEquals((await handler(post(JSON_TYPE, "{"))).status, 400);
  }
  assertEquals(
    received.aside.map(({ record }) => record?.offset),
    [0n, 1n, undefined],
    "equal bytes of two places are two",
  );
  assertEquals(new Set(received.aside.map(({ id }) => id)).size, 3);
  const anew = receiving();
  await createPushHandler(anew)(post(JSON_TYPE, "{"));
  assertEquals(anew.aside[0].id, received.aside[2].id, "by which a function that began anew can drop it");
});

Deno.test("a body in which no records can be told apart is set aside whole, and refused", async () => {
  const received = receiving(), handler = createPushHandler(received);
  const wrong: [Record<string, string>, string, string][] = [
    [JSON_TYPE, '{"a":"<script>', "body: cut short: what begins there does not end"],
    [JSON_TYPE, "", "body: empty"],
    [{ "content-type": "application/cloudevents+json" }, "<b>", "body: no JSON"],
    [{ "content-type": "application/vnd.kafka.binary.v2+json" }, '{"error_code":1}', "records: not a list"],
    [knativeHeaders(0, 1, { "ce-source": "" }), "x", 'headers["ce-source"]: missing'],
  ];
  for (const [headers, body, error] of wrong) {
    assertEquals(await answered(await handler(post(headers, body))), [400, { error }]);
    const { bytes, place, reason, record } = received.aside.at(-1)!;
    assertEquals([bytes, `${place}: ${reason}`, record], [utf8(body), error, undefined]);
  }
  received.failing.aside = true;
  const response = await handler(post(JSON_TYPE, "{"));
  assertEquals([response.status, received.aside.length], [503, wrong.length]);
});

Deno.test("anything but a POST of a known type is told what to send", async () => {
  const received = receiving(), handler = createPushHandler(received);
  for (const method of ["GET", "PUT", "DELETE", "OPTIONS"]) {
    const response = await handler(new Request("https://edge.example.org/", { method }));
    assertEquals([response.status, response.headers.get("allow")], [405, "POST"]);
    assert((await response.text()).includes("POST records: CloudEvents"));
  }
  for (const type of ["text/html", "", "application/jsonp", "multipart/form-data"]) {
    const headers: Record<string, string> = { "content-type": type };
    const [status, body] = await answered(await handler(post(headers, utf8("x"))));
    assertEquals(status, 415);
    assert(String((body as { error: string }).error).includes("application/cloudevents+json"));
  }
  const packed = post({ ...JSON_TYPE, "content-encoding": "gzip" }, utf8("x"));
  assertEquals((await handler(packed)).status, 415);
  assertEquals([received.servers, received.aside], [[], []]);
});

Deno.test("a body that is too large is not read further, whatever its headers say of it", async () => {
  const received = receiving({ limits: { bodyBytes: 1000 } }), handler = createPushHandler(received);
  for (const told of [undefined, "10", "1001", "nonsense"]) {
    let sent = 0, isCancelled = false;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        sent += 100;
        controller.enqueue(new Uint8Array(100));
      },
      cancel: () => void (isCancelled = true),
    });
    const headers: Record<string, string> = told === undefined ? JSON_TYPE : { ...JSON_TYPE, "content-length": told };
    const response = await handler(post(headers, body));
    assertEquals(await answered(response), [413, { error: "Send at most 1000 bytes at once." }]);
    assert(sent <= 1300 && isCancelled, `${sent} bytes were read`);
  }
  const full = JSON.stringify(transaction()).padEnd(1000);
  assertEquals((await handler(post(JSON_TYPE, full))).status, 204);
  assertEquals((await handler(post(JSON_TYPE, full + " "))).status, 413);
});

/** A body that stops after some bytes: it never ends, or breaks. */
function stopping(
  end: "never" | "broken",
): { readonly body: ReadableStream<Uint8Array<ArrayBuffer>>; isCancelled: boolean } {
  const stopped = {
    isCancelled: false,
    body: new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => controller.enqueue(utf8("[")),
      pull: (controller) => end === "broken" ? controller.error(new Error("reset")) : new Promise(() => {}),
      cancel: () => void (stopped.isCancelled = true),
    }),
  };
  return stopped;
}

Deno.test("a body that breaks off has to come again, and nothing of it is taken or set aside", async () => {
  const received = receiving(), handler = createPushHandler(received);
  const response = await handler(post(JSON_TYPE, stopping("broken").body));
  assertEquals([response.headers.get("retry-after"), ...await answered(response)], ["1", 503, {
    error: "The body ended before it was complete.",
  }]);
  assertEquals([received.servers, received.aside], [[], []]);
});

Deno.test("bodies that never come to an end keep nobody out for good", async () => {
  const received = receiving({ authenticate: signedBody("a secret"), limits: { requests: 3, bodyMs: 20 } });
  const handler = createPushHandler(received), slow = [1, 2, 3].map(() => stopping("never"));
  const answers = slow.map(({ body }) => handler(post(JSON_TYPE, body)));
  assertEquals((await handler(post(JSON_TYPE, "[]"))).status, 429);
  for (const answer of answers) {
    assertEquals(await answered(await answer), [408, { error: "The body took longer than 20 ms." }]);
  }
  assertEquals(slow.map(({ isCancelled }) => isCancelled), [true, true, true]);
  assertEquals((await handler(post(JSON_TYPE, "[]"))).status, 401);
});

Deno.test("too many records are refused without anything taken, and what is beyond the limit is not decoded", async () => {
  let decoded = 0;
  const valueFromJson = () => {
    decoded++;
    return value();
  };
  const received = receiving({ limits: { records: 2 }, valueFromJson }), handler = createPushHandler(received);
  const place = { topic: "t", partition: 0, offset: 0, value: {} };
  const event = { specversion: "1.0", id: "1", source: "s", type: "t", data: {} };
  const bodies: [type: string, item: unknown][] = [
    ["application/json", {}],
    ["application/vnd.kafka.json.v2+json", place],
    ["application/cloudevents-batch+json", event],
  ];
  for (const [type, item] of bodies) {
    decoded = 0;
    const response = await handler(post({ "content-type": type }, JSON.stringify(Array(1000).fill(item))));
    assertEquals(await answered(response), [413, { error: "Send at most 2 records at once." }], type);
    assertEquals(decoded, 3, type);
    assertEquals((await handler(post({ "content-type": type }, JSON.stringify([item, item])))).status, 200, type);
  }
  assertEquals(received.aside, []);
});

Deno.test("too many requests at the same time are told to come again", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const handler = createPushHandler(receiving({ onTransaction: () => promise, limits: { requests: 2 } }));
  const first = [handler(bridged("a")), handler(bridged("b"))];
  const third = await handler(bridged("c"));
  assertEquals([third.status, third.headers.get("retry-after")], [429, "1"]);
  resolve();
  assertEquals((await Promise.all(first)).map(({ status }) => status), [204, 204]);
  assertEquals((await handler(bridged("c"))).status, 204);
});

Deno.test("no answer repeats what was sent, why a callback failed, or a secret", async () => {
  const secret = "of thirty two letters or even more";
  const received = receiving({ authenticate: bearerToken(secret) }), handler = createPushHandler(received);
  received.failing.servers.add("<script>alert(1)</script>");
  const html = "<script>alert(1)</script>", good = { authorization: `Bearer ${secret}` };
  const requests = [
    post({ ...JSON_TYPE, authorization: `Bearer ${html}` }, html),
    post({ ...JSON_TYPE, ...good }, `{"${html}`),
    post({ "content-type": "text/x-unsafe", ...good }, html),
    post({ ...JSON_TYPE, ...good }, JSON.stringify(transaction({ server: html }))),
    post({ ...knativeHeaders(0, 1, { "ce-id": "" }), ...good, "ce-unsafe": "unsafe" }, html),
  ];
  for (const request of requests) {
    const response = await handler(request), all = [...response.headers].flat().join() + await response.text();
    assert(response.status >= 400, `${response.status}`);
    assertEquals(/script|alert|unsafe|hunter2|thirty/.exec(all), null);
    assertEquals(response.headers.get("content-type"), "application/json; charset=utf-8");
    assertEquals(response.headers.get("x-content-type-options"), "nosniff");
  }
});

Deno.test("limits that are none are refused", () => {
  for (const limits of [{ bodyBytes: NaN }, { bodyBytes: -1 }, { bodyMs: 0 }, { requests: 0 }, { records: 1.5 }]) {
    const name = Object.keys(limits)[0];
    assertThrows(() => createPushHandler(receiving({ limits })), TypeError, `limits.${name} is not a whole number`);
  }
});

Deno.test("a handler without a word on who may come is refused", () => {
  for (const authenticate of [undefined, [], "everyone", {}, [undefined]]) {
    assertThrows(
      () => createPushHandler(receiving({ authenticate: authenticate as never })),
      TypeError,
      "authenticate",
    );
  }
});
