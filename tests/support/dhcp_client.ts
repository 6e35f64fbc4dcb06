import { CommandError } from "./command.ts";
import type { NetworkNamespace } from "./network_namespace.ts";

/** What a client is told to ask for. */
export interface DhcpClientOptions {
  /** The client's interface: `eth0`, as in a lab, unless told. */
  device?: string;
  /** `address` (IA_NA) unless told; `prefix` is IA_PD, `both` is both, `information` asks for neither (Information-Request). */
  request?: "address" | "prefix" | "both" | "information";
  /** How long to wait for the answer. */
  timeoutMs?: number;
}

/** What a client got. Text as the client printed it, addresses in their usual short form. */
export interface Lease {
  readonly addresses: readonly string[];
  /** As `2001:db8:f00::/56`. */
  readonly prefixes: readonly string[];
  readonly dnsServers: readonly string[];
  /** Without the dot at the end. */
  readonly searchDomains: readonly string[];
}

/** A real DHCPv6 client that has got its lease. Disposing it ends it without telling the server. */
export interface DhcpClient extends AsyncDisposable {
  readonly lease: Lease;
  /** Everything that the client printed. */
  log(): Promise<string>;
  /** Gives the lease back (a Release message) and ends the client. */
  release(): Promise<void>;
}

/** A client got nothing in time. The message holds what the client printed. */
export class NoLease extends Error {
  override readonly name = "NoLease";
}

/** Turns the failure of a client into {@linkcode NoLease}. */
export function noLease(client: string, error: unknown): Error {
  if (!(error instanceof CommandError)) return error as Error;
  return new NoLease(`${client} got no lease: ${error.message}`, { cause: error });
}

/** A folder for one run of a client, in its machine's folder. */
export async function clientFolder(machine: NetworkNamespace, client: string): Promise<string> {
  const folder = `${machine.folder}/${client}-${crypto.randomUUID().slice(0, 8)}`;
  await Deno.mkdir(folder);
  return folder;
}

/** One call of a client's script: its environment. */
export type ClientEvent = Record<string, string>;

/** Writes a script for a client to call: it writes its environment down for {@linkcode readEvents}, then runs `more`. */
export async function writeEventScript(folder: string, more = ""): Promise<string> {
  const script = `${folder}/script`;
  const lines = ["#!/bin/sh", `{ /usr/bin/env -0; printf 'END\\0'; } >> ${folder}/events`, more, "exit 0", ""];
  await Deno.writeTextFile(script, lines.join("\n"), { mode: 0o755 });
  return script;
}

/** What the script was called with so far, oldest first. A call that is being written is left out. */
export async function readEvents(folder: string): Promise<ClientEvent[]> {
  const text = await Deno.readTextFile(`${folder}/events`).catch(() => "");
  return text.split("\0END\0").slice(0, -1).map((event) =>
    Object.fromEntries(
      event.split("\0").map((line) => {
        const at = line.indexOf("=");
        return [line.slice(0, at), line.slice(at + 1)];
      }),
    )
  );
}

/** Splits a list of words as clients print them: between spaces, perhaps with a dot after each domain. */
export function words(text: string | undefined): string[] {
  return (text ?? "").split(/\s+/).filter(Boolean).map((word) => word.replace(/\.$/, ""));
}
