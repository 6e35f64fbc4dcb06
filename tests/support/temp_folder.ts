/** The folder that holds temporary ones. */
export const tempRoot: string = Deno.env.get("TMPDIR") ?? "/tmp";

/** A folder for one test's files, removed with everything in it. */
export class TempFolder implements AsyncDisposable {
  /** Absolute, without a trailing slash. */
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async create(purpose: string): Promise<TempFolder> {
    return new TempFolder(await Deno.makeTempDir({ prefix: `dhcpkit-${purpose}-` }));
  }

  /** Makes a folder with this very name in {@linkcode tempRoot}. */
  static async named(name: string): Promise<TempFolder> {
    await Deno.mkdir(`${tempRoot}/${name}`);
    return new TempFolder(`${tempRoot}/${name}`);
  }

  /** The path of a file in the folder. */
  file(name: string): string {
    return `${this.path}/${name}`;
  }

  /** Writes a file into the folder and returns its path. */
  async write(name: string, content: string | Uint8Array, mode = 0o644): Promise<string> {
    const path = this.file(name);
    if (typeof content === "string") await Deno.writeTextFile(path, content, { mode });
    else await Deno.writeFile(path, content, { mode });
    return path;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true }).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
}
