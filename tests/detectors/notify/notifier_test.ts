import { assertEquals } from "@std/assert";
import type { FindingChange } from "@dhcpkit/kafka/detectors";
import { type Notice, Notifier, type NotifierInit } from "@dhcpkit/kafka/detectors/notify";
import { change } from "./_change.ts";

/** What somebody is told of changes. */
function told(changes: readonly FindingChange[], init: Partial<NotifierInit> = {}): Notice["kind"][] {
  const kinds: Notice["kind"][] = [];
  new Notifier({ sinks: [{ notify: ({ kind }) => kinds.push(kind) }], ...init }).take(changes);
  return kinds;
}

Deno.test("a finding is told of when it opens and when it is over, and not each time that it grows", () => {
  assertEquals(told([change("opened", 0), change("updated", 60), change("updated", 120), change("recovered", 600)]), [
    "opened",
    "recovered",
  ]);
});

Deno.test("one that lasts is told of again after the time for that", () => {
  const changes = [
    change("opened", 0),
    ...Array.from({ length: 10 }, (_, hour) => change("updated", (hour + 1) * 3600)),
  ];
  assertEquals(told(changes), ["opened", "still", "still"]);
  assertEquals(told(changes, { repeatAfter: 3600 }).length, 11);
});

Deno.test("one that becomes worse is told of at once", () => {
  assertEquals(told([change("opened", 0, { severity: "warning" }), change("updated", 60)]), ["opened", "still"]);
});

Deno.test("one that comes and goes is told of twice in the time for repeating", () => {
  const changes = Array.from(
    { length: 20 },
    (_, i) => [change(i === 0 ? "opened" : "reopened", i * 600), change("recovered", i * 600 + 300)],
  );
  assertEquals(told(changes.flat().slice(0, 48)), ["opened", "recovered"]);
  assertEquals(
    told(
      Array.from(
        { length: 30 },
        (_, i) => [change(i === 0 ? "opened" : "reopened", i * 600), change("recovered", i * 600 + 300)],
      ).flat(),
    ),
    [
      ...["opened", "recovered", "opened", "recovered"] as const,
    ],
  );
});

Deno.test("what is not bad enough is not told of, nor that it is over", () => {
  const warnings = [change("opened", 0, { severity: "warning" }), change("recovered", 60, { severity: "warning" })];
  assertEquals(told([...warnings, change("opened", 0, { id: "other" })], { least: "failing" }), ["opened"]);
});

Deno.test("a sink that throws does not keep the others from being told", () => {
  const errors: unknown[] = [], kinds: string[] = [];
  const broken = {
    notify() {
      throw new Error("broken");
    },
  };
  const notifier = new Notifier({
    sinks: [broken, { notify: ({ kind }) => kinds.push(kind) }],
    onError: (error) => errors.push(error),
  });
  notifier.take([change("opened", 0)]);
  assertEquals([errors.length, kinds, notifier.told], [1, ["opened"], 1]);
});

Deno.test("what was told of in an earlier life is not told of again, but its end is", () => {
  const kinds: Notice["kind"][] = [], notifier = new Notifier({ sinks: [{ notify: ({ kind }) => kinds.push(kind) }] });
  notifier.resume([
    change("updated", 5 * 3600, { id: "lasting" }).finding,
    change("recovered", 600, { id: "over" }).finding,
  ]);
  notifier.take([change("updated", 6 * 3600, { id: "lasting" }), change("reopened", 3600, { id: "over" })]);
  assertEquals(kinds, []);
  notifier.take([change("updated", 8 * 3600, { id: "lasting" }), change("recovered", 9 * 3600, { id: "lasting" })]);
  assertEquals(kinds, ["still", "recovered"]);
});
