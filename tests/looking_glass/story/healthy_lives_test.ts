import { assertEquals } from "@std/assert";
import { advertise, Life, na, pd, rapidCommit, reply, silence, status, told } from "./_life.ts";

const A = "2001:db8:100::/56", B = "2001:db8:200::/56", C = "2001:db8:300::/56", ADDRESS = "2001:db8:0:1::5";

/** A client that gets prefix A of dhcp02 at 12:00, until 14:00. */
function born(): Life {
  return new Life()
    .sends("12:00", { type: "Solicit", options: [pd()] }, {
      dhcp01: advertise(pd(B)),
      dhcp02: advertise(pd(A)),
      dhcp03: advertise(pd(C)),
    })
    .sends("12:00:01", { type: "Request", to: "dhcp02", options: [pd(A)] }, {
      dhcp01: silence,
      dhcp02: reply(pd(A)),
      dhcp03: silence,
    });
}
const BIRTH = `12:00 Asked all servers, 3 offers (dhcp01, dhcp02, dhcp03); took dhcp02's: ${A}, valid 2 h`;

Deno.test("a client that asks all servers, gets three offers and takes one", async () => {
  const { story, headline, next } = await told(born(), "12:30");
  assertEquals(story, [BIRTH]);
  assertEquals(headline, `Has ${A} from dhcp02 until 14:00; is to renew at 13:00.`);
  assertEquals(next, "");
});

Deno.test("a client with one server", async () => {
  const life = new Life()
    .sends("12:00", { type: "Solicit", options: [na(), pd()] }, { dhcp01: advertise(na(ADDRESS), pd(A)) })
    .sends("12:00:01", { type: "Request", to: "dhcp01", options: [na(ADDRESS), pd(A)] }, {
      dhcp01: reply(na(ADDRESS), pd(A)),
    });
  const { story, headline } = await told(life, "12:30");
  assertEquals(story, [`12:00 Asked all servers, 1 offer (dhcp01); took it: ${ADDRESS} and ${A}, valid 2 h`]);
  assertEquals(headline, `Has ${ADDRESS} and ${A} from dhcp01 until 14:00; is to renew at 13:00.`);
});

Deno.test("a client that renews on time, again and again, is told once", async () => {
  const life = born();
  for (const time of ["13:00", "14:00:20", "15:00"]) {
    life.sends(time, { type: "Renew", to: "dhcp02", options: [pd(A)] }, {
      dhcp01: silence,
      dhcp02: reply(pd(A)),
      dhcp03: silence,
    });
  }
  const { story, headline } = await told(life, "15:30");
  assertEquals(story, [BIRTH, `13:00 Renewed on time 3 times; dhcp02 extended ${A}, valid 2 h, each time`]);
  assertEquals(headline, `Has ${A} from dhcp02 until 17:00; renews on time.`);
});

Deno.test("a client that renewed once", async () => {
  const life = born().sends("13:00", { type: "Renew", to: "dhcp02", options: [pd(A)] }, { dhcp02: reply(pd(A)) });
  assertEquals((await told(life, "13:30")).story.at(-1), `13:00 Renewed on time; dhcp02 extended ${A}, valid 2 h`);
});

Deno.test("a client that gets its prefix at once, by rapid commit", async () => {
  const life = new Life().sends("12:00", { type: "Solicit", options: [rapidCommit, pd()] }, {
    dhcp01: reply(rapidCommit, pd(A)),
  });
  const { story, headline } = await told(life, "12:30");
  assertEquals(story, [
    `12:00 Asked all servers for a quick answer (rapid commit); dhcp01 gave ${A}, valid 2 h, at once`,
  ]);
  assertEquals(headline, `Has ${A} from dhcp01 until 14:00; is to renew at 13:00.`);
});

