import { assertEquals, assertStringIncludes } from "@std/assert";
import { textOf, withGlass } from "../_fixture.ts";

Deno.test("what finds one client leads to it, and its page says how that was read", async () => {
  await withGlass(async (glass) => {
    const response = await glass.send("/clients?q=cpe-1");
    assertEquals([response.status, response.headers.get("location")], [303, "/clients/1?q=cpe-1"]);
    const page = await glass.html("/clients/1?q=cpe-1");
    assertStringIncludes(textOf(page), "“cpe-1” was read as");
    assertStringIncludes(page, 'href="/clients?q=cpe-1&amp;as=0">Other readings');
  });
});

Deno.test("another reading is asked for by its number, and is not led away from", async () => {
  await withGlass(async (glass) => {
    const data = await glass.json("/clients?q=cpe-1&as=0");
    assertEquals(data["read-as"], data.readings[0].phrase);
    assertEquals((await glass.json("/clients?q=cpe-1&as=99"))["read-as"], data.readings.at(-1).phrase);
    assertEquals((await glass.json("/clients?q=cpe-1&as=x"))["read-as"], data.readings[0].phrase);
  });
});

Deno.test("the first reading that finds anything is answered", async () => {
  await withGlass(async (glass) => {
    const data = await glass.json("/clients?q=port");
    assertEquals(data.clients.map(({ "interface-id": port }: Record<string, string>) => port).sort(), [
      "port of a",
      "port of b",
      "port of c",
    ]);
  });
});

Deno.test("an address and a time lead to who had it", async () => {
  await withGlass(async (glass) => {
    const response = await glass.send(`/clients?q=${encodeURIComponent("2001:db8::1 @ 2026-01-01 00:00:30")}`);
    assertEquals(response.headers.get("location"), "/held?lease=2001%3Adb8%3A%3A1&at=2026-01-01T00%3A00%3A30.000000Z");
  });
});

Deno.test("what looks like an address and is none is said, and read as text", async () => {
  await withGlass(async (glass) => {
    const text = textOf(await glass.html("/clients?q=2001:db8::zz"));
    assertStringIncludes(text, "2001:db8::zz looks like an address, but");
    assertStringIncludes(text, "No client is known by");
  });
});

Deno.test("found clients are exported whole", async () => {
  await withGlass(async (glass) => {
    const csv = await (await glass.send("/clients.csv?q=port")).text();
    assertEquals(csv.split("\r\n").length, 5);
    assertStringIncludes(csv.split("\r\n")[0], "id,duid,mac-address,interface-id,remote-id");
    const lines = (await (await glass.send("/clients.ndjson?q=port")).text()).trim().split("\n");
    assertEquals(lines.map((line) => JSON.parse(line).id).sort(), [1, 2, 3]);
  });
});

Deno.test("what is too long to be read finds nobody, in every form", async () => {
  await withGlass(async (glass) => {
    const query = "a".repeat(601), text = async (path: string) => await (await glass.send(path)).text();
    assertEquals((await glass.json(`/clients?q=${query}`)).clients, []);
    assertEquals([await text(`/clients.csv?q=${query}`), await text(`/clients.ndjson?q=${query}`)], ["", ""]);
    assertEquals((await text("/clients.ndjson?q=")).trim().split("\n").length, 4);
  });
});
