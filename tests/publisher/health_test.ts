import { assert, assertEquals } from "@std/assert";
import { Health } from "../../src/publisher/_health.ts";
import type { PublisherStatus } from "../../src/publisher/status.ts";

/** A Health, and what it has told. */
function health(slowAfterMs = 1000): { it: Health; told: PublisherStatus[] } {
  const told: PublisherStatus[] = [];
  return { it: new Health({ tell: (status) => told.push(status), slowAfterMs }), told };
}

const quiet = { delivered: 0, spooled: 0, since: undefined, connectedSince: 0 };

Deno.test("refusals are told once, and are over after a minute without one", () => {
  const { it, told } = health();
  it.refused(new Error("too large"), 0);
  it.refused(new Error("invalid"), 30_000);
  it.progress({ ...quiet, now: 80_000 });
  assertEquals(told, [{ state: "degraded", reason: "refused", problem: "records are refused: too large" }]);
  it.progress({ ...quiet, now: 91_000 });
  it.progress({ ...quiet, now: 92_000 });
  assertEquals(told.slice(1), [{ state: "restored", reason: "refused" }]);
  assertEquals(it.problems, {});
});

Deno.test("records that wait for long are told when there has been a connection for as long, and not at every turn", () => {
  const { it, told } = health();
  it.progress({ ...quiet, since: 0, now: 5000, connectedSince: 4500 });
  assertEquals(told, []);
  it.progress({ ...quiet, since: 0, now: 6000, connectedSince: 4500 });
  it.progress({ ...quiet, since: 500, now: 7000, connectedSince: 4500 });
  it.progress({ ...quiet, since: 6400, now: 7000, connectedSince: 4500 });
  assertEquals(told, [{ state: "degraded", reason: "slow", problem: "the oldest record has waited for 6 s" }]);
  it.progress({ ...quiet, since: 6900, now: 7000, connectedSince: 4500 });
  assertEquals(told.at(-1), { state: "restored", reason: "slow" });
});

Deno.test("a backlog that is gone soon is not told of", () => {
  const { it, told } = health();
  it.spooled({ ...quiet, now: 0, spooled: 5 });
  it.spooled({ ...quiet, now: 4000, spooled: 5000 });
  it.progress({ ...quiet, now: 4500 });
  it.spooled({ ...quiet, now: 5000, spooled: 5 });
  it.spooled({ ...quiet, now: 9000, spooled: 5 });
  assertEquals(told, []);
});

Deno.test("a backlog that lasts is told of once, and its end when the last of it is delivered", () => {
  const { it, told } = health(60_000);
  for (let now = 0; now <= 20_000; now += 1000) it.spooled({ ...quiet, now, spooled: 1 + now, delivered: 100 });
  assertEquals(told, [{ state: "spooling", records: 5001 }]);
  it.progress({ ...quiet, now: 21_000, spooled: 0, since: 10_000, delivered: 20_000 });
  it.progress({ ...quiet, now: 21_500, spooled: 3, since: 10_000, delivered: 20_000 });
  it.progress({ ...quiet, now: 22_000, spooled: 0, since: 10_000, delivered: 20_000 });
  assertEquals(told.length, 1);
  it.progress({ ...quiet, now: 23_000, spooled: 0, since: 22_500, delivered: 21_100 });
  it.progress({ ...quiet, now: 24_000, spooled: 0, delivered: 21_100 });
  assertEquals(told.slice(1), [{ state: "drained", records: 21_000, tookMs: 23_000 }]);
});

Deno.test("a disk's problem is told when it is another one, and when it is gone", () => {
  const { it, told } = health();
  for (const problem of ["full", "full", "gone", undefined, undefined]) it.disk(problem);
  assertEquals(told.map((status) => status.state === "degraded" ? status.problem : status.state), [
    "full",
    "gone",
    "restored",
  ]);
  assert(told.every((status) => "reason" in status && status.reason === "disk"));
});
