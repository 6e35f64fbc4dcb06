import type { Page } from "playwright-core";
import { eventually } from "./eventually.ts";

/** A step of a tour, as its document tells it. */
export type Step =
  | { readonly kind: "search" | "paste" | "open" | "unfold" | "see"; readonly text: string }
  | { readonly kind: "picture"; readonly file: string };

/** Everything that a reader is to do or to see: verbs with what they are about, quotations, pictures. */
const STEP = /(search for|paste) `([^`]+)`|(open|unfold) \*\*([^*]+)\*\*|“([^”]+)”|!\[[^\]]*\]\(([^)]+)\)/gi;
/** A demonstration shows everything within a minute; a machine with other work may take longer. */
const PATIENCE = { timeoutMs: 150_000, everyMs: 1000 };

/** The steps in the numbered list of a document, in order. Throws for what is bold and is not opened. */
export function readTour(markdown: string): Step[] {
  const text = markdown.slice(markdown.search(/^1\. /m)).replace(/\s+/g, " ");
  const steps = Array.from(text.matchAll(STEP), ([, asks, typed, verb, name, seen, file]): Step => {
    if (typed !== undefined) return { kind: asks!.toLowerCase() === "paste" ? "paste" : "search", text: typed };
    if (verb !== undefined) return { kind: verb.toLowerCase() as "open" | "unfold", text: name };
    return seen === undefined ? { kind: "picture", file } : { kind: "see", text: seen };
  });
  const bold = text.match(/\*\*[^*]+\*\*/g)?.length ?? 0;
  const opened = steps.filter(({ kind }) => kind === "open" || kind === "unfold").length;
  if (bold !== opened) throw new Error(`${bold} names are bold, and ${opened} of them are opened`);
  return steps;
}

/** Does the steps in a tab, beginning at the overview; what is not there yet is waited for. */
export async function walkTour(
  tab: Page,
  steps: readonly Step[],
  { url, picture = () => Promise.resolve() }: { url: string; picture?: (file: string) => Promise<void> },
): Promise<void> {
  await tab.goto(url);
  for (const step of steps) {
    if (step.kind === "picture") await picture(step.file);
    else await STEPS[step.kind](tab, step.text);
  }
}

const STEPS: Readonly<Record<Exclude<Step["kind"], "picture">, (tab: Page, text: string) => Promise<void>>> = {
  async search(tab, text) {
    const before = tab.url();
    await tab.locator("#search").fill(text);
    await tab.keyboard.press("Enter");
    await tab.waitForURL((address) => address.href !== before);
    await tab.waitForLoadState();
  },
  async paste(tab, text) {
    await tab.locator("#text").fill(text);
    await tab.getByRole("button", { name: "Decode" }).click();
  },
  async open(tab, name) {
    const link = tab.getByRole("link", { name }).first();
    await shown(tab, `a link ${name}`, async () => await link.count() > 0);
    const before = tab.url();
    await link.click();
    await tab.waitForURL((address) => address.href !== before);
    await tab.waitForLoadState();
  },
  async unfold(tab, name) {
    await tab.locator("summary", { hasText: name }).first().click();
  },
  async see(tab, text) {
    const pattern = new RegExp(text.split("…").map(escaped).join(".{1,200}?"));
    await shown(tab, `“${text}”`, async () => pattern.test(await textOf(tab)));
  },
};

/** Waits for something on a page, which is loaded again meanwhile, but not before what is live can have come. */
async function shown(tab: Page, what: string, isThere: () => Promise<boolean>): Promise<void> {
  let looks = 0;
  await eventually(`${what} on ${new URL(tab.url()).pathname}`, async () => {
    if (looks++ % 5 === 4) await tab.reload();
    return await isThere();
  }, PATIENCE);
}

async function textOf(tab: Page): Promise<string> {
  return (await tab.locator("body").innerText()).replaceAll("\u200b", "").replace(/\s+/g, " ");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
