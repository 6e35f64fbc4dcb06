import { assertEquals } from "@std/assert";
import { MessageType, messageTypeName, type OptionEntry } from "../../src/dhcpv6/mod.ts";
import { OptionRequest, Status } from "../../src/dhcpv6/options/mod.ts";
import { type Assignment, type Handler, StaticAssignment } from "../../src/server/mod.ts";
import { answer, iaNa, iaPd, ias, ip, net, reply, request, silence, status } from "./_transaction.ts";

const ADDRESS = { address: ip("2001:db8::7") };
const PREFIX = { prefix: net("2001:db8:7::/48") };
const BOTH = { ...ADDRESS, ...PREFIX };

function giving(assignment: Assignment | undefined): StaticAssignment {
  return new StaticAssignment({
    source: { lookUp: () => Promise.resolve(assignment) },
    addressLifetimes: { preferred: 1000, valid: 2000 },
    prefixLifetimes: { preferred: 100, valid: 200 },
  });
}

const GIVEN = "2001:db8::7 1000/2000", DELEGATED = "2001:db8:7::/48 100/200";
const NA = `ia-na 1 t1 500 t2 800: ${GIVEN}`, PD = `ia-pd 2 t1 50 t2 80: ${DELEGATED}`;

const ASKING = [MessageType.Solicit, MessageType.Request, MessageType.Renew, MessageType.Rebind];
const WISHING = [MessageType.Solicit, MessageType.Request];
const EXTENDING = [MessageType.Renew, MessageType.Rebind];
const RETURNING = [MessageType.Release, MessageType.Decline];

interface AssignCase {
  readonly behaviour: string;
  readonly types: readonly number[];
  readonly has: Assignment;
  readonly asks: OptionEntry[];
  readonly gets: string[];
}

const ASSIGNED: readonly AssignCase[] = [
  { behaviour: "for an empty IA_NA gets its address", types: ASKING, has: BOTH, asks: [iaNa(1)], gets: [NA] },
  { behaviour: "for an empty IA_PD gets its prefix", types: ASKING, has: BOTH, asks: [iaPd(2)], gets: [PD] },
  { behaviour: "for both gets both", types: ASKING, has: BOTH, asks: [iaPd(2), iaNa(1)], gets: [NA, PD] },
  {
    behaviour: "with what is assigned keeps it",
    types: ASKING,
    has: BOTH,
    asks: [iaNa(1, "2001:db8::7"), iaPd(2, "2001:db8:7::/48")],
    gets: [NA, PD],
  },
  {
    behaviour: "with hints for any address and any prefix of a length gets its own",
    types: ASKING,
    has: BOTH,
    asks: [iaNa(1, "::"), iaPd(2, "::/56")],
    gets: [NA, PD],
  },
  {
    behaviour: "that wishes for others gets its own, and no word of the others",
    types: WISHING,
    has: BOTH,
    asks: [iaNa(1, "2001:db8::8"), iaPd(2, "2001:db8:8::/48", "2001:db8:7::/56")],
    gets: [NA, PD],
  },
  {
    behaviour: "that holds others gets its own, and the others are ended",
    types: EXTENDING,
    has: BOTH,
    asks: [iaNa(1, "2001:db8::8", "2001:db8::7", "2001:db8::9"), iaPd(2, "2001:db8:8::/48", "2001:db8:7::/56")],
    gets: [
      `${NA}; 2001:db8::8 0/0; 2001:db8::9 0/0`,
      `${PD}; 2001:db8:8::/48 0/0; 2001:db8:7::/56 0/0`,
    ],
  },
  {
    behaviour: "with two IA_NAs gets one address",
    types: WISHING,
    has: BOTH,
    asks: [iaNa(1), iaNa(3)],
    gets: [NA, "ia-na 3 t1 0 t2 0: NoAddrsAvail"],
  },
  {
    behaviour: "with two IA_NAs has one extended",
    types: EXTENDING,
    has: BOTH,
    asks: [iaNa(1), iaNa(3)],
    gets: [NA, "ia-na 3 t1 0 t2 0: NoBinding"],
  },
  {
    behaviour: "with two IA_NAs has the one extended that holds its address",
    types: EXTENDING,
    has: BOTH,
    asks: [iaNa(3), iaNa(1, "2001:db8::7")],
    gets: [NA, "ia-na 3 t1 0 t2 0: NoBinding"],
  },
  {
    behaviour: "with two IA_PDs gets one prefix",
    types: WISHING,
    has: BOTH,
    asks: [iaPd(2), iaPd(3)],
    gets: [PD, "ia-pd 3 t1 0 t2 0: NoPrefixAvail"],
  },
  {
    behaviour: "for both with an address alone is refused the prefix",
    types: WISHING,
    has: ADDRESS,
    asks: [iaNa(1), iaPd(2)],
    gets: [NA, "ia-pd 2 t1 0 t2 0: NoPrefixAvail"],
  },
  {
    behaviour: "for both with a prefix alone is refused the address",
    types: WISHING,
    has: PREFIX,
    asks: [iaNa(1), iaPd(2)],
    gets: ["ia-na 1 t1 0 t2 0: NoAddrsAvail", PD],
  },
  {
    behaviour: "for both with an address alone has no prefix extended",
    types: EXTENDING,
    has: ADDRESS,
    asks: [iaNa(1), iaPd(2)],
    gets: [NA, "ia-pd 2 t1 0 t2 0: NoBinding"],
  },
];

