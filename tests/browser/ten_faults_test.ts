import { assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { followStore, lookingGlass, serveLookingGlass } from "@dhcpkit/kafka/looking-glass";
import { Chromium } from "../support/chromium.ts";
import { testWith } from "../support/requirements.ts";
import { storeKinds } from "../looking_glass/_stores.ts";
import { batch } from "../store/_transactions.ts";
import { type Fault, NOW, TEN_FAULTS, tenFaults } from "./_ten_faults.ts";

for (const kind of storeKinds) {
  testWith({
    name:
      `${kind.name}: in a browser: the page of a client tells what went wrong, whoever has the customer on the phone`,
    needs: [...kind.needs, "chromium"],
    fn: async () => {
      await using place = await kind.create();
      await using store = await place.open();
      await store.write(batch(tenFaults()));
      await using reader = await place.openReader();
      await using glass = lookingGlass({ reader, timeZone: "UTC", now: () => NOW / 1000, live: followStore(reader) });
      await using served = serveLookingGlass({ glass, port: 0 });
      await using chromium = await Chromium.start();
      const told: unknown[] = [];
      for (const { name, given } of TEN_FAULTS) {
        await chromium.withTab({}, async (tab) => {
          await tab.goto(served.url);
          await lookUp(tab, given);
          told.push({ name, ...await shown(tab) });
        });
      }
      assertEquals(told, TEN_FAULTS.map(expected));
    },
  });
}

/** What somebody does who was told something of the client. */
async function lookUp(tab: Page, given: string): Promise<void> {
  await tab.keyboard.press("/");
  await tab.keyboard.type(given);
  await tab.keyboard.press("Enter");
  await tab.waitForURL(/\/clients\/\d+\?q=/);
}

function expected({ name, headline, next, events }: Fault) {
  return { name, headline, next, events };
}

/** The sentences of the page as they are read. */
async function shown(tab: Page) {
  const next = tab.locator(".lead + .note"), events: string[] = [];
  // The packets of each event are told beside it.
  await tab.evaluate("document.querySelectorAll('.timeline details, .timeline .dim').forEach((one) => one.remove())");
  for (const event of await tab.locator(".timeline > li").all()) {
    const time = await event.locator("> time").innerText();
    events.push(`${time.slice(0, 5)} ${sentence(await event.locator("> div").innerText())}`);
  }
  return {
    headline: sentence(await tab.locator(".lead").innerText()),
    next: await next.count() === 0 ? undefined : sentence(await next.innerText()),
    events,
  };
}

/** Without the shape that a tone has, and without the places where a line may end. */
function sentence(text: string): string {
  return text.replace(/^[▲●]\s*/, "").replaceAll("\u200b", "").replace(/\s+/g, " ").trim();
}
