import { assert, assertEquals, assertInstanceOf, assertStrictEquals } from "@std/assert";
import { type Message, MessageType, messageTypeName, StatusCode } from "../../src/dhcpv6/mod.ts";
import { Preference } from "../../src/dhcpv6/options/mod.ts";
import {
  CannotRespond,
  ForOtherServer,
  Handler,
  type Logger,
  ReplyWithStatus,
  silentLogger,
  type TransactionBundle,
} from "../../src/server/mod.ts";
import { answer, CLIENT, iaNa, relayed, reply, request, silence, status } from "./_transaction.ts";

const PHASES = ["analysePre", "pre", "handle", "post", "analysePost"] as const;
type Phase = typeof PHASES[number];

const solicit = request(MessageType.Solicit);

/** Does `act` in one phase, and writes down every call. */
class Recording extends Handler {
  constructor(
    readonly label: string,
    readonly calls: string[] = [],
    readonly phase?: Phase,
    readonly act: (bundle: TransactionBundle) => void | Promise<void> = () => {},
  ) {
    super();
  }

  override analysePre = (bundle: TransactionBundle) => this.#call("analysePre", bundle);
  override pre = (bundle: TransactionBundle) => this.#call("pre", bundle);
  override handle = (bundle: TransactionBundle) => this.#call("handle", bundle);
  override post = (bundle: TransactionBundle) => this.#call("post", bundle);
  override analysePost = (bundle: TransactionBundle) => this.#call("analysePost", bundle);

  #call(phase: Phase, bundle: TransactionBundle): void | Promise<void> {
    this.calls.push(`${this.label} ${phase}`);
    if (phase === this.phase) return this.act(bundle);
  }
}

/** Takes a turn of the event loop in every phase. */
class Slow extends Recording {
  override analysePre = (_: TransactionBundle) => this.#later("analysePre");
  override pre = (_: TransactionBundle) => this.#later("pre");
  override handle = (_: TransactionBundle) => this.#later("handle");
  override post = (_: TransactionBundle) => this.#later("post");
  override analysePost = (_: TransactionBundle) => this.#later("analysePost");

  async #later(phase: Phase): Promise<void> {
    await Promise.resolve();
    await new Promise<void>((resolve) => queueMicrotask(resolve));
    this.calls.push(`${this.label} ${phase}`);
  }
}

const throwing = (calls: string[], phase: Phase, error: unknown) =>
  new Recording("thrower", calls, phase, () => {
    throw error;
  });

Deno.test("pipeline: each phase goes through all handlers in order, those that take time included", async () => {
  const calls: string[] = [];
  await answer(solicit, [new Slow("a", calls), new Recording("b", calls), new Slow("c", calls)]);
  assertEquals(calls, PHASES.flatMap((phase) => ["a", "b", "c"].map((label) => `${label} ${phase}`)));
});

const SEEN: readonly [phase: Phase, response: string | undefined, outgoing: boolean, outcome: string | undefined][] = [
  ["analysePre", undefined, false, undefined],
  ["pre", undefined, false, undefined],
  ["handle", "advertise", false, undefined],
  ["post", "advertise", false, undefined],
  ["analysePost", "advertise", true, "answered"],
];

for (const [phase, response, outgoing, outcome] of SEEN) {
  Deno.test(`pipeline: in ${phase} there is ${response ? "a" : "no"} response and ${outgoing ? "an" : "no"} outgoing message`, async () => {
    let seen: unknown[] = [];
    const look = (bundle: TransactionBundle) => {
      seen = [
        bundle.response && messageTypeName(bundle.response.type),
        bundle.outgoingMessage !== undefined,
        bundle.outcome?.kind,
      ];
    };
    await answer(solicit, [new Recording("looker", [], phase, look)]);
    assertEquals(seen, [response, outgoing, outcome]);
  });
}

const RESPONSES: readonly [request: number, response: string][] = [
  [MessageType.Solicit, "advertise"],
  [MessageType.Request, "reply"],
  [MessageType.Confirm, "reply"],
  [MessageType.Renew, "reply"],
  [MessageType.Rebind, "reply"],
  [MessageType.Release, "reply"],
  [MessageType.Decline, "reply"],
  [MessageType.InformationRequest, "reply"],
];

for (const [type, response] of RESPONSES) {
  Deno.test(
    `pipeline: the response to a ${messageTypeName(type)} is an ${response}`.replace("an r", "a r"),
    async () => {
      let name = "";
      const look = ({ response }: TransactionBundle) => {
        name = messageTypeName(response!.type);
      };
      await answer(request(type), [new Recording("looker", [], "handle", look)]);
      assertEquals(name, response);
    },
  );
}

