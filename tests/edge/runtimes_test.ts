/** The same bundle of all decoders and handlers in each runtime that functions run in. */
import { assert, assertEquals } from "@std/assert";
import { edgeBundle, edgeBundleOf } from "../support/edge_bundle.ts";
import { edgeRuntimes } from "../support/edge_runtimes.ts";
import { testWith } from "../support/requirements.ts";
import { Workerd } from "../support/workerd.ts";
import { EVENTS } from "./_events.ts";
import { knativeHeaders } from "./_http.ts";
import { value } from "./_transactions.ts";
import type { Became } from "./_variants.ts";

const TYPES =
  "Send CloudEvents in binary mode, or one of application/cloudevents+json, application/cloudevents-batch+json, " +
  "application/json, application/vnd.kafka.binary.v2+json, application/vnd.kafka.json.v2+json, application/x-ndjson, " +
  "text/plain, application/vnd.dhcpkit.kafka, application/octet-stream.";

/**
 * What becomes of the same records by an adapter that tells their places. `again` is how it says which have to come again, and `many` that
 * there are too many.
 */
function placed(ok: unknown, again: unknown, many: unknown, large: unknown = ok): Record<string, Became> {
  const isTooLarge = large !== ok;
  return {
    "as it should be": { answer: ok, taken: ["a", "b"], aside: [] },
    "malformed": { answer: ok, taken: ["a", "b"], aside: [1] },
    "without a value": { answer: ok, taken: ["a", "b"], aside: [0] },
    "large": { answer: large, taken: isTooLarge ? [] : ["a", "b"], aside: isTooLarge ? [] : [20_000] },
    "duplicated": { answer: ok, taken: ["a", "b"], aside: [1] },
    "out of order": { answer: ok, taken: ["a", "b", "c"], aside: [] },
    "failing, out of order": { answer: again, taken: ["a"], aside: [] },
    "of too many": { answer: many, taken: [], aside: [] },
  };
}

const OVER_HTTP = placed([200], [503, 0, 1], [413], [413]);
const EXPECTED: Record<string, Record<string, Became>> = {
  "AWS Lambda": placed([], [1, 2], "EdgeEventError: records: more than 5"),
  "Azure Functions": placed(
    "taken",
    "EdgeDeliveryError: 2 of 3 records have to come again",
    "EdgeEventError: messages: more than 5",
  ),
  "a bridge": OVER_HTTP,
  "CloudEvents": OVER_HTTP,
  // Without places, records are taken as they come, and all behind one that fails come again.
  "Kafka Connect": {
    ...OVER_HTTP,
    "out of order": { answer: [200], taken: ["c", "a", "b"], aside: [] },
    "failing, out of order": { answer: [503, 0, 1, 2], taken: [], aside: [] },
  },
};

for (const runtime of edgeRuntimes) {
  testWith({
    name: `edge: in ${runtime.name}, decoders and handlers do what they do everywhere`,
    needs: runtime.needs,
    async fn() {
      const code = await edgeBundleOf("tests/edge/_runtime_program.ts");
      assertEquals(/\b(Deno|Buffer|process|require)\./.exec(code), null);
      const result = await runtime.run(code) as Record<string, unknown>;
      const { decoded, lambda, azure, answers, taken, aside } = result;
      assertEquals(result.variants, EXPECTED);
      assertEquals(decoded, Object.fromEntries(Object.keys(EVENTS).map((platform) => [platform, ["dhcp01"]])));
      const item = (offset: number) => ({ itemIdentifier: { partition: "t-0", offset } });
      assertEquals(lambda, { batchItemFailures: [item(2), item(3)] });
      assertEquals(azure, "EdgeDeliveryError: 1 of 1 records have to come again");
      assertEquals(answers, [
        ...[204, 204, 204],
        [401, { error: "A good token, login or signature is missing." }],
        [503, { records: 1, failed: [{ index: 0, status: "failed", partition: 0, offset: "5" }] }],
        200,
        [400, { error: "body: cut short: what begins there does not end" }],
        [413, { error: "Send at most 5000 bytes at once." }],
        [415, { error: TYPES }],
      ]);
      const servers = ["a", "azure", "b", "knative", "lambda", "login", "signed"];
      assertEquals((taken as string[]).map((text) => text.split(" ")[0]).sort(), servers);
      assert((taken as string[]).every((text) => /^\w+ [0-9a-f]{8}$/.test(text)));
      assertEquals((aside as string[]).sort(), [
        "body: cut short: what begins there does not end",
        'records["t-0"][1]: dhcp-kafka-message > server-name: needed 1 byte at offset 1, 0 available',
      ]);
    },
  });
}

Deno.test("edge: a worker in workerd answers real requests, with a secret out of its environment", async () => {
  const bundle = await edgeBundle(`export { bearerToken, createPushHandler } from "@dhcpkit/kafka/edge";`);
  const main = `import { bearerToken, createPushHandler } from "./bundle.mjs";
    import { env } from "cloudflare:workers";
    const taken = [];
    const handler = createPushHandler({
      authenticate: bearerToken(() => env.TOKENS.split(" ")),
      onTransaction: ({ summary }) => { taken.push(summary.serverName); },
      onPoison: () => {},
      limits: { bodyBytes: 100_000 },
    });
    export default {
      fetch: (request) => request.method === "GET" ? Response.json(taken) : handler(request),
    };`;
  await using worker = await Workerd.start({ main, bundle, bindings: { TOKENS: "new old" } });
  const status = async (headers: Record<string, string>, body: BodyInit) => {
    const response = await fetch(worker.url, { method: "POST", headers, body });
    await response.text();
    return response.status;
  };
  for (const token of ["new", "old"]) {
    const headers = knativeHeaders(0, 1, { authorization: `Bearer ${token}` });
    assertEquals(await status(headers, value({ server: token })), 204);
    assertEquals(await status(headers, value({ server: token })), 204);
  }
  assertEquals(await status(knativeHeaders(0, 1, { authorization: "Bearer other" }), value()), 401);
  assertEquals(await status(knativeHeaders(0, 1, { authorization: "Bearer new" }), new Uint8Array(100_001)), 413);
  const response = await fetch(worker.url);
  assertEquals(await response.json(), ["new", "old"]);
});
