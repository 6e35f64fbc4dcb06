import { assertEquals } from "@std/assert";
import { MessageType, messageTypeName, type OptionEntry } from "../../src/dhcpv6/mod.ts";
import { Preference, RapidCommit, ServerUnicast } from "../../src/dhcpv6/options/mod.ts";
import {
  AllowUnicast,
  type AssignmentSource,
  type Handler,
  IgnoreRequest,
  ServerPreference,
  StaticAssignment,
} from "../../src/server/mod.ts";
import { answer, iaNa, iaPd, ias, ip, net, reply, request, silence, status } from "./_transaction.ts";

const NO_ADDRESS = "ia-na 1 t1 0 t2 0: NoAddrsAvail", NO_PREFIX = "ia-pd 2 t1 0 t2 0: NoPrefixAvail";
const UNBOUND = ["ia-na 1 t1 0 t2 0: NoBinding", "ia-pd 2 t1 0 t2 0: NoBinding"];

/** RFC 9915 section 18.3: what becomes of an IA_NA and an IA_PD that no handler answers. */
const LEFTOVERS: readonly [type: number, ias: string[], status: string | undefined][] = [
  [MessageType.Solicit, [NO_ADDRESS, NO_PREFIX], undefined],
  [MessageType.Request, [NO_ADDRESS, NO_PREFIX], undefined],
  [MessageType.Renew, UNBOUND, undefined],
  [MessageType.Release, UNBOUND, "Success"],
  [MessageType.Decline, UNBOUND, "Success"],
];

for (const [type, refused, whole] of LEFTOVERS) {
  Deno.test(`leftovers: a ${messageTypeName(type)} for what nobody assigns is refused by the status of each IA`, async () => {
    const message = reply(await answer(request(type, iaNa(1, "2001:db8::7"), iaPd(2, "2001:db8:7::/48"))));
    assertEquals(ias(message), refused);
    assertEquals(status(message), whole);
  });
}

const UNKNOWN: readonly [type: number, reason: string][] = [
  [MessageType.Confirm, "nothing is known of the client's link"],
  [MessageType.Rebind, "nothing is known of the client's leases"],
];

for (const [type, reason] of UNKNOWN) {
  Deno.test(`leftovers: a ${messageTypeName(type)} that no handler knows anything of is left to other servers`, async () => {
    assertEquals(silence(await answer(request(type, iaNa(1, "2001:db8::7"), iaPd(2, "2001:db8:7::/48")))), reason);
  });
}

Deno.test("leftovers: a confirm without IAs is not answered", async () => {
  assertEquals(silence(await answer(request(MessageType.Confirm))), "it confirms no address");
});

for (const type of [MessageType.Solicit, MessageType.Request, MessageType.Renew, MessageType.Rebind]) {
  Deno.test(`leftovers: a ${messageTypeName(type)} without IAs is answered without status`, async () => {
    const message = reply(await answer(request(type)));
    assertEquals(message?.options.codes, [2, 1]);
  });
}

/** Gives its client this address, and no prefix. */
const addressOnly = new StaticAssignment({
  source: { lookUp: () => ({ address: ip("2001:db8::7") }) } satisfies AssignmentSource,
  addressLifetimes: { preferred: 1000, valid: 2000 },
});
const GIVEN = "ia-na 1 t1 500 t2 800: 2001:db8::7 1000/2000";
const rapid = RapidCommit.of({});

interface RapidCommitCase {
  readonly behaviour: string;
  readonly allowed: boolean;
  readonly even?: boolean;
  readonly options: OptionEntry[];
  readonly type: "advertise" | "reply";
}

