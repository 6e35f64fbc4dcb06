import { fromHex } from "../wire/mod.ts";
import { createPseudonyms, type Pseudonyms, type PseudonymsInit } from "./pseudonyms.ts";

/** What {@linkcode pseudonymsFromFile} takes beside the file. */
export interface PseudonymsFromFileInit extends Omit<PseudonymsInit, "key" | "keyId"> {
  /** Names the key. Default: the file's name without what stands behind its last dot. */
  readonly keyId?: string;
}

/** No key needs more. */
const MOST_BYTES = 4096;

/**
 * Reads a key from a file of hexadecimal digits, at least 64 of them, and makes pseudonyms with it:
 *
 * ```sh
 * (umask 077; openssl rand -hex 32 > /etc/dhcpkit/pseudonyms-2026-01.key)
 * ```
 *
 * Throws an `Error` that tells the file and the remedy, but nothing of what is in the file, when it cannot be read, when
 * others than its owner and group may read it, and when there is no key in it. Needs `--allow-read`.
 */
export async function pseudonymsFromFile(path: string, init: PseudonymsFromFileInit = {}): Promise<Pseudonyms> {
  const { keyId = nameOf(path), ...rest } = init, text = await readSecret(path);
  if (!/^\s*([0-9a-f]{2}){32,}\s*$/i.test(text)) {
    throw new Error(
      `${path} holds no key: it has to be one line of 64 or more hexadecimal digits; make it with ` +
        `openssl rand -hex 32 > ${path}`,
    );
  }
  try {
    return createPseudonyms({ ...rest, key: fromHex(text.trim()), keyId });
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : error}`);
  }
}

async function readSecret(path: string): Promise<string> {
  using file = await open(path);
  const { mode, isFile } = await file.stat();
  if (!isFile) throw new Error(`${path} is not a file`);
  if (mode !== null && (mode & 0o007) !== 0) {
    throw new Error(`${path} holds a key that everybody on this machine may use; take that away with chmod o= ${path}`);
  }
  const buffer = new Uint8Array(MOST_BYTES), length = await file.read(buffer) ?? 0;
  return new TextDecoder("latin1").decode(buffer.subarray(0, length));
}

async function open(path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path);
  } catch (error) {
    throw new Error(`the key of the pseudonyms cannot be read: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

function nameOf(path: string): string {
  return path.replace(/^.*[/\\]/, "").replace(/(?<=.)\.[^.]*$/, "");
}
