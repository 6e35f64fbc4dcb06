import { assert, assertEquals } from "@std/assert";
import { MessageType } from "../../src/dhcpv6/mod.ts";
import {
  DEFAULT_RENEWAL_LIMITS,
  type Handler,
  INFINITE_LIFETIME,
  inSubnet,
  markedWith,
  type RenewalLimits,
  renewalTimes,
  Scope,
  StaticAssignment,
  TimingLimits,
} from "../../src/server/mod.ts";
import { answer, iaNa, iaPd, ias, ip, net, relayed, reply, request } from "./_transaction.ts";

const DAY = 86_400;

const TIMES: readonly [behaviour: string, preferred: number, limits: Partial<RenewalLimits>, t1: number, t2: number][] =
  [
    ["without limits they are half and four fifths", DAY, {}, 43_200, 69_120],
    ["they are whole seconds", 7, {}, 3, 5],
    ["what is preferred for ever is not extended", INFINITE_LIFETIME, {}, INFINITE_LIFETIME, INFINITE_LIFETIME],
    ["what is preferred for no time has none either", 0, {}, 0, 0],
    ["factors set the shares", 1000, { factorT1: 0.1, factorT2: 0.9 }, 100, 900],
    ["a factor of 0 leaves T1 to the client", 1000, { factorT1: 0 }, 0, 800],
    ["a factor of 1 is the end of the preferred lifetime", 1000, { factorT1: 1, factorT2: 1 }, 1000, 1000],
    ["the most bounds T1 and T2", DAY, { maxT1: 600, maxT2: 900 }, 600, 900],
    ["the least bounds T1 and T2", DAY, { minT1: 50_000, minT2: 80_000 }, 50_000, 80_000],
    ["the most bounds what is preferred for ever", INFINITE_LIFETIME, { maxT1: 600, maxT2: 900 }, 600, 900],
    ["a most of T1 alone leaves T2 for ever", INFINITE_LIFETIME, { maxT1: 600 }, 600, INFINITE_LIFETIME],
    ["the least does not reach beyond the preferred lifetime", 100, { minT1: 200, minT2: 300 }, 100, 100],
    ["T1 does not come after T2", DAY, { minT1: 80_000 }, 69_120, 69_120],
    ["T1 does not come after the most of T2", DAY, { maxT2: 600 }, 600, 600],
    ["T1 does not come after T2 when the factors are swapped", 1000, { factorT1: 0.9, factorT2: 0.2 }, 200, 200],
  ];

for (const [behaviour, preferred, limits, t1, t2] of TIMES) {
  Deno.test(`renewal times: ${behaviour}`, () => {
    assertEquals(renewalTimes(preferred, { ...DEFAULT_RENEWAL_LIMITS, ...limits }), { t1, t2 });
  });
}

Deno.test("renewal times: T1, T2 and the preferred lifetime are in this order whatever the limits", () => {
  const seconds = [0, 1, 59, 3600, 2 ** 31, INFINITE_LIFETIME - 1, INFINITE_LIFETIME], factors = [0, 0.3, 0.8, 1];
  let checked = 0;
  for (const preferred of seconds) {
    for (const [minT1, maxT1, minT2, maxT2] of combinations(seconds, 4)) {
      for (const [factorT1, factorT2] of combinations(factors, 2)) {
        const limits = { minT1, maxT1, factorT1, minT2, maxT2, factorT2 };
        const { t1, t2 } = renewalTimes(preferred, limits);
        const inOrder = Number.isInteger(t1) && Number.isInteger(t2) && 0 <= t1 && t1 <= t2 && t2 <= preferred;
        if (!inOrder) assert(inOrder, `${preferred} ${JSON.stringify(limits)} gives ${t1} and ${t2}`);
        checked++;
      }
    }
  }
  assertEquals(checked, 7 * 7 ** 4 * 4 ** 2);
});

const both = new StaticAssignment({
  source: { lookUp: () => ({ address: ip("2001:db8::7"), prefix: net("2001:db8:7::/48") }) },
  addressLifetimes: { preferred: 1000, valid: 2000 },
  prefixLifetimes: { preferred: 10_000, valid: 20_000 },
});
const solicit = request(MessageType.Solicit, iaNa(1), iaPd(2));

/** T1 and T2 of the address, then of the prefix, in the answer of a server with these handlers. */
async function timesGiven(handlers: readonly Handler[], message = relayed(solicit, { link: "2001:db8:1::1" })) {
  return ias(reply(await answer(message, handlers))).map((ia) => /t1 (\d+) t2 (\d+)/.exec(ia)!.slice(1).map(Number));
}

const GIVEN: readonly [behaviour: string, handlers: readonly Handler[], address: number[], prefix: number[]][] = [
  ["without them the shares are the recommended ones", [both], [500, 800], [5000, 8000]],
  ["those for addresses leave prefixes alone", [new TimingLimits("address", { maxT1: 60 }), both], [60, 800], [
    5000,
    8000,
  ]],
  ["those for prefixes leave addresses alone", [new TimingLimits("prefix", { maxT2: 600 }), both], [500, 800], [
    600,
    600,
  ]],
  ["they hold wherever they stand among the handlers", [both, new TimingLimits("address", { maxT1: 60 })], [60, 800], [
    5000,
    8000,
  ]],
  ["with nothing set they change nothing", [new TimingLimits("address"), both], [500, 800], [5000, 8000]],
  [
    "the first of several applies",
    [new TimingLimits("address", { maxT1: 60 }), new TimingLimits("address", { maxT1: 70, maxT2: 80 }), both],
    [60, 800],
    [5000, 8000],
  ],
  [
    "those of a scope in front apply to its requests",
    [
      new Scope(inSubnet(net("2001:db8:1::/48")), [new TimingLimits("address", { maxT1: 60 })]),
      new TimingLimits("address", { maxT1: 70 }),
      both,
    ],
    [60, 800],
    [5000, 8000],
  ],
  [
    "those of a scope do not apply to other requests",
    [new Scope(markedWith("elsewhere"), [new TimingLimits("address", { maxT1: 60 })]), both],
    [500, 800],
    [5000, 8000],
  ],
];

for (const [behaviour, handlers, address, prefix] of GIVEN) {
  Deno.test(`timing limits: ${behaviour}`, async () => {
    assertEquals(await timesGiven(handlers), [address, prefix]);
  });
}

Deno.test("static assignment: what is preferred for ever has no time to extend it", async () => {
  const lifetimes = { preferred: INFINITE_LIFETIME, valid: INFINITE_LIFETIME };
  const handler = new StaticAssignment({
    source: { lookUp: () => ({ address: ip("2001:db8::7") }) },
    addressLifetimes: lifetimes,
  });
  assertEquals(ias(reply(await answer(request(MessageType.Request, iaNa(1)), [handler]))), [
    `ia-na 1 t1 4294967295 t2 4294967295: 2001:db8::7 4294967295/4294967295`,
  ]);
});

/** All tuples of `length` of these values. */
function combinations(values: readonly number[], length: number): number[][] {
  if (length === 0) return [[]];
  return combinations(values, length - 1).flatMap((rest) => values.map((value) => [...rest, value]));
}
