import { assertEquals, assertRejects } from "@std/assert";
import { attemptCommand, CommandError, runCommand } from "../support/command.ts";

Deno.test("a command's input and output are passed byte for byte", async () => {
  const stdin = Uint8Array.from({ length: 300_000 }, (_, index) => index);
  assertEquals((await runCommand(["cat"], { stdin })).bytes, stdin);
});

Deno.test("a command that fails is an error that shows what it printed", async () => {
  const failing = ["sh", "-c", "echo to people >&2; echo to programs; exit 3"];
  await assertRejects(() => runCommand(failing), CommandError, "exit code 3\nto people\nto programs");
  assertEquals((await attemptCommand(failing)).code, 3);
});

Deno.test("a command that takes too long is killed, and the call returns although a grandchild holds the output open", async () => {
  const slow = ["sh", "-c", "echo so far; sleep 3 & wait"];
  const error = await assertRejects(
    () => runCommand(slow, { timeoutMs: 300 }),
    CommandError,
    "still running after 300 ms",
  );
  assertEquals(error.result.stdout, "so far\n");
});

Deno.test("a command may end without reading its input", async () => {
  assertEquals((await attemptCommand(["true"], { stdin: new Uint8Array(1_000_000) })).code, 0);
});
