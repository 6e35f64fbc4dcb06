import { repositoryRoot } from "../support/paths.ts";

/** How the command in an example's header comment is changed to run in a test. */
export interface HeaderCommandChanges {
  /** What to write instead of a word or a part of one: `{ "localhost:9092": "127.0.0.1:34567" }`. */
  replace?: Readonly<Record<string, string>>;
  /** What to write instead of `[BROKER [TOPIC]] [--json]` and the like: the arguments that the reader is to choose. */
  args?: readonly string[];
}

/**
 * The command that an example's header comment tells people to type, word by word, so that tests give an example the permissions that the
 * comment shows and no others. The program gets an absolute path: the command can run in any folder.
 *
 * `example` is its path in the repository, as in `examples/01_decode.ts`.
 */
export async function headerCommand(
  example: string,
  { replace = {}, args = [] }: HeaderCommandChanges = {},
): Promise<string[]> {
  const lines = (await Deno.readTextFile(repositoryRoot + example)).split("\n");
  const start = lines.findIndex((line) => /^\/\/ +deno run /.test(line));
  if (start < 0) throw new Error(`${example}: its header comment shows no "deno run" command`);
  let end = start;
  while (lines[end].endsWith("\\")) end++;
  const text = lines.slice(start, end + 1).map((line) => line.replace(/^\/\/ */, "").replace(/\\$/, "")).join(" ");
  const chosen = /\[[A-Z-].*$/;
  const words = text.replace(chosen, "").trim().split(/ +/).map((word) =>
    Object.entries(replace).reduce((changed, [from, to]) => changed.replace(from, to), word.replaceAll("'", ""))
  );
  const program = words.indexOf(example);
  if (words[0] !== "deno" || program < 0) {
    throw new Error(`${example}: its header comment runs something else: ${text}`);
  }
  words[0] = Deno.execPath();
  words[program] = repositoryRoot + example;
  // What Deno says of packages that it fetches first is not what the program says.
  words.splice(2, 0, "--quiet");
  return [...words, ...args];
}
