import { assertEquals } from "@std/assert";
import type { LogGap } from "@dhcpkit/kafka/store";
import { advertise, Life, moment, na, pd, rapidCommit, reply, silence, status, told } from "./_life.ts";

const A = "2001:db8:100::/56", B = "2001:db8:200::/56", C = "2001:db8:300::/56", ADDRESS = "2001:db8:0:1::5";

/** A client that gets prefix A of dhcp01 at 12:00, until 14:00; T1 is at 13:00, T2 at 13:36. */
function born(): Life {
  return new Life()
    .sends("12:00", { type: "Solicit", options: [pd()] }, { dhcp01: advertise(pd(A)) })
    .sends("12:00:01", { type: "Request", to: "dhcp01", options: [pd(A)] }, { dhcp01: reply(pd(A)) });
}
const BIRTH = `12:00 Asked all servers, 1 offer (dhcp01); took it: ${A}, valid 2 h`;
const TRIES = ["12:00:00", "12:00:01", "12:00:03", "12:00:07", "12:00:31"];

Deno.test("no server answers", async () => {
  const life = new Life().repeats(TRIES, { type: "Solicit", options: [pd()] }, { dhcp01: silence, dhcp02: silence });
  const { story, headline, next } = await told(life, "12:01");
  assertEquals(story, ["12:00 Asked all servers 5 times in 31 s, nobody answered [failing]"]);
  assertEquals(headline, "Asks since 12:00, and no server answers. [failing]");
  assertEquals(
    next,
    "dhcp01 and dhcp02 hear it and stay silent: look there for rate limits, rules that ignore clients, and a link that is not configured.",
  );
});

Deno.test("no server answered, and the client has given up", async () => {
  const life = new Life().repeats(TRIES, { type: "Solicit", options: [pd()] }, { dhcp01: silence });
  const { headline } = await told(life, "18:00");
  assertEquals(headline, "Asked at 12:00, and no server answered; nothing was heard of it since 12:00. [failing]");
});

Deno.test("the prefix ran out and there is none left on any server", async () => {
  const refused = advertise(pd(status("NoPrefixAvail", "all in use")));
  const life = born().repeats(["14:10", "14:20", "14:40"], { type: "Solicit", options: [pd()] }, {
    dhcp01: refused,
    dhcp02: refused,
    dhcp03: refused,
  });
  const { story, headline, next } = await told(life, "14:45");
  assertEquals(story, [
    BIRTH,
    `14:00 ${A} ran out, and the client had not asked to extend it [degraded]`,
    "14:10 Asked all servers 3 times in 30 min, 3 of 3 servers refused with NoPrefixAvail (“all in use”) [failing]",
  ]);
  assertEquals(headline, "Has had no prefix since 14:00; 3 of 3 servers answer NoPrefixAvail. [failing]");
  assertEquals(next, "See whether dhcp01, dhcp02 and dhcp03 have any prefix left for this link, or none configured.");
});

Deno.test("the client renews late, and its server knows nothing of it any more", async () => {
  const life = born()
    .sends("13:40", { type: "Renew", to: "dhcp01", options: [pd(A)] }, {
      dhcp01: reply(pd(status("NoBinding"))),
      dhcp02: silence,
    })
    .sends("13:40:01", { type: "Solicit", options: [pd()] }, {
      dhcp01: advertise(pd(status("NoPrefixAvail"))),
      dhcp02: advertise(pd(B)),
    })
    .sends("13:40:02", { type: "Request", to: "dhcp02", options: [pd(B)] }, { dhcp01: silence, dhcp02: reply(pd(B)) });
  const { story, headline } = await told(life, "13:50");
  assertEquals(story, [
    BIRTH,
    `13:40 Renewed 40 minutes late; dhcp01 answered NoBinding; got a different /56, ${B}, valid 2 h, from dhcp02 [degraded]`,
  ]);
  assertEquals(
    headline,
    `Has ${B} from dhcp02 until 15:40; renewed 40 minutes late last time, and dhcp01 knew nothing of what it had. [degraded]`,
  );
});

Deno.test("the server that gave the prefix is down, and another one helps", async () => {
  const life = born()
    .sends("12:10", { type: "InformationRequest" }, { dhcp02: reply() })
    .repeats(["13:00", "13:00:10", "13:10", "13:30"], { type: "Renew", to: "dhcp01", options: [pd(A)] }, {
      dhcp02: silence,
    })
    .sends("13:36", { type: "Rebind", options: [pd(A)] }, { dhcp02: reply(pd(A)) });
  const { story, headline } = await told(life, "13:50");
  assertEquals(
    story.at(-1),
    [
      "13:00 Tried to renew on time; dhcp01 did not answer, asked 4 times in 30 min; asked any server (Rebind); ",
      `dhcp02 extended ${A}, valid 2 h [degraded]`,
    ].join(""),
  );
  assertEquals(headline, `Has ${A} from dhcp02 until 15:36; its server did not answer the last Renew. [degraded]`);
});

