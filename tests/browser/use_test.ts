import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { eventually } from "../support/eventually.ts";
import { batch, leasing } from "../store/_transactions.ts";
import { browserTest } from "./_lab.ts";

const TOKEN = "0123456789abcdef";

browserTest("the way from a MAC address to the packets needs the keyboard alone", async ({ chromium, at }) => {
  await chromium.withTab({}, async (tab) => {
    await tab.goto(at("/"));
    await tab.keyboard.press("/");
    await tab.keyboard.type("02:00:5e:00:00:01");
    await tab.keyboard.press("Enter");
    await tab.waitForURL(/\/clients\/\d+\?q=/);
    await tab.locator("h1").waitFor();
    for (const key of ["g", "t"]) await tab.keyboard.press(key);
    await tab.waitForURL(at("/transactions"));
    for (const key of ["j", "j", "k"]) await tab.keyboard.press(key);
    assertEquals(await tab.locator("tbody tr.here").count(), 1);
    await tab.keyboard.press("Enter");
    await tab.waitForURL(/\/transactions\/\d+$/);
    await tab.keyboard.press("?");
    assertStringIncludes(await tab.locator("dialog").innerText(), "search");
    await tab.keyboard.press("Escape");
    assertEquals(await tab.locator("dialog[open]").count(), 0);
  });
});

browserTest("the search and the filters work without JavaScript", async ({ chromium, at }) => {
  await chromium.withTab({ javaScriptEnabled: false }, async (tab) => {
    await tab.goto(at("/"));
    await tab.fill("#search", "2001:db8::1");
    await tab.click("text=Find");
    await tab.waitForURL(/\/clients\/\d+\?q=/);
    assertStringIncludes(
      await tab.locator(".note").first().innerText(),
      "was read as whoever had the address 2001:db8::1",
    );
    await tab.goto(at("/transactions"));
    await tab.selectOption("select[name=server]", { label: "dhcp02" });
    await tab.click("text=Show");
    assertEquals(await tab.locator("tbody tr").count(), 2);
    await tab.goto(at("/clients/5"));
    await tab.locator("summary").first().click();
    await tab.locator("details[open] pre").first().waitFor();
  });
});

browserTest("the pointer on an option marks its bytes, and on a byte its option", async ({ chromium, at }) => {
  await chromium.withTab({ viewport: { width: 1280, height: 1600 } }, async (tab) => {
    await tab.goto(at("/transactions/6"));
    const packet = tab.locator("[data-packet]").first(),
      node = packet.locator("[data-start]", { hasText: /^interface-id/ });
    await node.hover();
    const [start, end] = [Number(await node.getAttribute("data-start")), Number(await node.getAttribute("data-end"))];
    assertEquals(await packet.locator("[data-at].lit").count(), end - start);
    assertEquals(await packet.locator("[data-at].lit").first().getAttribute("data-at"), String(start));
    await packet.locator("[data-at]").first().hover();
    assertStringIncludes(await packet.locator("[data-start].lit").innerText(), "relay-forward");
  });
});

browserTest(
  "the bytes of a packet never cover its tree, and stand beside it where there is room",
  async ({ chromium, at }) => {
    for (const [width, isBeside] of [[390, false], [1024, true], [1280, true], [1900, true]] as const) {
      await chromium.withTab({ viewport: { width, height: 700 } }, async (tab) => {
        await tab.goto(at("/transactions/6"));
        for (const packet of await tab.locator("[data-packet]").all()) {
          const tree = (await packet.locator(".tree").boundingBox())!,
            hex = (await packet.locator(".hex").boundingBox())!;
          const isRight = hex.x >= tree.x + tree.width, isBelow = hex.y >= tree.y + tree.height;
          assertEquals([isRight, isBelow], [isBeside, !isBeside], `at ${width}`);
        }
      });
    }
  },
);

browserTest(
  "bytes that are out of sight are shown at the foot of the window while their part is pointed at",
  async ({ chromium, at }) => {
    await chromium.withTab({ viewport: { width: 390, height: 500 } }, async (tab) => {
      await tab.goto(at("/transactions/6"));
      const peek = tab.locator(".peek"), node = tab.locator("[data-start]", { hasText: /^interface-id/ }).first();
      assertEquals(await peek.count(), 0);
      await node.hover();
      assertEquals(await peek.innerText(), "0022  00 12 00 05 47 69 30 2f 30  (9 bytes)");
      await tab.mouse.move(0, 0);
      await peek.waitFor({ state: "hidden" });
    });
  },
);

browserTest("a problem is two keys and a click from the packets that show it", async ({ chromium, at }) => {
  await chromium.withTab({}, async (tab) => {
    await tab.goto(at("/"));
    assertStringIncludes(await tab.locator(".lead").innerText(), "Failing now: Server has no prefixes left (dhcp02)");
    for (const key of ["g", "p"]) await tab.keyboard.press(key);
    await tab.waitForURL(at("/problems"));
    for (const key of ["j", "Enter"]) await tab.keyboard.press(key);
    await tab.waitForURL(at("/problems/no-prefixes-1"));
    await tab.locator("#evidence ~ table tbody a").first().click();
    await tab.waitForURL(/\/transactions\/\d+$/);
    assertStringIncludes(await tab.locator(".lead").innerText(), "NoBinding");
  });
});

browserTest("problems are filtered without JavaScript", async ({ chromium, at }) => {
  await chromium.withTab({ javaScriptEnabled: false }, async (tab) => {
    await tab.goto(at("/problems"));
    assertEquals(await tab.locator("tbody tr").count(), 6);
    await tab.selectOption("select[name=severity]", "failing");
    await tab.click("text=Show");
    assertEquals(await tab.locator("tbody tr").count(), 2);
    await tab.selectOption("select[name=state]", "over");
    await tab.click("text=Show");
    assertEquals(await tab.locator(".nothing").count(), 1);
  });
});