for (const phase of ["pre", "handle", "post"] as const) {
  const before = PHASES.slice(0, PHASES.indexOf(phase));
  const called = (label: string) => [...before, ...(label === "after" ? [] : [phase]), "analysePost"];

  Deno.test(`pipeline: a handler that cannot respond in ${phase} makes the server silent, and all look on after it`, async () => {
    const calls: string[] = [];
    const thrower = throwing(calls, phase, new CannotRespond("not today"));
    const bundle = await answer(solicit, [thrower, new Recording("after", calls)]);
    assertEquals(silence(bundle), "not today");
    assertEquals(bundle.response, undefined);
    for (const label of ["thrower", "after"]) {
      assertEquals(calls.filter((call) => call.startsWith(label)), called(label).map((name) => `${label} ${name}`));
    }
  });

  Deno.test(`pipeline: a handler that sees in ${phase} that another server is meant makes this one silent`, async () => {
    assertEquals(silence(await answer(solicit, [throwing([], phase, new ForOtherServer("theirs"))])), "theirs");
  });

  Deno.test(`pipeline: a status thrown in ${phase} is all of the answer but the identifiers`, async () => {
    const adder = new Recording(
      "adder",
      [],
      "handle",
      ({ response }) => response?.add(Preference.of({ preference: 1 })),
    );
    const thrower = throwing([], phase, new ReplyWithStatus(StatusCode.NotAllowed, "No"));
    const bundle = await answer(relayed(request(MessageType.Request, iaNa(1))), [adder, thrower]);
    assertEquals(bundle.outcome, { kind: "answered" });
    assertEquals(reply(bundle)?.typeName, "reply");
    assertEquals(reply(bundle)?.options.codes, [2, 1, 13]);
    assertEquals(status(reply(bundle)), "NotAllowed");
  });

  for (
    const [what, error] of Object.entries({ "an error": new Error("broken"), "nothing": undefined, "text": "oops" })
  ) {
    Deno.test(`pipeline: a handler that throws ${what} in ${phase} leaves the request unanswered, and all look on after it`, async () => {
      const calls: string[] = [], logged: unknown[] = [];
      const logger: Logger = { ...silentLogger, error: (_, properties) => logged.push(properties?.error) };
      const bundle = await answer(solicit, [throwing(calls, phase, error)], { logger });
      assertEquals(bundle.outcome, { kind: "failed", error });
      assertEquals([bundle.response, bundle.outgoingMessage], [undefined, undefined]);
      assertEquals(calls, called("thrower").map((name) => `thrower ${name}`));
      assertEquals(logged, [error]);
    });
  }
}

Deno.test("pipeline: a promise that rejects is the same as throwing", async () => {
  const rejecting = new Recording("rejecting", [], "handle", () => Promise.reject(new CannotRespond("later")));
  assertEquals(silence(await answer(solicit, [rejecting])), "later");
});

Deno.test("pipeline: a status in answer to a solicit is an advertise", async () => {
  const bundle = await answer(solicit, [throwing([], "handle", new ReplyWithStatus(StatusCode.UnspecFail, ""))]);
  assertEquals(reply(bundle)?.typeName, "advertise");
});

Deno.test("pipeline: an answer that cannot be written leaves the request unanswered", async () => {
  const adder = new Recording("adder", [], "post", ({ response }) => response?.add(Preference.of({ preference: 256 })));
  const bundle = await answer(solicit, [adder]);
  assert(bundle.outcome?.kind === "failed");
  assertInstanceOf(bundle.outcome.error, RangeError);
  assertEquals([bundle.response, bundle.outgoingMessage], [undefined, undefined]);
});

for (const phase of ["analysePre", "analysePost"] as const) {
  Deno.test(`pipeline: a handler that throws in ${phase} disturbs neither the answer nor the others`, async () => {
    const calls: string[] = [], logged: unknown[] = [], error = new Error("broken");
    const logger: Logger = { ...silentLogger, error: (_, properties) => logged.push(properties?.error) };
    const handlers = [throwing(calls, phase, error), new Recording("after", calls)];
    const bundle = await answer(solicit, handlers, { logger });
    assertEquals(reply(bundle)?.typeName, "advertise");
    assertEquals(calls.length, 2 * PHASES.length);
    assertEquals(logged, [error]);
  });
}

Deno.test("pipeline: what analysers are shown afterwards is what is sent", async () => {
  let shown: Message | undefined;
  const look = (bundle: TransactionBundle) => {
    shown = bundle.outgoingMessage;
  };
  const bundle = await answer(solicit, [new Recording("looker", [], "analysePost", look)]);
  assertStrictEquals(shown, bundle.outgoingMessage);
  assert(bundle.clientId?.equals(CLIENT));
});
