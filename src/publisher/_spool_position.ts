import { crc32 } from "../wire/crc32.ts";

/** Bytes of a slot: sequence:u64 and its crc:u32. */
const SLOT = 12;
/** Slots lie so far apart that no sector holds both. */
const SLOT_DISTANCE = 4096;

/**
 * The file `position` of a spool: up to which record everything is delivered. It has two slots that are written in turn, in
 * place, so that one is whole whatever happens, and a full disk is in nobody's way. While it is open it is locked, and the whole
 * directory with it.
 */
export class SpoolPosition {
  readonly #file: Deno.FsFile;
  #slot = 0;

  private constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  /** Number of the first record that is not delivered; `undefined` when the file did not tell. */
  sequence: number | undefined;

  /** Makes the directory when it is missing. Rejects when it cannot be written to, or is in use. */
  static async open(directory: string): Promise<SpoolPosition> {
    await Deno.mkdir(directory, { recursive: true, mode: 0o700 });
    const file = await Deno.open(`${directory}/position`, { create: true, read: true, write: true, mode: 0o600 });
    try {
      if (!await file.tryLock(true)) throw new Error("in use by another publisher");
      const position = new SpoolPosition(file);
      await position.#load();
      return position;
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** Writes the position. One call at a time. */
  async store(sequence: number): Promise<void> {
    const bytes = new Uint8Array(SLOT), view = new DataView(bytes.buffer);
    view.setBigUint64(0, BigInt(sequence));
    view.setUint32(8, crc32(bytes, { end: 8 }));
    this.#file.seekSync(this.#slot * SLOT_DISTANCE, Deno.SeekMode.Start);
    if (await this.#file.write(bytes) < SLOT) throw new Error("the position could not be written whole");
    this.#slot = 1 - this.#slot;
    this.sequence = sequence;
  }

  /** Waits until the disk has what was stored. */
  async sync(): Promise<void> {
    await this.#file.syncData();
  }

  close(): void {
    this.#file.close();
  }

  async #load(): Promise<void> {
    const slots: (number | undefined)[] = [];
    for (const slot of [0, 1]) {
      const bytes = new Uint8Array(SLOT), view = new DataView(bytes.buffer);
      this.#file.seekSync(slot * SLOT_DISTANCE, Deno.SeekMode.Start);
      const isSound = await this.#file.read(bytes) === SLOT && crc32(bytes, { end: 8 }) === view.getUint32(8);
      slots.push(isSound ? Number(view.getBigUint64(0)) : undefined);
    }
    const [first = -1, second = -1] = slots;
    this.sequence = Math.max(first, second) < 0 ? undefined : Math.max(first, second);
    this.#slot = first > second ? 1 : 0;
  }
}
