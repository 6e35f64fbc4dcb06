import { repositoryRoot } from "../support/paths.ts";

/**
 * The command in an example's README.md that has a text in it, word by word, so that tests run what the README tells people to type. Words
 * are changed as `replace` says: for a folder of the test, or another port.
 *
 * `folder` is the example's in the repository, as in `examples/07_cloudflare_worker`.
 */
export async function readmeCommand(
  folder: string,
  text: string,
  replace: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const readme = await Deno.readTextFile(`${repositoryRoot}${folder}/README.md`);
  const blocks = Array.from(readme.matchAll(/```sh\n([^]*?)```/g), ([, block]) => block.replaceAll(/\\\n\s*/g, ""));
  const line = blocks.flatMap((block) => block.split("\n")).find((one) => one.includes(text));
  if (line === undefined) throw new Error(`${folder}/README.md shows no command with ${JSON.stringify(text)}`);
  const words = line.trim().split(/ +/).map((word) =>
    Object.entries(replace).reduce((changed, [from, to]) => changed.replace(from, to), word.replaceAll("'", ""))
  );
  const program = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
  if (words[program] === "deno") words[program] = Deno.execPath();
  // Variables stand in front, as a shell takes them.
  return program > 0 ? ["env", ...words] : words;
}
