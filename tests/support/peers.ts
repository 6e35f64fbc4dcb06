import { attemptCommand, runCommand } from "./command.ts";
import { fillOnce } from "./file_lock.ts";
import { cacheFolder, supportFolder } from "./paths.ts";
import { pythonWithOriginal } from "./python_original.ts";

/** The name of another implementation. */
export type PeerName = "rust" | "go" | "python";

/**
 * Another implementation of DHCPv6 as a second opinion on a packet. Each comes from its own registry and is a separate program,
 * spoken to through standard input and output; the programs in `peers/` are this project's own and call its public functions.
 */
export interface Peer {
  readonly name: PeerName;
  /** For people: `dhcproto 0.15.0 (Rust)`. */
  readonly title: string;
  /** What it sees in each packet. */
  read(packets: readonly Uint8Array[]): Promise<PeerAnswer[]>;
}

/** Either what a peer sees in a packet, or why it refuses it. */
export type PeerAnswer = PeerReading | { readonly ok?: undefined; readonly error: string };

/** What a peer sees in a packet. */
export interface PeerReading {
  readonly ok: true;
  readonly message: PeerMessage;
  /** The packet as the peer writes it, in hexadecimal digits; absent where it cannot. */
  readonly bytes?: string;
  /** Why it cannot. */
  readonly bytesError?: string;
}

/** A message as a peer reads it; bytes are hexadecimal digits. */
export interface PeerMessage {
  readonly type: number;
  /** Transaction id, or the flags of a DHCPv4 message, as a number. */
  readonly xid?: number;
  /** Hop count of a relay message. */
  readonly hops?: number;
  readonly link?: string;
  readonly peer?: string;
  readonly options?: readonly PeerOption[];
  /** In place of all of these: a message that the peer keeps as bytes. */
  readonly opaque?: string;
}

/** An option as a peer reads it. */
export interface PeerOption {
  readonly code: number;
  /** Present where the peer does not know the option and keeps its body as bytes. */
  readonly opaque?: true;
  /** Decoded values, named as the fields of this project's definitions. Not all are compared. */
  readonly value?: Readonly<Record<string, unknown>>;
  /** Options within it. */
  readonly options?: readonly PeerOption[];
  /** The message within it. */
  readonly message?: PeerMessage;
  /** The body as the peer writes it; absent where it cannot, and where the option holds others. */
  readonly data?: string;
  /** Why it cannot. */
  readonly dataError?: string;
}

/** dhcproto: sorts options by code, and ends a list of options silently at the first that it cannot read. */
export const rust: Peer = peer("rust", "dhcproto 0.15.0 (Rust)", async () => {
  await build("rust", ["cargo", "build", "--quiet", "--release"]);
  return [`${peersCache}rust/target/release/read_packets`];
});

/** insomniacslk/dhcp: keeps options that it does not know as bytes, and refuses a packet with a malformed one. */
export const go: Peer = peer("go", "insomniacslk/dhcp 234b97448fae (Go)", async () => {
  await build("go", ["go", "build", "-o", "read_packets", "."]);
  return [`${peersCache}go/read_packets`];
});

/** dhcpkit: keeps options that it does not know as bytes, and refuses a packet with a malformed one. */
export const python: Peer = peer("python", "dhcpkit 1.0.7 (Python)", async () => {
  return [await pythonWithOriginal(), "-W", "ignore", `${sources}python/read_packets.py`];
});

const sources = `${supportFolder}peers/`, peersCache = `${cacheFolder}peers/`;

function peer(name: PeerName, title: string, prepare: () => Promise<string[]>): Peer {
  return {
    name,
    title,
    async read(packets) {
      const stdin = packets.map((packet) => `${packet.toHex()}\n`).join("");
      const env = { PYTHONHASHSEED: "0", PYTHONIOENCODING: "utf-8" };
      const { code, stdout, stderr } = await attemptCommand(await prepare(), { stdin, env, timeoutMs: 600_000 });
      const answers = stdout.split("\n").slice(0, -1).map((line) => JSON.parse(line) as PeerAnswer);
      if (code !== 0 || answers.length !== packets.length) {
        throw new Error(
          `${title}: exit code ${code}, ${answers.length} answers to ${packets.length} packets\n${stderr}`,
        );
      }
      return answers;
    },
  };
}

/** Builds the program from a copy of its sources, again when they have changed. Lock files stay in the cache. */
async function build(name: "rust" | "go", command: readonly string[]): Promise<void> {
  const stamp = await sourcesOf(`${sources}${name}`);
  await fillOnce(`${peersCache}${name}`, stamp, async (folder) => {
    await runCommand(["cp", "-r", "--no-preserve=mode", `${sources}${name}/.`, folder]);
    await runCommand(command, { cwd: folder, timeoutMs: 600_000, env: { GOFLAGS: "-mod=mod", GOTOOLCHAIN: "local" } });
  });
}

/** All files below a folder, as one text that tells whether any has changed. */
async function sourcesOf(folder: string): Promise<string> {
  const entries = (await Array.fromAsync(Deno.readDir(folder))).toSorted((a, b) => a.name < b.name ? -1 : 1);
  const parts = entries.map(async ({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    return isDirectory ? await sourcesOf(path) : `${name}\n${await Deno.readTextFile(path)}`;
  });
  return (await Promise.all(parts)).join("\n");
}
