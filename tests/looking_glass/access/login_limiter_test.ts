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

Deno.test("failures of any number of addresses take no more memory than the limit", () => {
  const limiter = new LoginLimiter({ failures: 1, addresses: 2, now: () => 0 });
  for (const address of ["192.0.2.1", "192.0.2.2", "192.0.2.3"]) limiter.failed(address);
  assertEquals(["192.0.2.1", "192.0.2.2", "192.0.2.3"].map((address) => limiter.waitOf(address)), [0, 60, 60]);
});

Deno.test("who has logged in begins anew", () => {
  const limiter = new LoginLimiter({ failures: 1, now: () => 0 });
  limiter.failed("192.0.2.1");
  limiter.succeeded("192.0.2.1");
  assertEquals(limiter.waitOf("192.0.2.1"), 0);
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
