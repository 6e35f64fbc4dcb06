import { assertEquals } from "@std/assert";
import { fromHex, type Message, MessageType, rawOption } from "../../src/dhcpv6/mod.ts";
import { ElapsedTime } from "../../src/dhcpv6/options/mod.ts";
import {
  type Condition,
  elapsedTime,
  Handler,
  IgnoreRequest,
  inSubnet,
  type Logger,
  markedWith,
  Scope,
  silentLogger,
  type TransactionBundle,
} from "../../src/server/mod.ts";
import { answer, net, received, relayed, reply, request, silence } from "./_transaction.ts";

const solicit = request(MessageType.Solicit);

/** Keeps something of each request in `analysePre` and publishes it in `analysePost`, as the Kafka handler does. */
class Publisher extends Handler {
  readonly published: string[] = [];

  override analysePre(bundle: TransactionBundle): void {
    bundle.handlerData.set(this, String(bundle.linkAddress));
  }

  override analysePost(bundle: TransactionBundle): void {
    this.published.push(`${bundle.handlerData.get(this)} ${reply(bundle)?.typeName}`);
  }
}

const from = (link: string, message: Message = solicit) => relayed(message, { link });
const within = (...prefixes: string[]) => inSubnet(...prefixes.map(net));
const elapsed = (hundredths: number) => request(MessageType.Solicit, ElapsedTime.of({ elapsed: hundredths }));
const unreadable = request(MessageType.Solicit, rawOption(ElapsedTime.code, fromHex("00")));

const CONDITIONS: readonly [
  behaviour: string,
  condition: Condition,
  message: Message,
  marks: string[],
  holds: boolean,
][] = [
  ["a subnet holds for a link in it", within("2001:db8:1::/48"), from("2001:db8:1:ffff::1"), [], true],
  ["a subnet does not hold for a link outside", within("2001:db8:1::/48"), from("2001:db8:2::1"), [], false],
  ["any of several subnets is enough", within("2001:db8:1::/48", "2001:db8:2::/48"), from("2001:db8:2::1"), [], true],
  ["no subnet holds for nobody", within(), from("2001:db8:2::1"), [], false],
  ["the subnet of a client that nobody relayed is that of the listener", within("::/128"), solicit, [], true],
  [
    "the subnet is that of the relay closest to the client",
    within("2001:db8:1::/48"),
    relayed(
      from("2001:db8:1::1"),
      { link: "2001:db8:2::1" },
    ),
    [],
    true,
  ],
  ["a mark holds for requests that have it", markedWith("b"), solicit, ["a", "b"], true],
  ["a mark does not hold for requests that lack it", markedWith("c"), solicit, ["a", "b"], false],
  ["more than 10 s holds above", elapsedTime({ moreThan: 10 }), elapsed(1001), [], true],
  ["more than 10 s does not hold at 10 s", elapsedTime({ moreThan: 10 }), elapsed(1000), [], false],
  ["less than 10 s holds below", elapsedTime({ lessThan: 10 }), elapsed(999), [], true],
  ["less than 10 s does not hold at 10 s", elapsedTime({ lessThan: 10 }), elapsed(1000), [], false],
  ["a range of time holds within", elapsedTime({ moreThan: 10, lessThan: 20 }), elapsed(1500), [], true],
  ["a range of time does not hold outside", elapsedTime({ moreThan: 10, lessThan: 20 }), elapsed(2500), [], false],
  ["a client that does not say has tried for no time", elapsedTime({ lessThan: 0.01 }), solicit, [], true],
  ["no limits of time hold for everybody", elapsedTime({}), solicit, [], true],
  [
    "the longest time that clients can say is above all limits",
    elapsedTime({ moreThan: 655 }),
    elapsed(65535),
    [],
    true,
  ],
  ["a time that cannot be read is no time", elapsedTime({ moreThan: 0 }), unreadable, [], false],
];

for (const [behaviour, condition, message, marks, holds] of CONDITIONS) {
  Deno.test(`filter: ${behaviour}`, () => {
    assertEquals(condition(received(message, { marks })), holds);
  });
}

Deno.test("scope: analysers in it see the requests that its condition holds for, and no others", async () => {
  const inside = new Publisher(), outside = new Publisher();
  const handlers = [new Scope(within("2001:db8:1::/48"), [inside]), outside];
  for (const link of ["2001:db8:1::1", "2001:db8:2::1", "2001:db8:1::2"]) await answer(from(link), handlers);
  assertEquals(inside.published, ["2001:db8:1::1 advertise", "2001:db8:1::2 advertise"]);
  assertEquals(outside.published.length, 3);
});

Deno.test("scope: handlers in it act on the requests that its condition holds for, and no others", async () => {
  const handlers = [new Scope(within("2001:db8:1::/48"), [new IgnoreRequest()])];
  assertEquals(silence(await answer(from("2001:db8:1::1"), handlers)), "ignored by configuration");
  assertEquals(reply(await answer(from("2001:db8:2::1"), handlers))?.typeName, "advertise");
});

Deno.test("scope: one in another sees what both conditions hold for", async () => {
  const publisher = new Publisher();
  const handlers = [new Scope(within("2001:db8:1::/48"), [new Scope(markedWith("a"), [publisher])])];
  await answer(from("2001:db8:1::1"), handlers, { marks: ["a"] });
  await answer(from("2001:db8:1::2"), handlers, { marks: ["b"] });
  await answer(from("2001:db8:2::3"), handlers, { marks: ["a"] });
  assertEquals(publisher.published, ["2001:db8:1::1 advertise"]);
});

Deno.test("scope: its condition is asked once for each request", async () => {
  let asked = 0;
  await answer(solicit, [new Scope(() => ++asked > 0, [new Publisher()])]);
  assertEquals(asked, 1);
});

/** Fails to look on, before or after. */
class Broken extends Handler {
  constructor(readonly phase: "analysePre" | "analysePost") {
    super();
  }

  override analysePre(): void {
    if (this.phase === "analysePre") throw new Error("broken before");
  }

  override analysePost(): void {
    if (this.phase === "analysePost") throw new Error("broken after");
  }
}

for (const phase of ["analysePre", "analysePost"] as const) {
  Deno.test(`scope: an analyser in it that throws in ${phase} disturbs no other`, async () => {
    const publisher = new Publisher(), logged: unknown[] = [];
    const logger: Logger = { ...silentLogger, error: (_, properties) => logged.push(String(properties?.error)) };
    const scope = new Scope(() => true, [new Broken(phase), publisher]);
    const bundle = await answer(from("2001:db8:1::1"), [new Scope(() => true, [scope])], { logger });
    assertEquals(reply(bundle)?.typeName, "advertise");
    assertEquals(publisher.published, ["2001:db8:1::1 advertise"]);
    assertEquals(logged.length, 1);
  });
}

Deno.test("scope: a condition that throws holds for nobody, and the request is answered", async () => {
  const publisher = new Publisher();
  const broken: Condition = () => {
    throw new Error("broken");
  };
  const bundle = await answer(solicit, [new Scope(broken, [publisher, new IgnoreRequest()])]);
  assertEquals(reply(bundle)?.typeName, "advertise");
  assertEquals(publisher.published, []);
});
