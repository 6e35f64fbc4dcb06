import { assert, assertEquals } from "@std/assert";
import { trafficSteps } from "@dhcpkit/kafka/store";
import { HOUR, SECOND, T0 } from "./_transactions.ts";

const MINUTE = 60 * SECOND, DAY = 24 * HOUR;

Deno.test("steps are made of the coarsest counts that they are whole numbers of", () => {
  const grain = (minutes: number) => trafficSteps({ from: T0, to: T0 + HOUR, step: minutes * MINUTE }).grain;
  assertEquals([1, 7, 10, 15, 30, 60, 120, 24 * 60].map(grain), [1, 1, 10, 1, 10, 60, 60, 60]);
});

Deno.test("a time is rounded to whole steps around it", () => {
  const { from, to } = trafficSteps({ from: T0 + 1, to: T0 + HOUR + 1, step: 10 * MINUTE });
  assertEquals([from, to], [T0, T0 + HOUR + 10 * MINUTE]);
});

Deno.test("a step is at least a minute, and whatever is asked, there are at most 1500 and one", () => {
  const questions = [
    { from: T0, to: T0 + HOUR, step: 0 },
    { from: T0, to: T0 + HOUR, step: -HOUR },
    { from: T0, to: T0 + HOUR, step: NaN },
    { from: T0, to: T0 + HOUR, step: 1.5 * MINUTE },
    { from: T0, to: T0 + 365 * DAY, step: MINUTE },
    { from: 0, to: Number.MAX_SAFE_INTEGER, step: MINUTE },
  ];
  for (const question of questions) {
    const { from, to, step } = trafficSteps(question);
    assert(step >= MINUTE && step % MINUTE === 0 && from <= question.from && to >= question.to);
    assert((to - from) / step <= 1501, `${(to - from) / step} steps`);
  }
  assertEquals(trafficSteps(questions[3]).step, 2 * MINUTE);
  assertEquals(trafficSteps(questions[4]), { from: T0, to: T0 + 365 * DAY, step: 6 * HOUR, grain: 60 });
});
