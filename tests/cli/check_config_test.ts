import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { attemptCommand, type CommandResult } from "../support/command.ts";
import { repositoryRoot } from "../support/paths.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** Runs `check-config` with no more permissions than it needs. */
function checkConfig(folder: TempFolder, file: string): Promise<CommandResult> {
  const command = [Deno.execPath(), "run", "--quiet", `--allow-read=${folder.path}`, "src/cli/main.ts", "check-config"];
  return attemptCommand([...command, folder.file(file)], { cwd: repositoryRoot, env: { NO_COLOR: "1" } });
}

const LISTENER = "<listen-unicast [::1]:10547>\n</listen-unicast>\n";

Deno.test("check-config says what a configuration does, and needs to read nothing but its folder", async () => {
  await using folder = await TempFolder.create("check-config");
  const publish = "<send-to-kafka>\n broker kafka1\n broker [2001:db8::9]:9093\n topic edge\n</send-to-kafka>\n";
  await folder.write("clients.csv", "id,address,prefix\nduid:0003000102005e100001,2001:db8::1,\n");
  await folder.write("dhcpd.conf", `${LISTENER}<static-csv clients.csv>\n</static-csv>\n${publish}`);
  const { code, stdout, stderr } = await checkConfig(folder, "dhcpd.conf");
  assertEquals([code, stderr], [0, ""]);
  assertEquals(
    stdout.replaceAll(folder.path, ""),
    [
      "/dhcpd.conf is fine: 1 listener, 2 handlers",
      "publishes to edge through kafka1:9092, [2001:db8::9]:9093 as this host",
      "",
    ].join("\n"),
  );
});

Deno.test("check-config tells of every mistake with its line, and ends with exit status 1", async () => {
  await using folder = await TempFolder.create("check-config");
  const publish = "<send-to-kafka>\n brokr kafka1\n acks some\n</send-to-kafka>\n";
  await folder.write("dhcpd.conf", LISTENER + publish);
  const { code, stdout, stderr } = await checkConfig(folder, "dhcpd.conf");
  assertEquals([code, stdout], [1, ""]);
  assertMatch(stderr, /dhcpd\.conf:4: brokr in <send-to-kafka>: unknown key; did you mean broker\?/);
  assertMatch(stderr, /dhcpd\.conf:5: acks in <send-to-kafka>: /);
  assertEquals(/^\s+at /m.test(stderr), false, "no stack trace");
});

Deno.test("check-config tells of what cannot work although every line is right", async () => {
  await using folder = await TempFolder.create("check-config");
  await folder.write("silent.conf", "<send-to-kafka>\n broker kafka1\n</send-to-kafka>\n");
  await folder.write("unpublished.conf", LISTENER);
  await folder.write("unread.conf", `${LISTENER}<static-csv nowhere.csv>\n</static-csv>\n`);
  const silent = await checkConfig(folder, "silent.conf"), unread = await checkConfig(folder, "unread.conf");
  const nothing = await checkConfig(folder, "nothing.conf");
  assertEquals([silent.code, unread.code, nothing.code], [1, 1, 1]);
  assertMatch(nothing.stderr, /^dhcpkit-kafka: cannot read: .*nothing\.conf'\n$/);
  assertStringIncludes(silent.stderr, "nobody can be heard");
  assertStringIncludes(unread.stderr, "nowhere.csv");
  const unpublished = await checkConfig(folder, "unpublished.conf");
  assertEquals(unpublished.code, 0);
  assertStringIncludes(unpublished.stderr, "nothing is published");
});
