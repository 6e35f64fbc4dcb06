import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { withGlass } from "../_fixture.ts";

Deno.test("what a browser has already is not sent again", async () => {
  await withGlass(async (glass) => {
    const first = await glass.send("/servers"), etag = first.headers.get("etag")!;
    await first.text();
    const again = await glass.send("/servers", { headers: { "if-none-match": `W/"other", ${etag}` } });
    assertEquals([again.status, await again.text(), again.headers.get("etag")], [304, "", etag]);
    const json = await glass.send("/servers.json", { headers: { "if-none-match": etag } });
    assertEquals(json.status, 200);
    await json.text();
  });
});

Deno.test("pages are compressed for those who take it", async () => {
  await withGlass(async (glass) => {
    for (
      const [accept, encoding] of [["gzip, br", "gzip"], ["br;q=1, gzip;q=0.5", "gzip"], ["gzip;q=0", null], [
        "identity",
        null,
      ]]
    ) {
      const response = await glass.send("/", { headers: { "accept-encoding": accept! } });
      assertEquals(response.headers.get("content-encoding"), encoding, accept!);
      const body = encoding ? response.body!.pipeThrough(new DecompressionStream("gzip")) : response.body;
      assertStringIncludes(await new Response(body).text(), "</html>");
    }
  });
});

Deno.test("files of the frame are kept for ever at addresses of their content", async () => {
  await withGlass(async (glass) => {
    const addresses = Array.from((await glass.html("/")).matchAll(/"(\/assets\/[^"]+)"/g), ([, address]) => address);
    assertEquals(addresses.map((address) => address.replace(/\.[0-9a-f]{8}\./, ".")), [
      "/assets/icon.svg",
      "/assets/style.css",
      "/assets/glass.js",
    ]);
    for (const address of addresses) {
      const response = await glass.send(address);
      assertEquals([response.status, response.headers.get("cache-control")], [
        200,
        "public, max-age=31536000, immutable",
      ]);
      assert((await response.text()).length > 100);
    }
    assertEquals((await glass.send("/assets/style.00000000.css")).status, 404);
  });
});

Deno.test("the first page and all that it needs are under 60 KB on the wire", async () => {
  await withGlass(async (glass) => {
    const html = await glass.html("/");
    let bytes = 0;
    for (const path of ["/", ...Array.from(html.matchAll(/"(\/assets\/[^"]+)"/g), ([, address]) => address)]) {
      bytes += (await (await glass.send(path, { headers: { "accept-encoding": "gzip" } })).arrayBuffer()).byteLength;
    }
    assert(bytes < 60_000, `${bytes} bytes`);
  });
});

Deno.test("the zone is changed by a link and remembered in a cookie", async () => {
  await withGlass(async (glass) => {
    const local = await glass.html("/servers/1");
    assertStringIncludes(local, 'href="/servers/1?zone=utc">show UTC');
    assertStringIncludes(local, "01:00:01.000 CET");
    const utc = await glass.send("/servers/1?zone=utc");
    assertEquals(
      utc.headers.get("set-cookie"),
      "dhcpkit_zone=utc; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict",
    );
    assertStringIncludes(await utc.text(), 'href="/servers/1?zone=local">show Europe/Amsterdam');
    assertStringIncludes(await glass.html("/servers/1", { cookie: "dhcpkit_zone=utc" }), "00:00:01.000 UTC");
  }, { timeZone: "Europe/Amsterdam" });
});

Deno.test("forms that a page is not there in are told with those that it is", async () => {
  await withGlass(async (glass) => {
    const image = await glass.send("/servers", { headers: { accept: "image/png" } });
    assertEquals(image.status, 406);
    assertStringIncludes(await image.text(), "This page is there as HTML, JSON, CSV and NDJSON.");
    const csv = await glass.send("/held.csv");
    assertEquals([csv.status, (await csv.json()).error.message], [404, "This page is there as HTML and JSON."]);
    const missing = await glass.send("/clients/77.json");
    assertEquals([missing.status, (await missing.json()).error.message], [404, "There is no client 77."]);
  });
});