Deno.test("the server that gave the prefix is down, and the client asks it still", async () => {
  const life = born().repeats(["13:00", "13:00:10", "13:10"], { type: "Renew", to: "dhcp01", options: [pd(A)] }, {
    dhcp02: silence,
  });
  const { story, headline, next } = await told(life, "13:11");
  assertEquals(
    story.at(-1),
    "13:00 Tried to renew on time; dhcp01 has no record of it, asked 3 times in 10 min [failing]",
  );
  assertEquals(
    headline,
    `Has ${A} from dhcp01 until 14:00; asks since 13:00, and dhcp01 does not answer its Renew. [failing]`,
  );
  assertEquals(
    next,
    "Nothing shows that dhcp01 got it: see whether it is up, and whether it can be reached from the client's link.",
  );
});

Deno.test("no server extends the prefix, and it runs out", async () => {
  const life = born()
    .repeats(["13:00", "13:00:10", "13:20"], { type: "Renew", to: "dhcp01", options: [pd(A)] }, { dhcp01: silence })
    .repeats(["13:36", "13:50"], { type: "Rebind", options: [pd(A)] }, { dhcp01: silence, dhcp02: silence })
    .repeats(["14:00:30", "14:01"], { type: "Solicit", options: [pd()] }, { dhcp01: silence, dhcp02: silence });
  const { story, headline } = await told(life, "14:05");
  assertEquals(story.slice(1), [
    "13:00 Tried to renew on time; dhcp01 did not answer, asked 3 times in 20 min; asked any server (Rebind); " +
    "nobody answered, asked 2 times in 14 min [failing]",
    `14:00 ${A} ran out, and no server had extended it [failing]`,
    "14:00 Asked all servers 2 times in 30 s, nobody answered [failing]",
  ]);
  assertEquals(headline, "Has had no prefix since 14:00; asks since 14:00, and no server answers. [failing]");
});

Deno.test("the client does not take what it is offered", async () => {
  const life = new Life().repeats(TRIES, { type: "Solicit", options: [pd()] }, {
    dhcp01: advertise(pd(A)),
    dhcp02: advertise(pd(B)),
  });
  const { story, headline, next } = await told(life, "12:01");
  assertEquals(story, ["12:00 Asked all servers 5 times in 31 s, 2 offers (dhcp01, dhcp02), and took none [failing]"]);
  assertEquals(headline, `Asks since 12:00, and 2 servers offer ${A} and ${B}, and it takes none. [failing]`);
  assertEquals(
    next,
    "The offers may not reach the client: look at the way back through its relay agent, and at filters for UDP port 546.",
  );
});

Deno.test("the server whose offer was taken does not answer any more", async () => {
  const life = new Life()
    .sends("12:00", { type: "Solicit", options: [pd()] }, { dhcp01: advertise(pd(A)), dhcp02: advertise(pd(B)) })
    .repeats(["12:00:01", "12:00:02", "12:00:04"], { type: "Request", to: "dhcp02", options: [pd(B)] }, {
      dhcp01: silence,
      dhcp02: silence,
    });
  const { story, headline, next } = await told(life, "12:01");
  assertEquals(story, [
    "12:00 Asked all servers, 2 offers (dhcp01, dhcp02); took dhcp02's, but dhcp02 did not answer, asked 3 times in 3 s [failing]",
  ]);
  assertEquals(headline, "Asks since 12:00, and dhcp02 does not answer its Request. [failing]");
  assertEquals(next, "dhcp02 hears it and stays silent: look at its log.");
});

Deno.test("a server offers what it then refuses", async () => {
  const life = new Life()
    .sends("12:00", { type: "Solicit", options: [na()] }, { dhcp01: advertise(na(ADDRESS)) })
    .sends("12:00:01", { type: "Request", to: "dhcp01", options: [na(ADDRESS)] }, {
      dhcp01: reply(na(status("NoAddrsAvail", "just given away"))),
    });
  const { story, headline } = await told(life, "12:01");
  assertEquals(story, [
    "12:00 Asked all servers, 1 offer (dhcp01); took it, but dhcp01 refused with NoAddrsAvail (“just given away”) [failing]",
  ]);
  assertEquals(headline, "Asks for an address since 12:00; dhcp01 answers NoAddrsAvail. [failing]");
});

