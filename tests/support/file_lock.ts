/** Runs `work` while holding the lock file at `path`: one holder at a time, over all processes of this machine. */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  using file = await Deno.open(path, { create: true, write: true });
  await file.lock(true);
  return await work();
}

/**
 * Fills a cache folder once. `stamp` says what it holds: with another stamp, or after a fill that broke off, it is emptied
 * and filled again. Two processes that ask at once fill it once.
 */
export async function fillOnce(folder: string, stamp: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const stampFile = `${folder}/.complete`;
  if (await holds(stampFile, stamp)) return;
  await withFileLock(`${folder}.lock`, async () => {
    if (await holds(stampFile, stamp)) return;
    await Deno.remove(folder, { recursive: true }).catch(() => {});
    await Deno.mkdir(folder, { recursive: true });
    await fill(folder);
    await Deno.writeTextFile(stampFile, stamp);
  });
}

async function holds(file: string, content: string): Promise<boolean> {
  return await Deno.readTextFile(file).catch(() => "") === content;
}
