import { assertEquals } from "@std/assert";
import { attemptKey, canonicalAddress, isLoopback } from "../../../src/looking_glass/access/addresses.ts";
import { LoginLimiter } from "../../../src/looking_glass/access/login_limiter.ts";
import { Access, whyNotListen } from "@dhcpkit/kafka/looking-glass";

Deno.test("IPv6 addresses of one /64 are counted together, and one address in whatever way it is written", () => {
  assertEquals(attemptKey("2001:db8::1"), attemptKey("2001:0db8:0:0:ffff::2"));
  assertEquals(attemptKey("2001:db8:0:1::1") === attemptKey("2001:db8::1"), false);
  assertEquals(attemptKey("::ffff:192.0.2.1"), "192.0.2.1");
  assertEquals(attemptKey(undefined), "");
  assertEquals(canonicalAddress("[FE80::1%eth0]"), "fe80::1");
});

const wrong = () => Promise.resolve(undefined), right = () => Promise.resolve("in");
const WAIT = { waitSeconds: 60 };

Deno.test("failures of any number of addresses take no more memory than the limit", async () => {
  const limiter = new LoginLimiter({ failures: 1, addresses: 2, now: () => 0 });
  const addresses = ["192.0.2.1", "192.0.2.2", "192.0.2.3"];
  for (const address of addresses) await limiter.attempt(address, wrong);
  const again = [];
  for (const address of addresses.toReversed()) again.push(await limiter.attempt(address, right));
  assertEquals(again, [WAIT, WAIT, "in"]);
});

Deno.test("who has logged in has not made the failures before undone, and adds none", async () => {
  const limiter = new LoginLimiter({ failures: 2, now: () => 0 }), address = "192.0.2.1";
  await limiter.attempt(address, wrong);
  for (let i = 0; i < 9; i++) assertEquals(await limiter.attempt(address, right), "in");
  assertEquals(await limiter.attempt(address, wrong), undefined);
  assertEquals(await limiter.attempt(address, right), WAIT);
});

Deno.test("of attempts at the same time no more are checked than may fail, and all are where they are right", async () => {
  const limiter = new LoginLimiter({ failures: 5, now: () => 0 });
  let running = 0, most = 0;
  const checking = async (found: string | undefined) => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
    return found;
  };
  const all = (count: number, found: string | undefined) =>
    Promise.all(Array.from({ length: count }, () => limiter.attempt("192.0.2.1", () => checking(found))));
  assertEquals([(await all(90, "in")).filter((one) => one === "in").length, most], [90, 5]);
  const waits = (await all(500, undefined)).filter((one) => one !== undefined);
  assertEquals([waits.length, most], [495, 5]);
});

Deno.test("a check that throws counts, and lets others go on", async () => {
  const limiter = new LoginLimiter({ failures: 1, now: () => 0 });
  const [thrown, waited] = await Promise.allSettled([
    limiter.attempt("192.0.2.1", () => Promise.reject(new Error("no"))),
    limiter.attempt("192.0.2.1", right),
  ]);
  assertEquals([thrown.status, waited], ["rejected", { status: "fulfilled", value: WAIT }]);
});

Deno.test("loopback is what only this machine reaches", () => {
  assertEquals(
    ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "::ffff:127.0.0.1"].filter(isLoopback).length,
    6,
  );
  assertEquals(["0.0.0.0", "::", "192.0.2.1", "127.example.com", "1270.0.0.1", ""].filter(isLoopback), []);
});

Deno.test("what asks nobody listens on loopback alone, and says what else to do", () => {
  const open = new Access(),
    asking = new Access({ tokens: [{ name: "t", role: "admin", secret: "0123456789abcdef" }] });
  assertEquals([whyNotListen("::1", open), whyNotListen("0.0.0.0", asking)], [undefined, undefined]);
  for (const hostname of ["0.0.0.0", "::", "192.0.2.1"]) {
    assertEquals(
      whyNotListen(hostname, open)?.includes("--token-file, --users-file or --trust-header"),
      true,
      hostname,
    );
  }
});