Deno.test("an address, and no prefix", async () => {
  const life = new Life()
    .sends("12:00", { type: "Solicit", options: [na(), pd()] }, {
      dhcp01: advertise(na(ADDRESS), pd(status("NoPrefixAvail"))),
    })
    .sends("12:00:01", { type: "Request", to: "dhcp01", options: [na(ADDRESS), pd()] }, {
      dhcp01: reply(na(ADDRESS), pd(status("NoPrefixAvail"))),
    });
  const { story, headline, next } = await told(life, "12:30");
  assertEquals(story, [
    `12:00 Asked all servers, 1 offer (dhcp01); took it: ${ADDRESS}, valid 2 h; no prefix: NoPrefixAvail [degraded]`,
  ]);
  assertEquals(
    headline,
    `Has ${ADDRESS} from dhcp01 until 14:00, but no prefix: dhcp01 answers NoPrefixAvail. [degraded]`,
  );
  assertEquals(next, "See whether dhcp01 has any prefix left for this link, or none configured.");
});

Deno.test("an address, and no prefix, by a client that asks for them apart", async () => {
  const life = new Life()
    .sends("12:00:00.1", { type: "Solicit", options: [pd()] }, { dhcp01: advertise(pd(status("NoPrefixAvail"))) })
    .sends("12:00:00.2", { type: "Solicit", options: [na()] }, { dhcp01: advertise(na(ADDRESS)) })
    .sends("12:00:01", { type: "Request", to: "dhcp01", options: [na(ADDRESS)] }, { dhcp01: reply(na(ADDRESS)) });
  const { story, headline } = await told(life, "12:30");
  assertEquals(story, [
    "12:00 Asked all servers, dhcp01 refused with NoPrefixAvail [failing]",
    `12:00 Asked all servers, 1 offer (dhcp01); took it: ${ADDRESS}, valid 2 h`,
  ]);
  assertEquals(headline, `Has ${ADDRESS} from dhcp01 until 14:00; dhcp01 answers NoPrefixAvail. [failing]`);
});

Deno.test("another device uses the address already", async () => {
  const life = new Life()
    .sends("12:00", { type: "Solicit", options: [na()] }, { dhcp01: advertise(na(ADDRESS)) })
    .sends("12:00:01", { type: "Request", to: "dhcp01", options: [na(ADDRESS)] }, { dhcp01: reply(na(ADDRESS)) })
    .sends("12:00:03", { type: "Decline", to: "dhcp01", options: [na(ADDRESS)] }, { dhcp01: reply(status("Success")) });
  const { story, headline, next } = await told(life, "12:01");
  assertEquals(
    story.at(-1),
    `12:00 Refused ${ADDRESS}, since another device uses it already (Decline); dhcp01 noted it [failing]`,
  );
  assertEquals(headline, `Has had no address since 12:00; another device uses ${ADDRESS} already. [failing]`);
  assertEquals(
    next,
    "Find the other device by the neighbour tables of the link's routers, and see whether two servers give from one pool.",
  );
});

Deno.test("the server takes the prefix away and gives nothing instead", async () => {
  const life = born().sends("13:00", { type: "Renew", to: "dhcp01", options: [pd(A)] }, {
    dhcp01: reply(pd(A, { valid: 0 })),
  });
  const { story, headline } = await told(life, "13:30");
  assertEquals(story.at(-1), `13:00 Renewed on time; dhcp01 took ${A} away (lifetime 0) [failing]`);
  assertEquals(headline, `Has had no prefix since 13:00; dhcp01 took ${A} away. [failing]`);
});

Deno.test("the client was switched off, and its prefix ran out", async () => {
  const { story, headline, next } = await told(born(), "18:00");
  assertEquals(story, [BIRTH, `14:00 ${A} ran out, and the client had not asked to extend it [degraded]`]);
  assertEquals(
    headline,
    `Has had no prefix since 14:00: ${A} ran out, and nothing was heard of the client since 12:00. [degraded]`,
  );
  assertEquals(next, "See whether the client is up: it has to ask, and no server has heard it.");
});

Deno.test("the client should have renewed, and has not", async () => {
  const { headline } = await told(born(), "13:20");
  assertEquals(headline, `Has ${A} from dhcp01 until 14:00; was to renew at 13:00, and has not. [degraded]`);
});

