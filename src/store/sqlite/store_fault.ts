/** What SQLite says, by a part of its words, and what to do about it. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/not a database/, "is no SQLite database: name another file, or move this one away"],
  [/malformed/, "is damaged: restore it from a copy, or move it away and read the topic from the beginning"],
  [/unable to open/, "cannot be opened: see that its folder is there and that this user may write to it"],
  [/readonly database/, "may only be read: give this user permission to write to the file and its folder"],
  [
    /disk is full/,
    "does not fit on its disk: make room, or keep less (retention); nothing of the last batch was written",
  ],
  [/disk I\/O/, "cannot be read or written: look at the disk (the system's log tells)"],
  [/locked|busy/, "is being written by another process that does not end: stop it, or wait"],
  [/not open/, "is closed"],
];

/** What it says to who only reads, and so makes no file. */
const NOT_THERE = "cannot be opened: it is not there, or this user may not read it; a collector makes it";

/** An error of SQLite as one that names the file and says what to do; its own words stay as the cause. */
export function storeFault(error: unknown, path: string, { readOnly = false }: { readOnly?: boolean } = {}): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const isAbsent = readOnly && /unable to open/.test(error.message);
  const remedy = isAbsent ? NOT_THERE : REMEDIES.find(([words]) => words.test(error.message))?.[1];
  return new Error(`The store ${path} ${remedy ?? `refuses: ${error.message}`}`, { cause: error });
}
