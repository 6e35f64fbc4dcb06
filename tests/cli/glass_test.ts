import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { isPassword } from "@dhcpkit/kafka/looking-glass";
import { fill } from "../looking_glass/_fixture.ts";
import { BackgroundProcess } from "../support/background_process.ts";
import { attemptCommand } from "../support/command.ts";
import { repositoryRoot } from "../support/paths.ts";
import { TempFolder } from "../support/temp_folder.ts";

const PROGRAM = `${repositoryRoot}src/cli/main.ts`, TOKEN = "0123456789abcdef";

/** The command with the permissions that the documentation asks for: its store's folder and one address. */
function command(folder: string, ...args: string[]): string[] {
  const permissions = ["--no-prompt", "--allow-net=127.0.0.1,[::],0.0.0.0", `--allow-read`, `--allow-write=${folder}`];
  return [Deno.execPath(), "run", "--quiet", ...permissions, PROGRAM, ...args];
}

async function withStore(fn: (folder: TempFolder, store: string) => Promise<void>): Promise<void> {
  await using folder = await TempFolder.create("glass");
  const path = folder.file("store.sqlite");
  {
    await using store = await sqliteStore(path);
    await fill(store);
  }
  await fn(folder, path);
}

Deno.test("glass prints where it is, asks for a token, writes look-ups into the store, and ends on Ctrl-C", async () => {
  await withStore(async (folder, store) => {
    const tokens = await folder.write("tokens", `noc:viewer:${TOKEN}\n`),
      args = ["--store", store, "--token-file", tokens, "--listen", "0"];
    await using glass = new BackgroundProcess(command(folder.path, "glass", ...args), { logFile: folder.file("log") });
    const [, url] = await glass.waitForLog(/looking glass at (http:\/\/127\.0\.0\.1:\d+\/)/, 60_000);
    const ask = async (headers: Record<string, string>) => {
      const response = await fetch(`${url}held.json?lease=2001:db8::1`, { headers });
      return [response.status, (await response.json()).verdict];
    };
    assertEquals(await ask({}), [401, undefined]);
    assertEquals(await ask({ authorization: `Bearer ${TOKEN}` }), [200, "held"]);
    Deno.kill(glass.pid, "SIGINT");
    assertEquals((await glass.ended).code, 0, await glass.log());
    await using written = await sqliteStore(store);
    assertEquals((await written.audit({ limit: 9 })).map(({ who, what }) => [who, what]), [["noc", "who-held"]]);
  });
});

Deno.test("glass says what is wrong and what to do about it", async () => {
  await withStore(async (folder, store) => {
    const users = await folder.write("users", "annette:admin:secret\n");
    const cases: [string[], RegExp][] = [
      [
        ["--listen", "[::]:0"],
        /--listen: others than this machine reach ::, .*--token-file, --users-file or --trust-header/,
      ],
      [["--listen", "localhost:1"], /no address to listen on/],
      [["--token-file", folder.file("none")], /--token-file: .*none: No such file/],
      [["--users-file", users], /--users-file: .*users: line 1: the hash is not one that hash-password printed/],
      [["--trust-header", "X User"], /--trust-header: "X User" is no name of a header; write X-Remote-User/],
      [["--time-zone", "Mars"], /--time-zone: "Mars" is no time zone; write Europe\/Amsterdam, or UTC/],
      [["--store", folder.file("none.sqlite")], /cannot open the store .*none\.sqlite/],
    ];
    for (const [args, words] of cases) {
      const { code, stderr } = await attemptCommand(command(folder.path, "glass", "--store", store, ...args));
      assertEquals([code > 0, stderr.includes("    at ")], [true, false], stderr);
      assertMatch(stderr, words);
    }
  });
});

Deno.test("hash-password makes a hash of the first line that it reads, and of no empty one", async () => {
  await using folder = await TempFolder.create("glass");
  const hash = async (input: string) => {
    const file = await folder.write("password", input), sh = ["sh", "-c", 'exec "$@" <"$0"', file];
    return await attemptCommand([...sh, ...command(folder.path, "hash-password")]);
  };
  const { stdout } = await hash("correct horse\nmore\n");
  assertEquals(await isPassword("correct horse", stdout.trim()), true);
  assertStringIncludes((await hash("\n")).stderr, "an empty password protects nothing");
});
