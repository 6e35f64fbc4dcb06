import { assert, assertEquals, assertMatch } from "@std/assert";
import { attemptCommand } from "../support/command.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { headerCommand } from "./_header_command.ts";
import { Responder, type ResponderFiles } from "./_responder.ts";

const conf = "examples/03_responder/dhcpd.conf", csv = "examples/03_responder/clients.csv";
const clients = ["duid:00030001345600000001,2001:db8::1,"];

Deno.test("the responder tells all mistakes of a configuration: file, line, key and what would be right, a line each", async () => {
  const lines = await linesOfFailure({
    config: `allow-rapid-commit perhaps
<listen-unicast [::1]:99999>
</listen-unicast>
<static-cvs clients.csv>
</static-cvs>
<recursive-name-servers>
    address 2001:db8::53
    address 192.0.2.53
</recursive-name-servers>
<send-to-kafka>
    topic a b
    brokr localhost
    server-name a
    server-name b
</send-to-kafka>
`,
    clients,
  });
  const expected = [
    [1, 'allow-rapid-commit: "perhaps"', "write yes or no"],
    [2, '<listen-unicast>: "99999" is not a port', "a whole number from 0 to 65535"],
    [4, "<static-cvs>: unknown section", "did you mean <static-csv>?"],
    [8, 'address in <recursive-name-servers>: "192.0.2.53"', "IPv6"],
    [11, 'topic in <send-to-kafka>: "a b" holds a space', "only A-Z a-z 0-9 . _ -"],
    [12, "brokr in <send-to-kafka>: unknown key", "did you mean broker?"],
    [14, "server-name in <send-to-kafka>: given twice", "keep one of them"],
  ] as const;
  assertEquals(lines.length, expected.length, lines.join("\n"));
  for (const [i, [line, problem, remedy]] of expected.entries()) {
    assert(lines[i].startsWith(`${conf}:${line}: ${problem}`), lines[i]);
    assert(lines[i].includes(remedy), lines[i]);
  }
});

Deno.test("the responder tells that its configuration is a folder, and which", async () => {
  await using folder = await TempFolder.create("responder");
  await Deno.mkdir(`${folder.path}/examples/03_responder`, { recursive: true });
  const replace = { [conf]: "examples/03_responder" };
  const command = await headerCommand("examples/03_responder/main.ts", { replace });
  const { code, stdout, stderr } = await attemptCommand(command, { cwd: folder.path });
  assertEquals([code, stdout, stderr], [
    1,
    "",
    "Is a directory (os error 21): readfile 'examples/03_responder'\n",
  ]);
});

Deno.test("the responder tells that its clients' file is missing, and where it is named", async () => {
  const lines = await linesOfFailure({ config: "<static-csv clients.csv>\n</static-csv>\n" });
  assertEquals(lines.length, 1, lines.join("\n"));
  assertMatch(lines[0], new RegExp(`^${conf}:1: ${csv} cannot be used: No such file or directory`));
});

Deno.test("the responder tells that its clients' file has other columns", async () => {
  const config = "\n<static-csv dhcpd.conf>\n</static-csv>\n";
  const lines = await linesOfFailure({ config });
  assertEquals(lines, [
    `${conf}:2: ${conf} cannot be used: the first line has to name the columns id, address and prefix, not ""`,
  ]);
});

Deno.test("the responder tells that it would hear nobody", async () => {
  const lines = await linesOfFailure({ config: "allow-rapid-commit yes\n" });
  assertEquals(lines, [`${conf}: without a <listen-interface> or <listen-unicast> section nobody can be heard`]);
});

Deno.test("the responder tells that there is no such interface, and which there are", async () => {
  const lines = await linesOfFailure({ config: "<listen-interface nosuch0>\n</listen-interface>\n" });
  assertEquals(lines.length, 1, lines.join("\n"));
  assertMatch(lines[0], /^there is no interface nosuch0 \(interfaces here: .*\blo\b.*\)$/);
});

Deno.test("the responder tells which address is taken", async () => {
  using sockets = new DisposableStack();
  const other = sockets.adopt(
    Deno.listenDatagram({ transport: "udp", hostname: "::1", port: 0 }),
    (socket) => socket.close(),
  );
  const { port } = other.addr as Deno.NetAddr;
  const lines = await linesOfFailure({
    config: `<listen-unicast [::1]:0>\n</listen-unicast>\n<listen-unicast [::1]:${port}>\n</listen-unicast>\n`,
  });
  assertEquals(lines, [`cannot listen on [::1]:${port}: Address already in use (os error 98)`]);
});

Deno.test("the responder tells that the address for its metrics is not of this machine", async () => {
  const config = "<listen-unicast [::1]:0>\n</listen-unicast>\n", args = ["--metrics", "192.0.2.1:9547"];
  assertEquals(await linesOfFailure({ config, args }), [
    "--metrics 192.0.2.1:9547: Cannot assign requested address (os error 99)",
  ]);
});

/** The lines that a responder prints which cannot start. Asserts that it fails, and with nothing but these. */
async function linesOfFailure(files: ResponderFiles): Promise<string[]> {
  await using folder = await TempFolder.create("responder");
  await using responder = await Responder.attempt(folder.path, files);
  const { code, signal, output } = await responder.end();
  assertEquals([code, signal], [1, null], output);
  for (const sign of ["    at ", "file:///", "Uncaught"]) assert(!output.includes(sign), output);
  return output.trimEnd().split("\n");
}