browserTest("a stream that is refused says that the page has to be loaded again", async ({ chromium, at }) => {
  await chromium.withTab({}, async (tab) => {
    await tab.route("**/live/events", (route) => route.fulfill({ status: 204 }));
    await tab.goto(at("/live"));
    const status = () => tab.locator("[data-live-status]").innerText();
    await eventually("the word", async () => (await status()) === "Nothing comes in any more: load the page again.");
  });
});

browserTest("what is live is filtered, with JavaScript and without", async ({ chromium, at, store }) => {
  await chromium.withTab({ javaScriptEnabled: false }, async (tab) => {
    await tab.goto(at("/live"));
    await tab.fill("[name=client]", "Gi0/0");
    await tab.click("form.filters button");
    const rows = await tab.locator("tbody tr").allInnerTexts();
    assert(rows.length > 0 && rows.every((text) => text.includes("02:00:00:00:00:00")), rows.join());
  });
  await chromium.withTab({}, async (tab) => {
    await tab.goto(at("/live"));
    await tab.selectOption("select[name=server]", { label: "dhcp02" });
    await tab.click("form.filters button");
    await tab.waitForURL(/server=\d+/);
    assertEquals(await tab.locator("tbody tr").count(), 2);
    let offset = 700;
    const count = () => tab.locator("tbody tr").count();
    await eventually("a row of the server", async () => {
      const receivedAt = Date.now() * 1000;
      await store.write(batch([
        leasing(offset++, "2001:db8::77", { receivedAt, server: "dhcp01" }),
        leasing(offset++, "2001:db8::78", { receivedAt, server: "dhcp02" }),
      ]));
      return await count() > 2;
    }, { everyMs: 200 });
    await eventually(
      "the rate",
      async () => /that match, of/.test(await tab.locator("[data-live-status]").innerText()),
    );
    const servers = await tab.locator("tbody tr td:nth-child(2)").allInnerTexts();
    assert(servers.every((name) => name === "dhcp02"), servers.join());
    await tab.click("text=Pause");
    assertStringIncludes(await tab.locator("[data-live-status]").innerText(), "Paused");
  });
});

browserTest("who asked is in every list of transactions, on a phone as well", async ({ chromium, at }) => {
  for (const width of [390, 1280]) {
    await chromium.withTab({ viewport: { width, height: 800 } }, async (tab) => {
      for (const path of ["/transactions?from=2025-12-31", "/live", "/servers/2"]) {
        await tab.goto(at(path));
        const seen = await tab.locator("tbody tr", { hasText: "Renew" }).first().locator("a[href^='/clients/']:visible")
          .allInnerTexts();
        assertEquals(seen.length, 1, `${path} at ${width}`);
        assert(/([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(seen[0]), seen[0]);
      }
    });
  }
});

browserTest("identifiers and packets are copied whole", async ({ chromium, at }) => {
  await chromium.withTab({ permissions: ["clipboard-read", "clipboard-write"] }, async (tab) => {
    await tab.goto(at("/clients/1"));
    await tab.locator("[data-copy]").first().click();
    await tab.locator("text=copied").waitFor();
    const copied = await tab.evaluate("navigator.clipboard.readText()");
    assertEquals(copied, await tab.locator("dd .id").first().innerText());
  });
});

browserTest(
  "what comes in is seen without loading the page again, until it is paused",
  async ({ chromium, at, store }) => {
    await chromium.withTab({}, async (tab) => {
      await tab.goto(at("/live"));
      let offset = 500;
      const count = () => tab.locator("tbody tr").count(), before = await count();
      await eventually("a row", async () => {
        await store.write(batch([leasing(offset++, "2001:db8::77", { receivedAt: Date.now() * 1000 })]));
        return await count() > before;
      }, { everyMs: 200 });
      await eventually(
        "the rate",
        async () => /^Showing all: \d/.test(await tab.locator("[data-live-status]").innerText()),
      );
      await tab.click("text=Pause");
      assertEquals(await tab.locator("[data-live-pause]").innerText(), "Go on");
    });
  },
);

browserTest("the zone is switched without JavaScript, and stays so", async ({ chromium, at }) => {
  await chromium.withTab({ javaScriptEnabled: false }, async (tab) => {
    await tab.goto(at("/servers/1"));
    assertStringIncludes(await tab.locator("dl").innerText(), "CET");
    await tab.click("text=show UTC");
    assertStringIncludes(await tab.locator("dl").innerText(), "UTC");
    await tab.goto(at("/servers/2"));
    assertStringIncludes(await tab.locator("dl").innerText(), "UTC");
  });
});

browserTest("logging in leads to the page that was wanted, and a wrong token does not", async ({ chromium, at }) => {
  const logIn = async (token: string, fn: (status: number) => void) => {
    await chromium.withTab({}, async (tab) => {
      await tab.goto(at("/servers"));
      await tab.fill("[name=secret]", token);
      const [response] = await Promise.all([
        tab.waitForResponse((one) => one.request().method() === "POST"),
        tab.click("button"),
      ]);
      await tab.waitForLoadState();
      fn(response.status());
      if (response.status() === 303) assertEquals(tab.url(), at("/servers"));
      else assertStringIncludes(await tab.locator("[role=alert]").innerText(), "That is not right");
    });
  };
  await logIn(TOKEN, (status) => assertEquals(status, 303));
  const complaint = await logIn("wrong", (status) => assertEquals(status, 401)).then(
    () => "",
    (error) => String(error),
  );
  assert(complaint === "" || complaint.includes("401"), complaint);
}, { tokens: [{ name: "noc", role: "viewer", secret: TOKEN }] });