Deno.test("the client was moved to another link", async () => {
  const life = new Life()
    .sends("12:00", { type: "Solicit", options: [na()] }, { dhcp01: advertise(na(ADDRESS)) })
    .sends("12:00:01", { type: "Request", to: "dhcp01", options: [na(ADDRESS)] }, { dhcp01: reply(na(ADDRESS)) })
    .sends("12:20", { type: "Confirm", options: [na(ADDRESS)] }, { dhcp01: reply(status("NotOnLink", "wrong link")) });
  const { story } = await told(life, "12:30");
  assertEquals(
    story.at(-1),
    `12:20 Came back to its link (Confirm); dhcp01 says that ${ADDRESS} does not fit: NotOnLink (“wrong link”) [degraded]`,
  );
});

Deno.test("the server knows nothing of the client each time", async () => {
  const life = born();
  for (const [renew, request] of [["13:00", "13:00:01"], ["14:00", "14:00:01"]]) {
    life.sends(renew, { type: "Renew", to: "dhcp01", options: [pd(A)] }, {
      dhcp01: reply(pd(status("NoBinding", "who?"))),
    })
      .sends(request, { type: "Request", to: "dhcp01", options: [pd(A)] }, { dhcp01: reply(pd(A)) });
  }
  const { story, headline } = await told(life, "14:30");
  assertEquals(
    story.slice(1),
    ["13:00", "14:00"].map((time) =>
      `${time} Renewed on time; dhcp01 answered NoBinding (“who?”); got ${A} again, valid 2 h, from dhcp01 [degraded]`
    ),
  );
  assertEquals(headline, `Has ${A} from dhcp01 until 16:00; dhcp01 knew nothing of what it had. [degraded]`);
});

Deno.test("the server knows nothing of the client, and that is all", async () => {
  const life = born().sends("13:00", { type: "Renew", to: "dhcp01", options: [pd(A)] }, {
    dhcp01: reply(pd(status("NoBinding"))),
  });
  const { story, headline, next } = await told(life, "13:10");
  assertEquals(story.at(-1), "13:00 Renewed on time; dhcp01 answered NoBinding [failing]");
  assertEquals(headline, "Has had no prefix since 13:00; dhcp01 answers NoBinding. [failing]");
  assertEquals(
    next,
    "dhcp01 has lost the lease or never had it: look at the lease database, and at what servers share.",
  );
});

Deno.test("the server knows nothing of the prefix, and extends the address", async () => {
  const life = new Life()
    .sends("12:00", { type: "Solicit", options: [na(), pd()] }, { dhcp01: advertise(na(ADDRESS), pd(A)) })
    .sends("12:00:01", { type: "Request", to: "dhcp01", options: [na(ADDRESS), pd(A)] }, {
      dhcp01: reply(na(ADDRESS), pd(A)),
    })
    .sends("13:00", { type: "Renew", to: "dhcp01", options: [na(ADDRESS), pd(A)] }, {
      dhcp01: reply(na(ADDRESS), pd(status("NoBinding"))),
    });
  const { story, headline } = await told(life, "13:10");
  assertEquals(
    story.at(-1),
    `13:00 Renewed on time; dhcp01 extended ${ADDRESS}, valid 2 h, and answered NoBinding for ${A} [failing]`,
  );
  assertEquals(headline, `Has ${ADDRESS} from dhcp01 until 15:00; dhcp01 answers NoBinding. [failing]`);
});

Deno.test("the client renews far too early", async () => {
  const life = born().sends("12:05", { type: "Renew", to: "dhcp01", options: [pd(A)] }, { dhcp01: reply(pd(A)) });
  const { story, headline } = await told(life, "12:10");
  assertEquals(story.at(-1), `12:05 Renewed 55 minutes early; dhcp01 extended ${A}, valid 2 h [degraded]`);
  assertEquals(headline, `Has ${A} from dhcp01 until 14:05; renewed 55 minutes early last time. [degraded]`);
});

Deno.test("the client renews when its lease has run out", async () => {
  const life = born().sends("14:30", { type: "Renew", to: "dhcp01", options: [pd(A)] }, { dhcp01: reply(pd(A)) });
  assertEquals((await told(life, "14:40")).story.slice(1), [
    `14:00 ${A} ran out, and the client had not asked to extend it [degraded]`,
    `14:30 Renewed 1 hour 30 minutes late, when its lease had run out; dhcp01 extended ${A}, valid 2 h [degraded]`,
  ]);
});

Deno.test("the prefix is another one each time", async () => {
  const life = born()
    .sends("12:30", { type: "Solicit", options: [pd()] }, { dhcp01: advertise(pd(B)) })
    .sends("12:30:01", { type: "Request", to: "dhcp01", options: [pd(B)] }, { dhcp01: reply(pd(B)) });
  const { story } = await told(life, "12:40");
  assertEquals(
    story.at(-1),
    `12:30 Started over: asked all servers, 1 offer (dhcp01); took it: a different /56, ${B}, valid 2 h [degraded]`,
  );
});

