import { runCommand } from "./command.ts";
import { TempFolder } from "./temp_folder.ts";

/** A file system in memory that is full soon. Tests that use it need `tmpfs`. */
export class SmallDisk implements AsyncDisposable {
  readonly #folder: TempFolder;

  private constructor(folder: TempFolder) {
    this.#folder = folder;
  }

  /** Makes one of so many kilobytes. */
  static async create(kilobytes: number): Promise<SmallDisk> {
    const folder = await TempFolder.create("disk");
    await runCommand(["mount", "-t", "tmpfs", "-o", `size=${kilobytes}k`, "tmpfs", folder.path]);
    return new SmallDisk(folder);
  }

  /** Where it is mounted. */
  get path(): string {
    return this.#folder.path;
  }

  /** Mounts it anew, read-only or not. */
  async remount(options: "ro" | "rw"): Promise<void> {
    await runCommand(["mount", "-o", `remount,${options}`, this.path]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await runCommand(["umount", this.path]);
    await this.#folder[Symbol.asyncDispose]();
  }
}
