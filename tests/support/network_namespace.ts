import { BackgroundProcess } from "./background_process.ts";
import { attemptCommand, type CommandOptions, type CommandResult, runCommand } from "./command.ts";
import { eventually } from "./eventually.ts";
import { signalProcess } from "./pid.ts";

/** An address on an interface. */
export interface InterfaceAddress {
  readonly address: string;
  readonly prefixLength: number;
  /** `link` or `global`. */
  readonly scope: string;
  /** True while duplicate address detection runs: nothing can be sent from it yet. */
  readonly tentative: boolean;
}

/** A Linux network namespace: a machine of its own as far as interfaces, addresses, routes and ports are concerned. */
export class NetworkNamespace implements AsyncDisposable {
  readonly name: string;
  /** Where programs in it keep their files. */
  readonly folder: string;
  #logs = 0;

  private constructor(name: string, folder: string) {
    this.name = name;
    this.folder = folder;
  }

  /** Makes a namespace with its loopback interface up and IPv6 addresses usable at once (no duplicate address detection). */
  static async create(name: string, folder: string): Promise<NetworkNamespace> {
    await Deno.mkdir(folder, { recursive: true });
    await runCommand(["ip", "netns", "add", name]);
    const namespace = new NetworkNamespace(name, folder);
    try {
      const settings = { disable_ipv6: 0, accept_dad: 0, accept_ra: 0, router_solicitations: 0 };
      const lines = Object.entries(settings).flatMap(([key, value]) =>
        ["all", "default"].map((of) => `echo ${value} > /proc/sys/net/ipv6/conf/${of}/${key}`)
      );
      await namespace.run(["sh", "-e", "-c", [...lines, "ip link set lo up"].join("\n")]);
      return namespace;
    } catch (error) {
      await namespace[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The command that runs `command` in here. */
  inside(command: readonly string[]): string[] {
    return ["ip", "netns", "exec", this.name, ...command];
  }

  /** Runs a command to its end; an exit code other than 0 is an error. */
  run(command: readonly string[], options?: CommandOptions): Promise<CommandResult> {
    return runCommand(this.inside(command), options);
  }

  /** Runs a command to its end, whatever its exit code. */
  attempt(command: readonly string[], options?: CommandOptions): Promise<CommandResult> {
    return attemptCommand(this.inside(command), options);
  }

  /** Starts a program that runs until it is stopped, at the latest together with the namespace. */
  start(command: readonly string[], options: { cwd?: string; env?: Record<string, string> } = {}): BackgroundProcess {
    const program = command[0].slice(command[0].lastIndexOf("/") + 1);
    const logFile = `${this.folder}/${program}-${++this.#logs}.log`;
    return new BackgroundProcess(this.inside(command), { ...options, logFile });
  }

  /** The IPv6 addresses of an interface. */
  async addresses(device: string): Promise<InterfaceAddress[]> {
    const { stdout } = await runCommand(["ip", "-n", this.name, "-j", "-6", "address", "show", "dev", device]);
    const links: IpAddressOutput[] = JSON.parse(stdout);
    return links.flatMap(({ addr_info = [] }) => addr_info).filter(({ local }) => local !== undefined).map((it) => ({
      address: it.local!,
      prefixLength: it.prefixlen,
      scope: it.scope,
      tentative: it.tentative === true,
    }));
  }

  /** The link-local address of an interface, as soon as it can be used. */
  async linkLocal(device: string): Promise<string> {
    return await eventually(`a link-local address on ${device}`, async () => {
      const usable = (await this.addresses(device)).find(({ scope, tentative }) => scope === "link" && !tentative);
      return usable?.address;
    });
  }

  /** Adds an address, for example `2001:db8::1/64`, usable at once. */
  async addAddress(device: string, address: string): Promise<void> {
    const detection = address.includes(":") ? ["nodad"] : [];
    await runCommand(["ip", "-n", this.name, "address", "add", address, "dev", device, ...detection]);
  }

  /** Sends one echo request and waits for the answer. */
  async ping(address: string, device?: string): Promise<boolean> {
    const scoped = device === undefined ? address : `${address}%${device}`;
    return (await this.attempt(["ping", "-6", "-n", "-c", "1", "-W", "2", scoped])).code === 0;
  }

  /** The ids of the processes in here. */
  async processes(): Promise<number[]> {
    const { stdout } = await attemptCommand(["ip", "netns", "pids", this.name]);
    return stdout.split("\n").filter(Boolean).map(Number);
  }

  /** Kills what still runs in here and removes the namespace with its interfaces. */
  async [Symbol.asyncDispose](): Promise<void> {
    await removeNamespace(this.name);
  }
}

/** Kills what runs in a namespace and removes it. Does nothing when it does not exist. */
export async function removeNamespace(name: string): Promise<void> {
  // Interfaces go away with the last process in the namespace, so first end them all.
  await eventually(`the end of all processes in ${name}`, async () => {
    const { stdout } = await attemptCommand(["ip", "netns", "pids", name]);
    const pids = stdout.split("\n").filter(Boolean).map(Number);
    for (const pid of pids) signalProcess(pid, "SIGKILL");
    return pids.length === 0;
  });
  const { code, stderr } = await attemptCommand(["ip", "netns", "delete", name]);
  if (code !== 0 && !stderr.includes("No such file")) throw new Error(`ip netns delete ${name}: ${stderr}`);
}

interface IpAddressOutput {
  addr_info?: { local?: string; prefixlen: number; scope: string; tentative?: boolean }[];
}
