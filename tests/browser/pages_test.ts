import { assert, assertEquals } from "@std/assert";
import axe from "axe-core";
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
            // Without JavaScript nothing can be evaluated; a screenshot of the whole page is as wide as the page.
            const width = javaScriptEnabled
              ? await tab.evaluate("document.documentElement.scrollWidth") as number
              : widthOf(await tab.screenshot({ fullPage: true }));
            assertEquals(width, viewport.width, `${path} at ${viewport.width}`);
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
          await tab.goto(at(path)).catch(() => {});
          await tab.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)");
          await tab.evaluate(axe.source);
          const violations = await tab.evaluate(
            "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).slice(0, 3).join(' | ')}`))",
          );
          assertEquals(violations, [], `${path} in ${colorScheme}`);
        }
      }).catch(unlessMissingPage);
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

/** The browser complains about the status of a page that is not there, as it should. */
function unlessMissingPage(error: Error): void {
  const lines = error.message.split("\n").slice(1);
  if (lines.length === 0 || !lines.every((line) => line.includes("404"))) throw error;
}

/** The width of a PNG: the four bytes behind the name of its first chunk. */
function widthOf(png: Uint8Array): number {
  return new DataView(png.buffer, png.byteOffset).getUint32(16);
}
