import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { hashPassword, MemoryAudit } from "@dhcpkit/kafka/looking-glass";
import { portOf } from "./_findings.ts";
import { ATTRIBUTE, HOSTILE, SCRIPT, type TestGlass, textOf, UNSEEN, withGlass } from "./_fixture.ts";

const TOKEN = "0123456789abcdef", VIEWER = "fedcba9876543210";
const access = {
  tokens: [{ name: "boss", role: "admin", secret: TOKEN }, { name: "wall", role: "viewer", secret: VIEWER }],
} as const;
const PATHS = [
  "/relays",
  "/relays?shares=ports",
  "/",
  "/live",
  "/clients",
  "/clients?q=hostile",
  "/problems",
  "/problems?state=all",
  "/problems/duids-on-port-1",
  `/problems?${new URLSearchParams({ detector: "", after: `1-${"%3Cscript%3E"}` })}`,
  `/port?${new URLSearchParams(portOf(HOSTILE.client))}`,
  "/clients/4",
  "/transactions",
  "/transactions/4",
  "/servers",
  "/servers/3",
  "/held?lease=2001:db8::1",
  "/decode",
  "/health",
  "/audit",
];

Deno.test("what comes from the network is escaped on every page, and what cannot be seen is written out", async () => {
  await withGlass(async (glass) => {
    for (const path of PATHS) {
      const html = await glass.html(path);
      assert(!html.includes("<script>"), `${path} has a script`);
      assert(!html.includes("<img"), `${path} has an image`);
      assert(!html.includes("<b>no"), `${path} has markup of a record`);
      assert(!/[\p{Cf}]/u.test(html), `${path} has characters that cannot be seen`);
    }
    const client = textOf(await glass.html("/clients/4"));
    assertStringIncludes(client, ATTRIBUTE);
    assertStringIncludes(client, "safe\\u202egnp.exe\\u0007\\u200b");
    assertStringIncludes(textOf(await glass.html("/servers")), SCRIPT);
  });
});

Deno.test("JSON has texts as they are, and no browser takes it for a page", async () => {
  await withGlass(async (glass) => {
    const response = await glass.send("/clients/4.json");
    assertEquals(response.headers.get("content-type"), "application/json");
    assertEquals(response.headers.get("x-content-type-options"), "nosniff");
    assertEquals((await response.json()).client["host-name"], `${ATTRIBUTE}${UNSEEN}`);
  });
});

Deno.test("what is asked for is escaped as well", async () => {
  await withGlass(async (glass) => {
    const attack = encodeURIComponent(`${ATTRIBUTE}${SCRIPT}\u202e`);
    for (
      const path of [
        `/clients?q=${attack}`,
        `/servers?zone=${attack}`,
        `/held?lease=${attack}`,
        `/held?lease=::1&at=${attack}`,
        `/transactions?from=${attack}`,
        `/transactions?server=${attack}`,
        `/transactions?limit=${attack}`,
        `/${attack}`,
        `/clients/1?q=${attack}`,
      ]
    ) {
      const html = await glass.html(path);
      assert(!html.includes("<script>") && !html.includes("<img"), path);
      assertStringIncludes(html, "</html>", path);
    }
  });
});

Deno.test("every answer tells browsers to take nothing from elsewhere and no script within the page", async () => {
  await withGlass(async (glass) => {
    for (
      const path of [
        ...PATHS,
        "/nothing",
        "/clients/1.json",
        "/transactions.csv",
        "/live/events",
        "/login",
        "/held?lease=x",
      ]
    ) {
      const response = await glass.send(path, { method: "HEAD" }),
        header = (name: string) => response.headers.get(name) ?? "";
      assertMatch(header("content-security-policy"), /^default-src 'none'; script-src 'self'; style-src 'self';/);
      assertStringIncludes(header("content-security-policy"), "frame-ancestors 'none'");
      assert(!header("content-security-policy").includes("unsafe"));
      assertEquals(
        [header("x-content-type-options"), header("referrer-policy"), header("access-control-allow-origin")],
        ["nosniff", "same-origin", ""],
        path,
      );
      assertEquals(await response.text(), "", path);
    }
  });
});