const RAPID_COMMITS: readonly RapidCommitCase[] = [
  { behaviour: "allowed and asked for commits at once", allowed: true, options: [rapid, iaNa(1)], type: "reply" },
  { behaviour: "not asked for only advertises", allowed: true, options: [iaNa(1)], type: "advertise" },
  { behaviour: "not allowed only advertises", allowed: false, options: [rapid, iaNa(1)], type: "advertise" },
  {
    behaviour: "with a refusal only advertises",
    allowed: true,
    options: [rapid, iaNa(1), iaPd(2)],
    type: "advertise",
  },
  {
    behaviour: "with a refusal commits where that is wanted",
    allowed: true,
    even: true,
    options: [rapid, iaNa(1), iaPd(2)],
    type: "reply",
  },
  {
    behaviour: "not allowed only advertises even where refusals are committed",
    allowed: false,
    even: true,
    options: [rapid, iaNa(1)],
    type: "advertise",
  },
];

for (const { behaviour, allowed, even, options, type } of RAPID_COMMITS) {
  Deno.test(`rapid commit: a solicit ${behaviour}`, async () => {
    const init = { allowRapidCommit: allowed, rapidCommitRejections: even };
    const message = reply(await answer(request(MessageType.Solicit, ...options), [addressOnly], init));
    assertEquals(message?.typeName, type);
    assertEquals(message?.options.has(RapidCommit), type === "reply");
    assertEquals(ias(message)[0], GIVEN);
  });
}

Deno.test("rapid commit: only a solicit is told of it", async () => {
  const message = request(MessageType.Request, rapid, iaNa(1));
  const { options } = reply(await answer(message, [addressOnly], { allowRapidCommit: true }))!;
  assertEquals(options.has(RapidCommit), false);
});

Deno.test("rapid commit: the reply has what replies have, and nothing that only advertises have", async () => {
  const handlers = [new ServerPreference(7), new AllowUnicast(ip("2001:db8::1")), addressOnly];
  const { options } = reply(await answer(request(MessageType.Solicit, rapid), handlers, { allowRapidCommit: true }))!;
  assertEquals([options.has(Preference), options.has(ServerUnicast)], [false, true]);
});

const PREFERENCES: readonly [behaviour: string, type: number, handlers: Handler[], preferences: number[]][] = [
  ["is in advertises", MessageType.Solicit, [new ServerPreference(7)], [7]],
  ["of 0 is in advertises too", MessageType.Solicit, [new ServerPreference(0)], [0]],
  ["is not in replies", MessageType.Request, [new ServerPreference(7)], []],
  ["of the first handler is the one", MessageType.Solicit, [new ServerPreference(7), new ServerPreference(8)], [7]],
];

for (const [behaviour, type, handlers, preferences] of PREFERENCES) {
  Deno.test(`preference: the server's ${behaviour}`, async () => {
    const { options } = reply(await answer(request(type), handlers))!;
    assertEquals(options.getAll(Preference).map(({ preference }) => preference), preferences);
  });
}

const IGNORED: readonly [behaviour: string, types: number[] | undefined, type: number, ignored: boolean][] = [
  ["without types ignores everything", undefined, MessageType.Renew, true],
  ["ignores the types that it is given", [MessageType.Solicit, MessageType.Renew], MessageType.Renew, true],
  ["leaves other types alone", [MessageType.Solicit, MessageType.Renew], MessageType.Request, false],
  ["with an empty list of types ignores nothing", [], MessageType.Solicit, false],
];

for (const [behaviour, types, type, ignored] of IGNORED) {
  Deno.test(`ignore-request: it ${behaviour}`, async () => {
    const bundle = await answer(request(type), [new IgnoreRequest(types)]);
    assertEquals(silence(bundle), ignored ? "ignored by configuration" : undefined);
    assertEquals(reply(bundle) === undefined, ignored);
  });
}

Deno.test("leftovers: an IA that a handler answered is not refused", async () => {
  const source: AssignmentSource = { lookUp: () => ({ prefix: net("2001:db8:7::/48") }) };
  const handler = new StaticAssignment({ source, prefixLifetimes: { preferred: 10, valid: 20 } });
  const message = reply(await answer(request(MessageType.Solicit, iaNa(1), iaPd(2)), [handler]));
  assertEquals(ias(message), [NO_ADDRESS, "ia-pd 2 t1 5 t2 8: 2001:db8:7::/48 10/20"]);
});
