import type { Command } from "commander";
import { type ListenAddress, listenAddress } from "../metrics/listen_address.ts";
import { checked } from "./_arguments.ts";
import { DEFAULT_STORE } from "./_collecting.ts";
import { STORE_HELP } from "./_stores.ts";
import { untilInterrupted } from "./_terminal.ts";

/** Flags of the command that serves the dashboard. */
export interface GlassFlags {
  readonly store: string;
  readonly listen: ListenAddress;
  readonly tokenFile?: string;
  readonly usersFile?: string;
  readonly trustHeader?: string;
  readonly trustProxy: readonly string[];
  readonly allowHost?: readonly string[];
  readonly timeZone?: string;
}

/** Adds the commands of the dashboard. */
export function addLookingGlass(root: Command): void {
  root.command("glass")
    .description(
      "Serves the dashboard of a store, until Ctrl-C: who had what, what happened to a client, every packet.",
    )
    .option("--store <place>", STORE_HELP, DEFAULT_STORE)
    .option(
      "--listen <[address:]port>",
      "where; beyond this machine only with one of the three that follow (default: 127.0.0.1:8547)",
      checked(listenAddress),
      { hostname: "127.0.0.1", port: 8547 },
    )
    .option("--token-file <file>", "let in who knows a token: one alone, or lines name:role:token")
    .option("--users-file <file>", "let in users by password: lines name:role:hash, see hash-password")
    .option("--trust-header <name>", "let in whom a proxy names in this header, such as X-Remote-User")
    .option("--trust-proxy <address...>", "addresses of proxies whose header is believed", ["127.0.0.1", "::1"])
    .option(
      "--allow-host <name...>",
      "names that it may be asked for by, besides those of this machine: that of a proxy that hands on its own",
    )
    .option("--time-zone <name>", "zone of times, such as Europe/Amsterdam (default: that of this machine)")
    .addHelpText(
      "after",
      "\nRoles: viewer sees everything but the audit log and the bytes of records kept aside; admin sees them too.",
    )
    .action(runGlass);

  root.command("hash-password")
    .description("Reads a password and prints its hash for a line name:role:hash of --users-file.")
    .action(runHashPassword);
}

async function runGlass(flags: GlassFlags): Promise<void> {
  const { glass } = await import("./glass.ts");
  await untilInterrupted((signal) => glass(flags, { signal, say: (line) => console.error(line) }));
}

async function runHashPassword(): Promise<void> {
  const { readPassword } = await import("./_read_password.ts");
  const { hashPassword } = await import("../looking_glass/mod.ts");
  console.log(await hashPassword(await readPassword()));
}
