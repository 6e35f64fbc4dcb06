import { assertEquals } from "@std/assert";
import { runCommand } from "../support/command.ts";
import { repositoryRoot } from "../support/paths.ts";

Deno.test("listener: without --unstable-net it says which flag is missing, as the system says what it does not support", async () => {
  const listener = `file://${repositoryRoot}src/server/listener.ts`,
    address = `file://${repositoryRoot}src/dhcpv6/address.ts`;
  const program = `
    const [{ openListener }, { IPv6Address }] = [await import("${listener}"), await import("${address}")];
    const error = await openListener({ type: "unicast", address: IPv6Address.parse("::1"), port: 0 }).catch((error) => error);
    console.log(error instanceof Deno.errors.NotSupported, error.message);`;
  const { stdout } = await runCommand([Deno.execPath(), "eval", "--no-config", "--no-lock", program]);
  assertEquals(stdout, "true UDP sockets need Deno's flag --unstable-net, which is not set\n");
});
