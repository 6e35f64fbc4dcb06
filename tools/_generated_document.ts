const root = new URL("..", import.meta.url);

/**
 * Writes a document that is made of the code, formatted, or with `--check` among the arguments ends with exit status 1 when the
 * file holds something else. `task` is the task that writes it.
 */
export async function writeOrCheck(path: string, text: string, task: string): Promise<void> {
  const file = new URL(path, root), wanted = await formatted(text, path.split(".").at(-1)!);
  if (!Deno.args.includes("--check")) return await Deno.writeTextFile(file, wanted);
  const current = await Deno.readTextFile(file).catch(() => "");
  if (current === wanted) return;
  console.error(`${path} is not what the code says; run: deno task ${task}`);
  Deno.exit(1);
}

/** As `deno fmt` would have it, so that the file is the same whoever formats it. */
async function formatted(text: string, extension: string): Promise<string> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", extension, "-"],
    cwd: root,
    stdin: "piped",
    stdout: "piped",
  });
  const child = command.spawn(), writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout } = await child.output();
  if (!success) throw new Error("deno fmt could not format the document");
  return new TextDecoder().decode(stdout);
}
