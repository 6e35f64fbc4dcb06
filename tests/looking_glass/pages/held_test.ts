import { assertEquals, assertStringIncludes } from "@std/assert";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { batch, leasing } from "../../store/_transactions.ts";
import { glassOn, textOf, withGlass } from "../_fixture.ts";

Deno.test("who had it is told with the records that prove it, each leading to its packets", async () => {
  await withGlass(async (glass) => {
    const html = await glass.html("/held?lease=2001:db8::1"), text = textOf(html);
    assertStringIncludes(text, "2001:db8::1 was held at 2026-01-01 00:00:06.000 UTC by");
    assertStringIncludes(text, "record dhcpkit.messages[0] at 1");
    assertStringIncludes(html, 'href="/transactions/1"');
    assertEquals((await glass.json("/held?lease=2001:db8::1")).verdict, "held");
  });
});

Deno.test("what nobody had is told as free", async () => {
  await using store = await sqliteStore(":memory:");
  await store.write(batch([leasing(1, "2001:db8::1")]));
  await using glass = glassOn(store);
  assertStringIncludes(textOf(await glass.html("/held?lease=2001:db8::2")), "was not held by anybody at");
});

Deno.test("what cannot be known is told with why", async () => {
  await withGlass(async (glass) => {
    const text = textOf(await glass.html("/held?lease=2001:db8::1&at=2025-12-31+23:59:59.500"));
    assertStringIncludes(text, "It is unknown who held 2001:db8::1");
    assertStringIncludes(text, "5 records of dhcpkit.messages[1] from offset 3 on are missing");
  });
});

Deno.test("who had a part of a prefix is told as well", async () => {
  await withGlass(async (glass) => {
    assertStringIncludes(textOf(await glass.html("/held?lease=2001:db8::/32")), "Within 2001:db8::/32");
  });
});

Deno.test("what is no address or no time is answered with what to write", async () => {
  await withGlass(async (glass) => {
    for (
      const [query, words] of [["lease=2001:db8::zz", "neither an IPv6 address nor a prefix"], [
        "lease=::1&at=noon",
        "is no time; write",
      ], ["lease=10.0.0.1", "neither an IPv6 address"]]
    ) {
      const response = await glass.send(`/held?${query}`);
      assertEquals(response.status, 400);
      assertStringIncludes(textOf(await response.text()), words);
    }
  });
});
