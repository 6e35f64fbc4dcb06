import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** A Chromium without a window. */
export class Chromium implements AsyncDisposable {
  private constructor(private readonly browser: Browser) {}

  /** Starts one; its files are gone when it is disposed of. */
  static async start(): Promise<Chromium> {
    return new Chromium(await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] }));
  }

  /**
   * Opens an empty tab of its own, with nothing remembered, for as long as `fn` runs. Rejects when the browser complained about the page.
   */
  async withTab(options: BrowserContextOptions, fn: (tab: Page) => Promise<void>): Promise<void> {
    const context = await this.browser.newContext(options), tab = await context.newPage(), complaints: string[] = [];
    tab.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(`${tab.url()}: ${message.text()}`);
    });
    tab.on("pageerror", (error) => complaints.push(`${tab.url()}: ${error.message}`));
    try {
      await fn(tab);
    } finally {
      await context.close();
    }
    if (complaints.length > 0) throw new Error(`the browser complained:\n${complaints.join("\n")}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
  }
}