Deno.test("a client that was restarted gets the same prefix again", async () => {
  const life = born()
    .sends("12:40", { type: "Solicit", options: [pd()] }, { dhcp02: advertise(pd(A)) })
    .sends("12:40:01", { type: "Request", to: "dhcp02", options: [pd(A)] }, { dhcp02: reply(pd(A)) });
  const { story, headline } = await told(life, "12:50");
  assertEquals(story, [
    BIRTH,
    `12:40 Started over: asked all servers, 1 offer (dhcp02); took it: ${A} again, valid 2 h`,
  ]);
  assertEquals(headline, `Has ${A} from dhcp02 until 14:40; is to renew at 13:40.`);
});

Deno.test("a client that gives its prefix back", async () => {
  const life = born().sends("12:45", { type: "Release", to: "dhcp02", options: [pd(A)] }, {
    dhcp01: silence,
    dhcp02: reply(status("Success", "released")),
  });
  const { story, headline } = await told(life, "18:00");
  assertEquals(story, [BIRTH, `12:45 Gave back ${A}; dhcp02 took it back`]);
  assertEquals(headline, `Gave back ${A} at 12:45, and has asked for nothing since.`);
});

Deno.test("a client that comes back to its link and may keep its address", async () => {
  const life = new Life()
    .sends("12:00", { type: "Solicit", options: [na()] }, { dhcp01: advertise(na(ADDRESS)) })
    .sends("12:00:01", { type: "Request", to: "dhcp01", options: [na(ADDRESS)] }, { dhcp01: reply(na(ADDRESS)) })
    .sends("12:20", { type: "Confirm", options: [na(ADDRESS)] }, {
      dhcp01: reply(status("Success")),
      dhcp02: reply(status("Success")),
    });
  const { story, headline } = await told(life, "12:30");
  assertEquals(story.at(-1), `12:20 Came back to its link (Confirm); dhcp01 and dhcp02 say that ${ADDRESS} still fits`);
  assertEquals(headline, `Has ${ADDRESS} from dhcp01 until 14:00; is to renew at 13:00.`);
});

Deno.test("a client with a prefix that comes back to its link asks by Rebind", async () => {
  const life = born().sends("12:20", { type: "Rebind", options: [pd(A)] }, {
    dhcp01: silence,
    dhcp02: reply(pd(A)),
    dhcp03: silence,
  });
  const { story, headline } = await told(life, "12:30");
  assertEquals(story.at(-1), `12:20 Came back to its link (Rebind); dhcp02 extended ${A}, valid 2 h`);
  assertEquals(headline, `Has ${A} from dhcp02 until 14:20; is to renew at 13:20.`);
});

Deno.test("a client that only asks for settings", async () => {
  const life = new Life();
  for (const time of ["12:00", "12:30", "13:00"]) {
    life.sends(time, { type: "InformationRequest" }, { dhcp01: reply(), dhcp02: reply() });
  }
  const { story, headline } = await told(life, "13:30");
  assertEquals(story, [
    "12:00 Asked for settings only (Information-request) 3 times in 1 h; dhcp01 and dhcp02 answered",
  ]);
  assertEquals(headline, "Asks for settings only, and gets them from dhcp02.");
});

Deno.test("a client that a server tells to renew", async () => {
  const life = born().reconfigures("12:10", "dhcp02", 5)
    .sends("12:10:01", { type: "Renew", to: "dhcp02", options: [pd(A)] }, { dhcp02: reply(pd(A)) });
  const { story, headline } = await told(life, "12:30");
  assertEquals(story, [
    BIRTH,
    "12:10 dhcp02 told it to renew (Reconfigure)",
    `12:10 Renewed as it was told; dhcp02 extended ${A}, valid 2 h`,
  ]);
  assertEquals(headline, `Has ${A} from dhcp02 until 14:10; renewed as it was told.`);
});

Deno.test("a client that is moved to another prefix by its server", async () => {
  const life = born().sends("13:00", { type: "Renew", to: "dhcp02", options: [pd(A)] }, {
    dhcp02: reply(pd(A, { valid: 0 }), pd(B)),
  });
  const { story, headline } = await told(life, "13:30");
  assertEquals(
    story.at(-1),
    `13:00 Renewed on time; dhcp02 took ${A} away (lifetime 0) and gave ${B}, valid 2 h, instead [degraded]`,
  );
  assertEquals(headline, `Has ${B} from dhcp02 until 15:00; renews on time. [degraded]`);
});

