import { assert, assertEquals } from "@std/assert";
import { Access, type AccessInit, hashPassword } from "@dhcpkit/kafka/looking-glass";

const TOKEN = "5f1d6d1b0d7b4d1f", PEER = { address: "192.0.2.1" };
const tokens = [{ name: "noc", role: "viewer", secret: TOKEN }, {
  name: "boss",
  role: "admin",
  secret: "0123456789abcdef",
}] as const;
const users = [
  { name: "annette", role: "admin", hash: await hashPassword("correct horse", { iterations: 1000 }) },
  { name: "bert", role: "viewer", hash: "" },
] as const;
const request = (headers: Record<string, string> = {}) => new Request("http://glass.example.com/", { headers });
const basic = (name: string, password: string) => ({ authorization: `Basic ${btoa(`${name}:${password}`)}` });
const identify = (init: AccessInit, headers: Record<string, string>, peer = PEER) =>
  new Access(init).identify(request(headers), peer);

Deno.test("whoever reaches what asks nobody is let in", async () => {
  const access = new Access();
  assert(access.isOpen);
  assertEquals(await access.identify(request(), PEER), { name: "anybody", role: "admin" });
});

Deno.test("a bearer token names its holder and role, a wrong one nobody", async () => {
  assertEquals(await identify({ tokens }, { authorization: `Bearer ${TOKEN}` }), { name: "noc", role: "viewer" });
  assertEquals(await identify({ tokens }, { authorization: `bearer ${tokens[1].secret}` }), {
    name: "boss",
    role: "admin",
  });
  for (const wrong of ["", TOKEN.slice(0, -1), `${TOKEN}0`, TOKEN.toUpperCase()]) {
    const identified = await identify({ tokens }, { authorization: `Bearer ${wrong}` });
    assert("refused" in identified, wrong);
  }
  assertEquals(await identify({ tokens }, {}), { refused: "unknown" });
});

Deno.test("a name and password let in by basic authentication, in whatever way its letters are composed", async () => {
  assertEquals(await identify({ users }, basic("annette", "correct horse")), { name: "annette", role: "admin" });
  for (
    const [name, password] of [["annette", "wrong"], ["nobody", "correct horse"], ["annette", ""], [
      "",
      "correct horse",
    ]]
  ) {
    assertEquals(await identify({ users }, basic(name, password)), { refused: "wrong" }, `${name}:${password}`);
  }
  const accents = [{
    name: "chloe",
    role: "viewer",
    hash: await hashPassword("caf\u00e9", { iterations: 1000 }),
  }] as const;
  const composed = new Access({ users: accents });
  assertEquals(await composed.logIn({ name: "chloe", secret: "cafe\u0301" }, undefined), {
    name: "chloe",
    role: "viewer",
  });
});

Deno.test("a user without a hash has no password, not an empty one", async () => {
  assertEquals(await identify({ users }, basic("bert", "")), { refused: "wrong" });
  assertEquals(await identify({ users }, basic("bert", "x")), { refused: "wrong" });
});

Deno.test("a proxy's header is believed from its own address alone", async () => {
  const proxy = { header: "X-Remote-User", addresses: ["::1", "192.0.2.7"] }, headers = { "x-remote-user": "annette" };
  assertEquals(await identify({ users, proxy }, headers, { address: "192.0.2.7" }), { name: "annette", role: "admin" });
  assertEquals(await identify({ users, proxy }, headers, { address: "::ffff:192.0.2.7" }), {
    name: "annette",
    role: "admin",
  });
  assertEquals(await identify({ users, proxy }, headers, { address: "0:0::1" }), { name: "annette", role: "admin" });
  assertEquals(await identify({ users, proxy }, headers, { address: "192.0.2.8" }), { refused: "unknown" });
  assertEquals(await identify({ users, proxy }, {}, { address: "::1" }), { refused: "unknown" });
});

Deno.test("whom a proxy names and no file knows is a viewer", async () => {
  const proxy = { header: "x-remote-user", addresses: ["::1"] };
  assertEquals(await identify({ proxy }, { "x-remote-user": "carla" }, { address: "::1" }), {
    name: "carla",
    role: "viewer",
  });
  assertEquals(new Access({ proxy }).isOpen, false);
});