Deno.test("two servers each give a prefix at once", async () => {
  const life = new Life().sends("12:00", { type: "Solicit", options: [rapidCommit, pd()] }, {
    dhcp01: reply(rapidCommit, pd(A)),
    dhcp02: reply(rapidCommit, pd(B)),
  });
  assertEquals((await told(life, "12:10")).story, [
    "12:00 Asked all servers for a quick answer (rapid commit); " +
    `dhcp01 gave ${A}, valid 2 h, and dhcp02 gave ${B}, valid 2 h, at once [degraded]`,
  ]);
});

Deno.test("a server gives something else than it had offered", async () => {
  const life = new Life()
    .sends("12:00", { type: "Solicit", options: [pd()] }, { dhcp01: advertise(pd(A)) })
    .sends("12:00:01", { type: "Request", to: "dhcp01", options: [pd(A)] }, { dhcp01: reply(pd(C)) });
  assertEquals((await told(life, "12:10")).story, [
    `12:00 Asked all servers, 1 offer (dhcp01); took it: ${C}, valid 2 h, which is not what it had offered [degraded]`,
  ]);
});

Deno.test("of several servers one refuses and one is silent", async () => {
  const life = new Life()
    .sends("12:00", { type: "Solicit", options: [pd()] }, {
      dhcp01: advertise(pd(A)),
      dhcp02: advertise(pd(status("NoPrefixAvail"))),
      dhcp03: silence,
    })
    .sends("12:00:01", { type: "Request", to: "dhcp01", options: [pd(A)] }, { dhcp01: reply(pd(A)) });
  assertEquals((await told(life, "12:10")).story, [
    `12:00 Asked all servers, 1 offer (dhcp01), dhcp02 refused with NoPrefixAvail, no answer from dhcp03; took it: ${A}, valid 2 h`,
  ]);
});

Deno.test("a server answers without a word of the lease", async () => {
  const life = born().sends("13:00", { type: "Renew", to: "dhcp01", options: [pd(A)] }, { dhcp01: reply() });
  const { story, headline } = await told(life, "13:10");
  assertEquals(story.at(-1), `13:00 Renewed on time; dhcp01 answered without a word of ${A} [failing]`);
  assertEquals(headline, `Has ${A} from dhcp01 until 14:00; dhcp01 does not extend it. [failing]`);
});

Deno.test("nobody answers a client that comes back, or gives back what it has", async () => {
  const life = born()
    .repeats(["12:20:00", "12:20:01", "12:20:03"], { type: "Confirm" }, { dhcp01: silence, dhcp02: silence })
    .repeats(["12:40:00", "12:40:01"], { type: "Release", to: "dhcp01", options: [pd(A)] }, { dhcp02: silence });
  assertEquals((await told(life, "12:50")).story.slice(1), [
    `12:20 Came back to its link (Confirm); nobody says whether ${A} still fits, asked 3 times in 3 s [degraded]`,
    `12:40 Gave back ${A}; dhcp01 did not answer, asked 2 times in 1 s [degraded]`,
  ]);
});

Deno.test("a server knows nothing of what it is given back", async () => {
  const life = born().sends("12:40", { type: "Release", to: "dhcp01", options: [pd(A)] }, {
    dhcp01: reply(pd(status("NoBinding"))),
  });
  assertEquals(
    (await told(life, "12:50")).story.at(-1),
    `12:40 Gave back ${A}; dhcp01 knew nothing of it: NoBinding [degraded]`,
  );
});

Deno.test("records are missing", async () => {
  const gap: LogGap = {
    topic: "t",
    partition: 0,
    fromOffset: 5n,
    toOffset: 9n,
    from: moment("12:10"),
    to: moment("12:50"),
  };
  assertEquals((await told(born(), "12:55", { gaps: [gap] })).story, [
    BIRTH,
    "12:10 Records are missing until 12:50: what happened meanwhile is not known [degraded]",
  ]);
});

Deno.test("what servers say cannot turn a page around", async () => {
  const words = "full\u202e<script>\n";
  const life = new Life().sends("12:00", { type: "Solicit", options: [pd()] }, {
    dhcp01: advertise(pd(status("NoPrefixAvail", words))),
  });
  assertEquals((await told(life, "12:01")).story, [
    "12:00 Asked all servers, dhcp01 refused with NoPrefixAvail (“full\\u202e<script>\\u000a”) [failing]",
  ]);
});
