/**
 * The publisher and the transport to HTTP bridges, bundled into one file, where there is no Deno: each result within a 200 counts for its
 * own record.
 */
import { assertEquals } from "@std/assert";
import type { HttpBridgeDialect } from "@dhcpkit/kafka/publisher/http-bridge";
import { edgeBundleOf } from "../support/edge_bundle.ts";
import { edgeRuntimes } from "../support/edge_runtimes.ts";
import { testWith } from "../support/requirements.ts";
import { type Asked, connectAnswer, scriptedBridge } from "./_scripted_bridge.ts";

/** The numbers that the records of a request hold. */
function numbersIn(dialect: HttpBridgeDialect, { body }: Asked): number[] {
  const values: string[] = dialect === "confluent-v3"
    ? body.trim().split("\n").map((line) => JSON.parse(line).value.data)
    : JSON.parse(body).records.map(({ value }: { value: string }) => value);
  return values.map((value) => Uint8Array.fromBase64(value)[0]);
}

/** A result of each record, as the bridge tells them. */
function answer(dialect: HttpBridgeDialect, results: readonly Record<string, unknown>[]): Response {
  if (dialect !== "confluent-v3") return Response.json({ offsets: results });
  const reports = results.map((result) => "error_code" in result ? result : { ...result, error_code: 200 });
  return new Response(reports.map((report) => JSON.stringify(report)).join("\r\n"));
}

const LATER = {
  error_code: 50003,
  message: "Expiring 1 record(s) for topic-0",
  error: "Expiring 1 record(s) for topic-0",
};
const NEVER = { error_code: 50002, message: "which is larger than 1000", error: "which is larger than 1000" };

for (const runtime of edgeRuntimes.filter(({ name }) => name !== "Chromium")) {
  testWith({
    name: `publisher and http-bridge: in ${runtime.name}, each record of a request has its own result`,
    needs: runtime.needs,
    async fn() {
      const code = await edgeBundleOf("tests/publisher/_edge_program.ts");
      for (const dialect of ["strimzi", "confluent-v2", "confluent-v3"] as const) {
        const posts: number[][] = [];
        // Number 1 fails the first time that it comes, number 2 always.
        await using bridge = scriptedBridge((asked) => {
          if (asked.method !== "POST") return connectAnswer(asked);
          const numbers = numbersIn(dialect, asked), isFirst = posts.length === 0;
          posts.push(numbers);
          return answer(
            dialect,
            numbers.map((n) => n === 2 ? NEVER : n === 1 && isFirst ? LATER : { partition: 0, offset: n }),
          );
        });
        const result = await runtime.run(code, { url: bridge.url, dialect, records: 4 });
        assertEquals(result, {
          ...{ offered: 4, delivered: 3, queued: 0, rejected: 1 },
          told: ["delivered", "delivered", ["rejected", true], "delivered"],
        });
        assertEquals([posts[0], posts.at(-1)], [[0, 1, 2, 3], [0, 1, 2, 3]]);
        assertEquals(posts.slice(1, -1).flat().includes(0), false, "what is delivered is not sent again");
        assertEquals(posts.slice(1, -1).flat()[0], 1);
        assertEquals(bridge.asked.every(({ headers }) => headers.get("authorization") === "Bearer token"), true);
      }
    },
  });
}
