/**
 * Writes src/looking_glass/assets/decode.js, what the page for decoding runs in browsers: src/looking_glass/decode/in_browser.js with all
 * that it imports, in one file. With `--check` ends with exit status 1 when the file is not of the sources that are there.
 *
 *     deno task bundle
 *
 * Another release of Deno may bundle otherwise; what that makes is looked at by the release alone that made the file, and by others a
 * digest of the sources is.
 */
const root = new URL("..", import.meta.url), deno = Deno.execPath();
const ENTRY = "src/looking_glass/decode/in_browser.js", ASSET = "src/looking_glass/assets/decode.js";

const file = new URL(ASSET, root), head = headOf(Deno.version.deno, await digest());
if (Deno.args.includes("--check")) {
  const [first, ...rest] = (await Deno.readTextFile(file).catch(() => "")).split("\n");
  const madeBy = /with Deno (\S+) /.exec(first)?.[1] ?? "";
  const isFresh = first === headOf(madeBy, await digest()) &&
    (madeBy !== Deno.version.deno || rest.join("\n") === await bundle());
  if (!isFresh) {
    console.error(`${ASSET} is not what its sources say; run: deno task bundle`);
    Deno.exit(1);
  }
} else {
  await Deno.writeTextFile(file, `${head}\n${await bundle()}`);
}

function headOf(version: string, sum: string): string {
  return `/*! Made by "deno task bundle" with Deno ${version} of sources ${sum}. Holds parts of Hono, MIT License, Copyright (c) 2021 - present, Yusuke Wada and Hono contributors. */`;
}

async function bundle(): Promise<string> {
  return await run("bundle", "--quiet", "--minify", "--platform", "browser", ENTRY);
}

/** The first 64 bits of the SHA-256 of all sources that are in it, by path. */
async function digest(): Promise<string> {
  const { modules } = JSON.parse(await run("info", "--json", ENTRY)) as { modules: { specifier: string }[] };
  const paths = modules.filter(({ specifier }) => specifier.startsWith(root.href)).map(({ specifier }) =>
    specifier.slice(root.href.length)
  ).sort();
  const texts = await Promise.all(
    paths.map(async (path) => `${path}\n${await Deno.readTextFile(new URL(path, root))}`),
  );
  const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(texts.join("\0")));
  return new Uint8Array(sum, 0, 8).toHex();
}

async function run(...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(deno, { args, cwd: root, stdin: "null" }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}