Deno.test("a client whose prefix is on its way out", async () => {
  const life = born().sends("13:00", { type: "Renew", to: "dhcp02", options: [pd(A)] }, {
    dhcp02: reply(pd(A, { preferred: 0 })),
  });
  assertEquals(
    (await told(life, "13:30")).story.at(-1),
    `13:00 Renewed on time; dhcp02 extended ${A}, valid 2 h, for what is under way only (preferred lifetime 0)`,
  );
});

Deno.test("a client that asks for its address and its prefix apart", async () => {
  const life = new Life()
    .sends("12:00:00.1", { type: "Solicit", options: [na()] }, { dhcp01: advertise(na(ADDRESS)) })
    .sends("12:00:00.2", { type: "Solicit", options: [pd()] }, { dhcp01: advertise(pd(A)) })
    .sends("12:00:01.1", { type: "Request", to: "dhcp01", options: [na(ADDRESS)] }, { dhcp01: reply(na(ADDRESS)) })
    .sends("12:00:01.2", { type: "Request", to: "dhcp01", options: [pd(A)] }, { dhcp01: reply(pd(A)) });
  const { story, headline } = await told(life, "12:30");
  assertEquals(story, [
    `12:00 Asked all servers, 1 offer (dhcp01); took it: ${ADDRESS}, valid 2 h`,
    `12:00 Asked all servers, 1 offer (dhcp01); took it: ${A}, valid 2 h`,
  ]);
  assertEquals(headline, `Has ${ADDRESS} and ${A} from dhcp01 until 14:00; is to renew at 13:00.`);
});

Deno.test("a client with a lease for ever", async () => {
  const forever = { valid: 0xffffffff, t1: 0xffffffff, t2: 0xffffffff };
  const life = new Life()
    .sends("12:00", { type: "Solicit", options: [pd()] }, { dhcp01: advertise(pd(A, forever)) })
    .sends("12:00:01", { type: "Request", to: "dhcp01", options: [pd(A)] }, { dhcp01: reply(pd(A, forever)) });
  const { story, headline } = await told(life, "18:00");
  assertEquals(story, [`12:00 Asked all servers, 1 offer (dhcp01); took it: ${A}, valid for ever`]);
  assertEquals(headline, `Has ${A} from dhcp01 for ever.`);
});

Deno.test("a client that is left to renew when it likes", async () => {
  const free = { t1: 0, t2: 0 };
  const life = new Life()
    .sends("12:00", { type: "Solicit", options: [pd()] }, { dhcp01: advertise(pd(A, free)) })
    .sends("12:00:01", { type: "Request", to: "dhcp01", options: [pd(A)] }, { dhcp01: reply(pd(A, free)) })
    .sends("12:50", { type: "Renew", to: "dhcp01", options: [pd(A)] }, { dhcp01: reply(pd(A, free)) });
  const { story, headline } = await told(life, "13:00");
  assertEquals(story.at(-1), `12:50 Renewed; dhcp01 extended ${A}, valid 2 h`);
  assertEquals(headline, `Has ${A} from dhcp01 until 14:50; renews.`);
});

Deno.test("a client whose earlier days are not on the page", async () => {
  const life = born()
    .sends("13:00", { type: "Renew", to: "dhcp02", options: [pd(A)] }, { dhcp02: reply(pd(A)) })
    .sends("14:00", { type: "Renew", to: "dhcp02", options: [pd(A)] }, { dhcp02: reply(pd(A)) });
  const { story } = await told(life, "14:30", { from: "12:30" });
  assertEquals(story, [
    `13:00 Renewed; dhcp02 extended ${A}, valid 2 h`,
    `14:00 Renewed on time; dhcp02 extended ${A}, valid 2 h`,
  ]);
});