for (const { behaviour, types, has, asks, gets } of ASSIGNED) {
  for (const type of types) {
    Deno.test(`static assignment: a ${messageTypeName(type)} ${behaviour}`, async () => {
      const message = reply(await answer(request(type, ...asks), [giving(has)]));
      assertEquals(ias(message), gets);
      assertEquals(status(message), undefined);
    });
  }
}

const RETURNED: readonly [behaviour: string, has: Assignment | undefined, ia: OptionEntry[], ias: string[]][] = [
  ["of what is assigned is taken", BOTH, [iaNa(1, "2001:db8::7"), iaPd(2, "2001:db8:7::/48")], []],
  ["of an IA without leases is taken", BOTH, [iaNa(1), iaPd(2)], []],
  ["of another address beside its own is taken", BOTH, [iaNa(1, "2001:db8::8", "2001:db8::7")], []],
  ["of another address is no binding", BOTH, [iaNa(1, "2001:db8::8")], ["ia-na 1 t1 0 t2 0: NoBinding"]],
  ["of a prefix by a client that has none is no binding", ADDRESS, [iaNa(1, "2001:db8::7"), iaPd(2)], [
    "ia-pd 2 t1 0 t2 0: NoBinding",
  ]],
  ["by an unknown client is no binding", undefined, [iaNa(1, "2001:db8::7")], ["ia-na 1 t1 0 t2 0: NoBinding"]],
];

for (const [behaviour, has, asks, refused] of RETURNED) {
  for (const type of RETURNING) {
    Deno.test(`static assignment: a ${messageTypeName(type)} ${behaviour}`, async () => {
      const message = reply(await answer(request(type, ...asks), [giving(has)]));
      assertEquals(ias(message), refused);
      assertEquals(status(message), "Success");
    });
  }
}

const CONFIRMED: readonly [behaviour: string, has: Assignment | undefined, ia: OptionEntry[], status?: string][] = [
  ["of its address is confirmed", BOTH, [iaNa(1, "2001:db8::7")], "Success"],
  ["of another address is not on this link", BOTH, [iaNa(1, "2001:db8::8")], "NotOnLink"],
  ["of another address beside its own is not on this link", BOTH, [iaNa(1, "2001:db8::7", "2001:db8::8")], "NotOnLink"],
  ["of another address in a second IA is not on this link", BOTH, [
    iaNa(1, "2001:db8::7"),
    iaNa(3, "2001:db8::8"),
  ], "NotOnLink"],
  ["without addresses is not answered", BOTH, [iaNa(1)]],
  ["of an unknown client is not answered", undefined, [iaNa(1, "2001:db8::7")]],
];

for (const [behaviour, has, asks, expected] of CONFIRMED) {
  Deno.test(`static assignment: a confirm ${behaviour}`, async () => {
    const bundle = await answer(request(MessageType.Confirm, ...asks), [giving(has)]);
    assertEquals(status(reply(bundle)), expected);
    assertEquals(ias(reply(bundle)), []);
    assertEquals(silence(bundle) !== undefined, expected === undefined);
  });
}

const other = giving({ address: ip("2001:db8::9"), prefix: net("2001:db8:9::/48") });
const SEVERAL: readonly [behaviour: string, type: number, handlers: Handler[], ia: OptionEntry[], ias: string[]][] = [
  ["the first that knows the client gives", MessageType.Request, [giving(undefined), giving(BOTH), other], [
    iaNa(1),
    iaPd(2),
  ], [NA, PD]],
  ["the next gives what the first lacks", MessageType.Request, [giving(ADDRESS), other], [iaNa(1), iaPd(2)], [
    NA,
    "ia-pd 2 t1 50 t2 80: 2001:db8:9::/48 100/200",
  ]],
  ["a release is taken by the one that gave", MessageType.Release, [giving(BOTH), other], [iaNa(1, "2001:db8::7")], []],
  ["a confirm has one status", MessageType.Confirm, [giving(BOTH), other], [iaNa(1, "2001:db8::7")], []],
];

for (const [behaviour, type, handlers, asks, expected] of SEVERAL) {
  Deno.test(`static assignment: of several, ${behaviour}`, async () => {
    const message = reply(await answer(request(type, ...asks), handlers));
    assertEquals(ias(message), expected);
    assertEquals(message!.options.getAll(Status).length, type === MessageType.Request ? 0 : 1);
  });
}

Deno.test("static assignment: nobody is looked up who asks for nothing", async () => {
  let lookedUp = 0;
  const handler = new StaticAssignment({
    source: {
      lookUp() {
        lookedUp++;
        return BOTH;
      },
    },
  });
  await answer(request(MessageType.InformationRequest, OptionRequest.of({ codes: [23] })), [handler]);
  await answer(request(MessageType.Solicit), [handler]);
  assertEquals(lookedUp, 0);
  await answer(request(MessageType.Solicit, iaNa(1)), [handler]);
  assertEquals(lookedUp, 1);
});

Deno.test("static assignment: without lifetimes given, they are 7 and 30 days", async () => {
  const handler = new StaticAssignment({ source: { lookUp: () => BOTH } });
  assertEquals(ias(reply(await answer(request(MessageType.Solicit, iaNa(1), iaPd(2)), [handler]))), [
    "ia-na 1 t1 302400 t2 483840: 2001:db8::7 604800/2592000",
    "ia-pd 2 t1 302400 t2 483840: 2001:db8:7::/48 604800/2592000",
  ]);
});
