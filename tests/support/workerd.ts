import { BackgroundProcess } from "./background_process.ts";
import { repositoryRoot } from "./paths.ts";
import { TempFolder } from "./temp_folder.ts";

/** What a worker is made of. */
export interface WorkerInit {
  /** Its module, which may import `./bundle.mjs`. */
  readonly main: string;
  /** The text of that other module. */
  readonly bundle: string;
  /** What it finds in its environment. Default: nothing. */
  readonly bindings?: Readonly<Record<string, string>>;
  /** A database of D1 that it has, and the statements that make its tables. Default: none. */
  readonly database?: { readonly binding: string; readonly schema: string };
}

/** A worker as Cloudflare has them, in workerd, by way of Miniflare: in a process of its own, of which it leaves nothing open here. */
export class Workerd implements AsyncDisposable {
  /** Where it answers, without a slash at the end. */
  readonly url: string;
  readonly #process: BackgroundProcess;
  readonly #folder: TempFolder;

  private constructor(url: string, process: BackgroundProcess, folder: TempFolder) {
    this.url = url;
    this.#process = process;
    this.#folder = folder;
  }

  /** Starts one, and resolves when it answers. */
  static async start({ main, bundle, bindings = {}, database }: WorkerInit): Promise<Workerd> {
    const folder = await TempFolder.create("workerd");
    await folder.write("main.mjs", main);
    await folder.write("bundle.mjs", bundle);
    await folder.write("bindings.json", JSON.stringify(bindings));
    await folder.write("database.json", JSON.stringify(database ?? null));
    const program = [
      Deno.execPath(),
      "run",
      "--quiet",
      "--no-lock",
      "--allow-all",
      `${repositoryRoot}tests/support/worker_process.ts`,
    ];
    const process = new BackgroundProcess([...program, folder.path], {
      logFile: folder.file("log"),
      cwd: repositoryRoot,
    });
    const [, url] = await process.waitForLog(/ready at (\S+)\./, 60_000);
    return new Workerd(url, process, folder);
  }

  /** What the worker has printed so far. */
  log(): Promise<string> {
    return this.#process.log();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
    await this.#folder[Symbol.asyncDispose]();
  }
}