Deno.test("a session names who logged in until it ends, and nobody else can make one", async () => {
  let now = 0;
  const access = new Access({ tokens, now: () => now }), other = new Access({ tokens, now: () => now });
  const cookie = await access.session({ name: "noc", role: "viewer" });
  const withCookie = (value: string) => request({ cookie: `other=1; dhcpkit_glass=${value}` });
  const until = 12 * 3600 * 1000;
  assertEquals(await access.identify(withCookie(cookie), PEER), { name: "noc", role: "viewer", until });
  assertEquals(await other.identify(withCookie(cookie), PEER), { refused: "unknown" });
  const [payload, signature] = cookie.split(".");
  const forged = btoa(JSON.stringify(["noc", "admin", 9e15])).replace(/=+$/, "");
  for (
    const value of [
      `${forged}.${signature}`,
      payload,
      `${payload}.`,
      `${payload}.AAAA`,
      "",
      "..",
      "é",
      "x".repeat(9000),
    ]
  ) {
    assertEquals(await access.identify(withCookie(encodeURI(value)), PEER), { refused: "unknown" }, value.slice(0, 40));
  }
  now = until;
  assertEquals(await access.identify(withCookie(cookie), PEER), { refused: "unknown" });
});

Deno.test("after five failures an address waits for the rest of a minute, and others do not", async () => {
  let clock = 0;
  const access = new Access({ tokens, limits: { now: () => clock } }), wrong = { name: "", secret: "no" };
  for (let i = 0; i < 5; i++) assertEquals(await access.logIn(wrong, "192.0.2.1"), { refused: "wrong" });
  clock = 20_000;
  assertEquals(await access.logIn({ name: "", secret: TOKEN }, "192.0.2.1"), { waitSeconds: 40 });
  assertEquals(await access.logIn({ name: "", secret: TOKEN }, "192.0.2.2"), { name: "noc", role: "viewer" });
  clock = 60_000;
  assertEquals(await access.logIn({ name: "", secret: TOKEN }, "192.0.2.1"), { name: "noc", role: "viewer" });
});

Deno.test("what is too long to be right, or cannot be read, is a failure like others", async () => {
  const headers: Record<string, string>[] = [
    { authorization: `Bearer ${"a".repeat(513)}` },
    { authorization: `Basic ${btoa("no colon")}` },
    { authorization: `Basic ${btoa(`annette:${"a".repeat(513)}`)}` },
    { authorization: `Basic ${btoa(`${"a".repeat(513)}:p`)}` },
    { authorization: "Basic ***" },
  ];
  const access = new Access({ tokens, users, limits: { now: () => 0 } });
  for (const one of headers) assertEquals(await access.identify(request(one), PEER), { refused: "wrong" });
  assertEquals(await access.logIn({ name: "", secret: TOKEN }, PEER.address), { waitSeconds: 60 });
});

Deno.test("who knows one token cannot go on guessing others with it", async () => {
  const access = new Access({ tokens, limits: { now: () => 0 } });
  let checked = 0;
  for (let i = 0; i < 100; i++) {
    if ("refused" in await access.logIn({ name: "", secret: `guess ${i}` }, PEER.address)) checked++;
    if (i % 4 === 3) await access.logIn({ name: "", secret: TOKEN }, PEER.address);
  }
  assertEquals(checked, 5);
});

Deno.test("of wrong tokens at the same time five are checked, and right ones are all let in", async () => {
  const access = new Access({ tokens, limits: { now: () => 0 } });
  const many = (count: number, secret: (i: number) => string) =>
    Promise.all(Array.from({ length: count }, (_, i) => access.logIn({ name: "", secret: secret(i) }, PEER.address)));
  assertEquals((await many(50, () => TOKEN)).filter((one) => "role" in one).length, 50);
  assertEquals((await many(500, (i) => `wrong ${i}`)).filter((one) => "refused" in one).length, 5);
});

Deno.test("behind a trusted proxy attempts are counted by the address that it tells, and by its own elsewhere", () => {
  const access = new Access({ tokens, proxy: { header: "x-remote-user", addresses: ["::1"] } });
  const forwarded = request({ "x-forwarded-for": "198.51.100.1, 203.0.113.9", "x-forwarded-proto": "https" });
  assertEquals(access.origin(forwarded, { address: "::1" }), "203.0.113.9");
  assertEquals(access.origin(forwarded, { address: "192.0.2.1" }), "192.0.2.1");
  assertEquals([access.isSecure(forwarded, { address: "::1" }), access.isSecure(forwarded, PEER)], [true, false]);
});

Deno.test("passwords that wait to be checked are bounded", async () => {
  const slow = [{ name: "a", role: "viewer", hash: await hashPassword("p", { iterations: 100_000 }) }] as const;
  const access = new Access({ users: slow, limits: { failures: 1000 } });
  const all = await Promise.all(
    Array.from({ length: 60 }, (_, i) => access.logIn({ name: "a", secret: `p${i}` }, `192.0.2.${i}`)),
  );
  const waiting = all.filter((one) => "waitSeconds" in one).length;
  assert(waiting >= 30, `${waiting} were told to wait`);
});
