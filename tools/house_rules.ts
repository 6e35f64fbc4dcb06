/**
 * House rules that no other tool knows. Prints each breach with its place; exit status 1 when there is one.
 *
 * - What is committed names no package registry's host and no path of a machine.
 * - No test is switched off, and users are never shown a command with all permissions.
 * - What src/ exports is used somewhere else, or is part of the public API.
 */
const root = new URL("..", import.meta.url);

interface TextFile {
  readonly path: string;
  readonly text: string;
}

const files = await trackedFiles();
const breaches = [...forbiddenTexts(), ...unusedExports()];
for (const breach of breaches) console.error(breach);
Deno.exit(breaches.length === 0 ? 0 : 1);

async function trackedFiles(): Promise<TextFile[]> {
  const { stdout } = await new Deno.Command("git", {
    args: ["ls-files", "--cached", "--others", "--exclude-standard"],
    cwd: root,
  }).output();
  const paths = new TextDecoder().decode(stdout).split("\n").filter((path) => path !== "");
  const read = await Promise.all(paths.map(async (path) => {
    const text = await Deno.readTextFile(new URL(path, root)).catch(() => undefined);
    return text === undefined ? [] : [{ path, text }];
  }));
  return read.flat();
}

function forbiddenTexts(): string[] {
  const rules: { readonly what: string; readonly pattern: RegExp; readonly where: RegExp }[] = [
    { what: "names a registry's host", pattern: /registry\.npm|repo1?\.maven|pypi\.org|crates\.io/, where: /./ },
    { what: "holds a path of a machine", pattern: /\/(work|home)\/\w+\//, where: /./ },
    {
      what: "switches a test off",
      pattern: /\bignore: true|Deno\.test\.(ignore|only)\(/,
      where: /^tests\/(?!support)/,
    },
    {
      what: "shows a command with all permissions",
      pattern: /deno (run|serve)[^`\n]* (-A|--allow-all)\b/,
      where: /^(README\.md|docs\/|examples\/|src\/)/,
    },
  ];
  return files.filter(({ path }) => path !== "tools/house_rules.ts").flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, i) =>
      rules.filter(({ pattern, where }) => where.test(path) && pattern.test(line))
        .map(({ what }) => `${path}:${i + 1}: ${what}: ${line.trim()}`)
    )
  );
}

/** Functions, classes and values that src/ exports, that no other file mentions, and that no door (mod.ts or another export) lets out. */
function unusedExports(): string[] {
  const sources = files.filter(({ path }) =>
    /^(src\/(?!.*assets)|tests|examples|bench|tools).*\.(ts|js)$|^mod\.ts$/.test(path)
  );
  return sources.filter(({ path }) => path.startsWith("src/")).flatMap(({ path, text }) =>
    Array.from(
      text.matchAll(/^export (?:abstract )?(?:async )?(?:const|let|function\*?|class) (\w+)/gm),
      ([, name]) => name,
    ).filter((name) => {
      const mention = new RegExp(`\\b${name}\\b`);
      const file = path.split("/").at(-1)!;
      const isLetOut = sources.some((other) =>
        /(^|\/)mod\.ts$/.test(other.path) && other.text.includes(`export * from "./${file}"`)
      );
      return !isLetOut && !sources.some((other) => other.path !== path && mention.test(other.text));
    }).map((name) => `${path}: exports ${name}, which nobody else uses`)
  );
}
