import { assert, assertEquals } from "@std/assert";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { hashPassword } from "@dhcpkit/kafka/looking-glass";
import { browserTest, PATHS } from "./_lab.ts";

const PHONE = { width: 390, height: 844 }, DESK = { width: 1280, height: 900 };

browserTest(
  "every page fits a phone and a desk without sideways scrolling, with JavaScript and without",
  async ({ chromium, at }) => {
    for (const viewport of [PHONE, DESK]) {
      for (const javaScriptEnabled of [true, false]) {
        await chromium.withTab({ viewport, javaScriptEnabled }, async (tab) => {
          for (const path of PATHS) {
            const response = await tab.goto(at(path));
            assertEquals(response?.status(), 200, path);
            const { width } = viewport;
            assertEquals(await widthOf(tab, javaScriptEnabled), width, `${path} at ${width}`);
            assert(await tab.locator("h1").count() === 1, path);
          }
        });
      }
    }
  },
);

browserTest(
  "axe finds nothing to complain about, in light and dark, on a phone and a desk",
  async ({ chromium, at }) => {
    for (const [colorScheme, viewport] of [["light", DESK], ["dark", DESK], ["dark", PHONE]] as const) {
      await chromium.withTab({ colorScheme, viewport, bypassCSP: true }, async (tab) => {
        for (const path of [...PATHS, "/nothing"]) {
          const response = await tab.goto(at(path));
          assertEquals([response?.status(), response?.url()], [path === "/nothing" ? 404 : 200, at(path)]);
          assertEquals(await violations(tab), [], `${path} in ${colorScheme}`);
        }
      }).catch(unlessRefused("404"));
    }
  },
);

browserTest("a page moves nothing after it was drawn", async ({ chromium, at }) => {
  await chromium.withTab({ viewport: PHONE }, async (tab) => {
    await tab.addInitScript(
      "globalThis.shifted = 0; new PerformanceObserver((list) => { for (const { value } of list.getEntries()) globalThis.shifted += value; }).observe({ type: 'layout-shift', buffered: true })",
    );
    for (const path of PATHS) {
      await tab.goto(at(path), { waitUntil: "load" });
      const shifted = await tab.evaluate(
        "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(globalThis.shifted))))",
      ) as number;
      assert(shifted < 0.02, `${path} moved by ${shifted}`);
    }
  });
});

const SECRET = "0123456789abcdef", HASH = await hashPassword("correct horse", { iterations: 1000 });

browserTest(
  "the page for logging in fits a phone, axe finds nothing in it, and it works with JavaScript and without",
  async ({ chromium, at }) => {
    for (const [colorScheme, viewport] of [["light", DESK], ["dark", PHONE]] as const) {
      await chromium.withTab({ colorScheme, viewport, bypassCSP: true }, async (tab) => {
        for (const isWrong of [false, true]) {
          assertEquals((await tab.goto(at("/login?next=%2Fservers")))?.status(), 200);
          if (isWrong) {
            await tab.getByLabel(/^Password/).fill("wrong");
            await tab.keyboard.press("Enter");
            await tab.getByRole("alert").waitFor();
          }
          assertEquals(await widthOf(tab, true), viewport.width);
          assertEquals(await violations(tab), [], `${isWrong} in ${colorScheme}`);
        }
      }).catch(unlessRefused("401"));
    }
    for (const javaScriptEnabled of [true, false]) {
      await chromium.withTab({ javaScriptEnabled, viewport: PHONE }, async (tab) => {
        await tab.goto(at("/servers"));
        assertEquals(new URL(tab.url()).pathname, "/login");
        assertEquals(await widthOf(tab, javaScriptEnabled), PHONE.width);
        await tab.getByLabel(/^Password/).fill(SECRET);
        await tab.getByRole("button", { name: "Log in" }).click();
        await tab.getByRole("heading", { name: "Servers" }).waitFor();
        assertEquals(new URL(tab.url()).pathname, "/servers");
        await tab.getByRole("button", { name: "Log out" }).click();
        await tab.getByRole("button", { name: "Log in" }).waitFor();
      });
    }
  },
  { tokens: [{ name: "boss", role: "admin", secret: SECRET }], users: [{ name: "ann", role: "viewer", hash: HASH }] },
);

/** What axe complains of, with everything that can be folded open. */
async function violations(tab: Page): Promise<unknown> {
  await tab.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)");
  await tab.evaluate(axe.source);
  return await tab.evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).slice(0, 3).join(' | ')}`))",
  );
}

/** The browser complains about the status of a page that is not there, or not for everybody, as it should. */
function unlessRefused(status: "401" | "404"): (error: Error) => void {
  return (error) => {
    const lines = error.message.split("\n");
    const isAboutStatus = lines[0] === "the browser complained:" &&
      lines.slice(1).every((line) => line.includes(status));
    if (lines.length < 2 || !isAboutStatus) throw error;
  };
}

/** How wide a page is. Without JavaScript nothing can be evaluated; a screenshot of the whole page is as wide as the page. */
async function widthOf(tab: Page, javaScriptEnabled: boolean): Promise<number> {
  if (javaScriptEnabled) return await tab.evaluate("document.documentElement.scrollWidth") as number;
  // The four bytes of a PNG behind the name of its first chunk.
  const png = await tab.screenshot({ fullPage: true });
  return new DataView(png.buffer, png.byteOffset).getUint32(16);
}