Deno.test("pages have no script, style or handler of their own", async () => {
  await withGlass(async (glass) => {
    for (const path of PATHS) {
      const html = await glass.html(path),
        scripts = Array.from(html.matchAll(/<script[^>]*>[^<]*/g), ([script]) => script);
      assertEquals(scripts.length, path === "/decode" ? 2 : 1);
      for (const script of scripts) {
        assertMatch(script, /^<script type="module" src="\/assets\/(glass|decode)\.[0-9a-f]{8}\.js">$/);
      }
      const tags = html.replace(/>[^<]*</g, "><"), names = tags.replace(/"[^"]*"/g, '""');
      assertEquals(names.match(/<style|\sstyle=|\son\w+=/g), null, path);
      assertEquals(tags.match(/(href|src|action)="(?!\/(?!\/)|#)[^"]*"/g), null, path);
    }
  });
});

Deno.test("what asks nobody answers to the names of this machine alone", async () => {
  await withGlass(async ({ glass }) => {
    const ask = async (host: string) =>
      (await glass.fetch(new Request(`http://${host}/`, { headers: { host } }))).status;
    assertEquals([
      await ask("localhost:8547"),
      await ask("127.0.0.1:1"),
      await ask("[::1]:8547"),
      await ask("LOCALHOST"),
    ], [200, 200, 200, 200]);
    assertEquals([await ask("evil.example"), await ask("127.0.0.1.evil.example"), await ask("192.0.2.1:8547")], [
      421,
      421,
      421,
    ]);
  });
  await withGlass(async ({ glass }) => {
    assertEquals(
      (await glass.fetch(new Request("http://glass.example.com/", { headers: { host: "glass.example.com:8547" } })))
        .status,
      200,
    );
  }, { hosts: ["glass.example.com"] });
});

Deno.test("where a proxy on this machine is believed, no site gets in by a name of its own that points here", async () => {
  const users = [{ name: "annette", role: "admin", hash: "" }] as const;
  const proxy = { header: "X-Remote-User", addresses: ["127.0.0.1", "::1", "192.0.2.7"] };
  const ask = async ({ glass }: TestGlass, host: string, hostname: string) => {
    const request = new Request(`http://${host}/audit.json`, { headers: { host, "x-remote-user": "annette" } });
    const response = await glass.fetch(request, { remoteAddr: { transport: "tcp", hostname, port: 50_000 } });
    return [response.status, await response.text()];
  };
  await withGlass(async (glass) => {
    for (const peer of ["127.0.0.1", "::1", "::ffff:127.0.0.1"]) {
      const [status, text] = await ask(glass, "evil.example:8547", peer);
      assertEquals([status, String(text).includes("--allow-host")], [421, true], peer);
      assertEquals((await ask(glass, "127.0.0.1:8547", peer))[0], 200, peer);
    }
    // A proxy elsewhere is reached by no browser of this machine, and who is not believed has to log in.
    assertEquals((await ask(glass, "glass.example.com", "192.0.2.7"))[0], 200);
    assertEquals((await ask(glass, "glass.example.com", "192.0.2.8"))[0], 401);
  }, { access: { users, proxy } });
  await withGlass(async (glass) => {
    assertEquals((await ask(glass, "glass.example.com", "127.0.0.1"))[0], 200);
    assertEquals((await ask(glass, "evil.example", "127.0.0.1"))[0], 421);
  }, { access: { users, proxy }, hosts: ["glass.example.com"] });
});

Deno.test("who is not known sees nothing but the page for logging in", async () => {
  await withGlass(async (glass) => {
    for (const path of [...PATHS, "/nothing", "/live/events"]) {
      const response = await glass.send(path, { headers: { accept: "text/html" } });
      assertEquals([response.status, response.headers.get("location")], [
        303,
        `/login?next=${encodeURIComponent(path)}`,
      ], path);
      assertEquals(await response.text(), "");
    }
    const response = await glass.send("/clients/1.json");
    assertEquals([response.status, response.headers.get("www-authenticate")], [401, "Bearer"]);
    assertEquals(await response.json(), { error: { status: 401, message: "Whoever asks has to say who it is." } });
    assertEquals((await glass.send("/login")).status, 200);
  }, { access });
});

Deno.test("logging in leads to where one wanted to go, and logging out ends it", async () => {
  await withGlass(async (glass) => {
    const body = new URLSearchParams({ secret: TOKEN, next: "/clients/1?zone=utc" });
    const response = await glass.send("/login", { method: "POST", body, headers: { origin: "http://localhost:8547" } });
    assertEquals([response.status, response.headers.get("location")], [303, "/clients/1?zone=utc"]);
    const cookie = response.headers.get("set-cookie")!;
    assertMatch(cookie, /^dhcpkit_glass=[\w-]+\.[\w-]+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/);
    const page = await glass.html("/", { cookie: cookie.split(";")[0] });
    assertStringIncludes(textOf(page), "boss (admin) Log out");
    const end = await glass.send("/logout", { method: "POST", headers: { cookie: cookie.split(";")[0] } });
    assertMatch(end.headers.get("set-cookie")!, /^dhcpkit_glass=; Path=\/; Max-Age=0;/);
  }, { access });
});

Deno.test("no page leads to another site, whatever address it was asked for by", async () => {
  await withGlass(async ({ glass }) => {
    for (const path of ["//evil.example/x", "/\\evil.example/x", "///evil.example/x.json", "//evil.example"]) {
      const response = await glass.fetch(
        new Request(`http://localhost:8547${path}`, { headers: { accept: "text/html" } }),
      );
      const text = await response.text();
      assertEquals([response.status, text.match(/(href|action|src)="(\/\/|\/\\)[^"]*"/g)], [404, null], path);
    }
  }, { timeZone: "Europe/Amsterdam" });
});

Deno.test("logging in leads to no other site", async () => {
  await withGlass(async (glass) => {
    for (
      const next of [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/a\nb",
        "/login",
        "",
        "/\t/evil.example",
      ]
    ) {
      const response = await glass.send("/login", {
        method: "POST",
        body: new URLSearchParams({ secret: TOKEN, next }),
      });
      assertEquals(response.headers.get("location"), "/", JSON.stringify(next));
      assertStringIncludes(
        await (await glass.send(`/login?next=${encodeURIComponent(next)}`)).text(),
        'name="next" value="/"',
      );
    }
  }, { access });
});

Deno.test("a wrong log-in is told without saying what was wrong, is noted, and the sixth has to wait", async () => {
  const audit = new MemoryAudit(),
    users = [{ name: "ann", role: "viewer", hash: await hashPassword("p", { iterations: 1000 }) }] as const;
  await withGlass(async (glass) => {
    const attempt = (name: string) =>
      glass.send("/login", { method: "POST", body: new URLSearchParams({ name, secret: SCRIPT }) });
    const [known, unknown] = [await attempt("ann"), await attempt("nobody")];
    assertEquals([known.status, unknown.status], [401, 401]);
    assertEquals(textOf(await known.text()).replace("ann", "nobody"), textOf(await unknown.text()));
    for (let i = 0; i < 3; i++) await attempt(ATTRIBUTE);
    const sixth = await attempt("ann");
    assertEquals([sixth.status, Number(sixth.headers.get("retry-after")) > 50], [429, true]);
    assertEquals(audit.latest(9).map(({ what }) => what), Array(5).fill("login-failed"));
  }, { access: { users }, audit });
});

Deno.test("log-ins that cannot be right are refused after five, and what is written down of failures is bounded", async () => {
  const audit = new MemoryAudit(1000), statuses: number[] = [];
  await withGlass(async (glass) => {
    const attempt = async (from: string, secret: string) => {
      const response = await glass.send("/login", { method: "POST", body: new URLSearchParams({ secret }) }, from);
      await response.body?.cancel();
      statuses.push(response.status);
    };
    for (let i = 0; i < 50; i++) await attempt("192.0.2.1", "a".repeat(600));
    assertEquals([statuses.slice(0, 6), audit.latest(1000).length], [[401, 401, 401, 401, 401, 429], 5]);
    for (let i = 0; i < 150; i++) await attempt(`198.51.100.${i}`, "no");
    assertEquals(audit.latest(1000).length, 101);
    assertEquals(audit.latest(1)[0].detail, "more than 100 within a minute: no more of them are written down");
  }, { access, audit });
});

Deno.test("who tries in vain is written down with the address that a trusted proxy tells, whatever the way", async () => {
  const audit = new MemoryAudit(), users = [{ name: "ann", role: "viewer", hash: "" }] as const;
  const proxy = { header: "x-remote-user", addresses: ["::1"] };
  await withGlass(async (glass) => {
    const forwarded = { "x-forwarded-for": "203.0.113.9" };
    const noted = async (path: string, init: RequestInit, from: string) => {
      const response = await glass.send(path, init, from);
      await response.body?.cancel();
      const [{ who, what, detail }] = audit.latest(1);
      return [response.status, who, what, detail];
    };
    const form = (secret: string) => ({ method: "POST", body: new URLSearchParams({ secret }), headers: forwarded });
    assertEquals(await noted("/login", form("no"), "::1"), [401, "", "login-failed", "203.0.113.9"]);
    assertEquals(await noted("/login", form(TOKEN), "::1"), [303, "boss", "login", "203.0.113.9"]);
    const bearer = { headers: { ...forwarded, authorization: "Bearer no" } };
    assertEquals(await noted("/servers.json", bearer, "192.0.2.1"), [401, "", "login-failed", "192.0.2.1"]);
    const basic = { headers: { ...forwarded, authorization: `Basic ${btoa("ann:hunter2")}` } };
    assertEquals(await noted("/servers.json", basic, "::1"), [401, "ann", "login-failed", "203.0.113.9"]);
    assertEquals(JSON.stringify(audit.latest(9)).includes("hunter2"), false);
    assertEquals(audit.latest(9).length, 4);
    await (await glass.send("/servers.json")).body?.cancel();
    assertEquals(audit.latest(9).length, 4);
  }, { access: { ...access, users, proxy }, audit });
});

Deno.test("a form of another site changes nothing", async () => {
  await withGlass(async (glass) => {
    const body = () => new URLSearchParams({ secret: TOKEN });
    const others: Record<string, string>[] = [{ origin: "https://evil.example" }, { origin: "null" }, {
      "sec-fetch-site": "cross-site",
    }, {
      "sec-fetch-site": "same-site",
      origin: "http://localhost:8547",
    }];
    for (const headers of others) {
      const response = await glass.send("/login", { method: "POST", body: body(), headers });
      assertEquals([response.status, response.headers.get("set-cookie")], [403, null], JSON.stringify(headers));
    }
    const own = { "sec-fetch-site": "same-origin", origin: "http://localhost:8547" };
    assertEquals((await glass.send("/login", { method: "POST", body: body(), headers: own })).status, 303);
  }, { access });
});

Deno.test("the cookie is for TLS alone where a trusted proxy says that there is TLS", async () => {
  const proxy = { header: "x-remote-user", addresses: ["::1"] };
  await withGlass(async (glass) => {
    const headers = { "x-forwarded-proto": "https" }, body = () => new URLSearchParams({ secret: TOKEN });
    const trusted = await glass.send("/login", { method: "POST", body: body(), headers }, "::1");
    const other = await glass.send("/login", { method: "POST", body: body(), headers }, "192.0.2.1");
    assertEquals([trusted, other].map((one) => one.headers.get("set-cookie")!.endsWith("; Secure")), [true, false]);
  }, { access: { ...access, proxy } });
});

Deno.test("viewers see neither the audit log nor the bytes of what was kept aside, admins do", async () => {
  await withGlass(async (glass) => {
    const as = (token: string, path: string) => glass.send(path, { headers: { authorization: `Bearer ${token}` } });
    assertEquals([(await as(VIEWER, "/audit")).status, (await as(VIEWER, "/audit.json")).status], [403, 403]);
    assertEquals((await as(TOKEN, "/audit")).status, 200);
    const hex = "3c623e6e6f207472616e73616374696f6e";
    for (const path of ["/health", "/health.json"]) {
      assertEquals(
        [(await (await as(VIEWER, path)).text()).includes(hex), (await (await as(TOKEN, path)).text()).includes(hex)],
        [false, true],
        path,
      );
    }
  }, { access });
});

Deno.test("look-ups are written down with who made them", async () => {
  const audit = new MemoryAudit();
  await withGlass(async (glass) => {
    const headers = { authorization: `Bearer ${VIEWER}` };
    for (const path of ["/clients?q=2001:db8::1&as=0", "/clients/1", "/held?lease=2001:db8::1", "/servers"]) {
      await (await glass.send(path, { headers })).text();
    }
    assertEquals(audit.latest(9).map(({ who, what }) => `${who} ${what}`), [
      "wall who-held",
      "wall client",
      "wall search",
    ]);
    assertStringIncludes(audit.latest(1)[0].detail, "2001:db8::1 at 2026-01-01");
  }, { access, audit });
});

Deno.test("methods, lengths and sizes are bounded", async () => {
  await withGlass(async (glass) => {
    for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS", "QUERY"]) {
      assertEquals((await glass.send("/", { method })).status, 405, method);
    }
    assertEquals((await glass.send("/clients", { method: "POST" })).status, 405);
    assertEquals((await glass.send(`/clients?q=${"a".repeat(5000)}`)).status, 414);
    assertEquals((await glass.send(`/clients?q=${"a".repeat(601)}`)).status, 200);
  });
});

Deno.test("an endless form is not read to its end", async () => {
  let pulled = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => void controller.enqueue(new Uint8Array(1000).fill(97 + pulled++ % 2)),
  });
  await withGlass(async (glass) => {
    assertEquals((await glass.send("/login", { method: "POST", body })).status, 413);
    assert(pulled < 12, `${pulled} parts were taken`);
  }, { access });
});

Deno.test("what goes wrong inside is told to the log and not to visitors", async () => {
  const failures: string[] = [], secret = "password=hunter2 at /srv/db";
  await withGlass(async (glass, store) => {
    store.servers = () => Promise.reject(new Error(secret));
    for (const path of ["/servers", "/servers.json", "/"]) {
      const response = await glass.send(path), text = await response.text();
      assertEquals([response.status, text.includes("hunter2"), text.includes(".ts")], [500, false, false], path);
    }
    assertEquals(failures, [secret, secret, secret]);
  }, { failed: (error) => failures.push((error as Error).message) });
});

Deno.test("a page that takes too long is given up", async () => {
  await withGlass(async (glass, store) => {
    store.servers = () => new Promise(() => {});
    const response = await glass.send("/servers");
    assertEquals(response.status, 503);
    assertStringIncludes(textOf(await response.text()), "This took too long. Ask for less");
  }, { timeLimitMs: 10 });
});
