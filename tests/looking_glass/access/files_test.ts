import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { hashPassword, isPassword, readTokens, readUsers } from "@dhcpkit/kafka/looking-glass";

Deno.test("a hash has its scheme, its rounds and its salt, and differs each time", async () => {
  const [first, second] = [
    await hashPassword("p", { iterations: 1000 }),
    await hashPassword("p", { iterations: 1000 }),
  ];
  assertMatch(first, /^pbkdf2-sha256\$1000\$[\w-]{22}\$[\w-]{43}$/);
  assertEquals([await isPassword("p", first), await isPassword("p", second), first === second], [true, true, false]);
  assertMatch(await hashPassword("p", { random: (bytes) => void bytes.fill(1) }), /^pbkdf2-sha256\$600000\$AQEB/);
});

Deno.test("PBKDF2 is that of RFC 7914 section 11", async () => {
  // PBKDF2-HMAC-SHA-256 (P="Password", S="NaCl", c=80000), first 32 bytes.
  const hash = "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56".match(/../g)!
    .map((pair) => String.fromCharCode(parseInt(pair, 16))).join("");
  const base64 = (text: string) => btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  assertEquals(await isPassword("Password", `pbkdf2-sha256$80000$${base64("NaCl")}$${base64(hash)}`), true);
});

Deno.test("what is no hash is no password's", async () => {
  for (
    const hash of [
      "",
      "p",
      "$2b$10$abc",
      "pbkdf2-sha256$0$AA$AA",
      "pbkdf2-sha256$99999999$AA$AA",
      "pbkdf2-sha256$1000$AA$AA",
    ]
  ) {
    assertEquals(await isPassword("p", hash), false, hash);
  }
});

Deno.test("users are read a line each, and a wrong line is named without its hash", async () => {
  const hash = await hashPassword("p", { iterations: 1000 });
  assertEquals(readUsers(`# people\r\n\r\nannette:admin:${hash}\nbert:viewer:\n`), [
    { name: "annette", role: "admin", hash },
    { name: "bert", role: "viewer", hash: "" },
  ]);
  const cases: [string, string][] = [
    ["", "there is no user: write lines name:role:hash"],
    ["annette:root:", 'line 1: "root" is no role, viewer and admin are; write name:role:hash'],
    ["\nannette:admin:secret", "line 2: the hash is not one that hash-password printed; write name:role:hash"],
    ["annette", "line 1: this is no user; write name:role:hash"],
    ["a:viewer:\na:admin:", 'line 2: "a" is there twice'],
  ];
  for (const [text, message] of cases) {
    assertEquals(assertThrows(() => readUsers(text), SyntaxError).message, message);
  }
});

Deno.test("tokens are read alone or with name and role, and short ones are refused without being told", () => {
  assertEquals(readTokens("0123456789abcdef\n"), [{ name: "token", role: "admin", secret: "0123456789abcdef" }]);
  assertEquals(readTokens("noc:viewer:0123456789abcdef"), [{
    name: "noc",
    role: "viewer",
    secret: "0123456789abcdef",
  }]);
  for (
    const [text, message] of [["short", "shorter than 16"], ["a:b:0123456789abcdef", '"b" is no role'], [
      "",
      "no token",
    ], ["a:0123456789abcdef", "this is no token"]]
  ) {
    const told = assertThrows(() => readTokens(text), SyntaxError).message;
    assertEquals([told.includes(message), told.includes("0123456789")], [true, false], told);
  }
});
