import { assertEquals, assertThrows } from "@std/assert";
import { IPv6Address, IPv6Prefix, WireError } from "../../src/dhcpv6/mod.ts";

for (
  const [text, canonical] of [
    ["::/0", "::/0"],
    ["2001:DB8:0:0::/32", "2001:db8::/32"],
    ["2001:db8::1/128", "2001:db8::1/128"],
    ["2001:db8:ffff::/33", "2001:db8:ffff::/33"],
  ]
) {
  Deno.test(`prefix: ${text} is read and written as ${canonical}, bits behind the length kept`, () => {
    const prefix = IPv6Prefix.parse(text);
    assertEquals(String(prefix), canonical);
    assertEquals(JSON.stringify({ prefix }), `{"prefix":"${canonical}"}`);
    assertEquals(prefix.equals(IPv6Prefix.parse(canonical)), true);
  });
}

for (
  const text of ["", "::", "::/", "/64", "::/129", "::/1000", "::/-1", "::/064", "::/6 ", "::/6.0", "x/64", "::/64/64"]
) {
  Deno.test(`prefix: ${JSON.stringify(text)} is refused`, () => {
    assertThrows(() => IPv6Prefix.parse(text), WireError);
  });
}

Deno.test("prefix: a length that is no whole number from 0 to 128 is refused", () => {
  for (const length of [-1, 129, 0.5, NaN, Infinity]) {
    assertThrows(() => new IPv6Prefix(IPv6Address.unspecified, length), WireError, `0 to 128, not ${length}`);
  }
});

const CONTAINED: readonly [prefix: string, address: string, contained: boolean][] = [
  ["::/0", "ffff::", true],
  ["2001:db8::/32", "2001:db8:ffff::1", true],
  ["2001:db8::/32", "2001:db9::", false],
  ["2001:db8::/33", "2001:db8:7fff::", true],
  ["2001:db8::/33", "2001:db8:8000::", false],
  ["2001:db8::1/128", "2001:db8::1", true],
  ["2001:db8::1/128", "2001:db8::2", false],
  ["2001:db8::ff/64", "2001:db8::1", true],
];

for (const [prefix, address, contained] of CONTAINED) {
  Deno.test(`prefix: ${address} ${contained ? "lies" : "does not lie"} within ${prefix}`, () => {
    assertEquals(IPv6Prefix.parse(prefix).contains(IPv6Address.parse(address)), contained);
  });
}

Deno.test("prefix: is equal where both address and length are", () => {
  const prefix = IPv6Prefix.parse("2001:db8::/32");
  assertEquals(prefix.equals(IPv6Prefix.parse("2001:db8::/33")), false);
  assertEquals(prefix.equals(IPv6Prefix.parse("2001:db9::/32")), false);
  assertEquals(prefix.equals(IPv6Prefix.parse("2001:db8:0::/32")), true);
});
