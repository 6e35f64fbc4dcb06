import { attemptCommand, runCommand } from "./command.ts";
import { NetworkNamespace, removeNamespace } from "./network_namespace.ts";
import { isRunning } from "./pid.ts";
import { TempFolder, tempRoot } from "./temp_folder.ts";

export interface NetworkLabOptions {
  /** How many machines stand between client and server, to run relays on: none unless told. */
  relays?: number;
}

/**
 * Machines on links of their own, made of network namespaces and veth pairs. Nothing of it touches the host's network.
 *
 * ```text
 * client eth0 ──────────────────────────────────────── lan0 server      no relays
 * client eth0 ─── down0 relay up0 ─── lan0 server                       one relay
 * client eth0 ─── down0 relay up0 ─── down0 relay up0 ─── lan0 server   two relays
 *         2001:db8:1::/64     2001:db8:2::/64     2001:db8:3::/64       the upper end of a link is ::1, a relay's up0 is ::2
 * ```
 *
 * The client has a link-local address only; the rest is for DHCPv6 to give. In the server's namespace Kafka is reached with
 * `forwardTcp`.
 */
export class NetworkLab implements AsyncDisposable {
  readonly client: NetworkNamespace;
  /** From the client's side to the server's. */
  readonly relays: readonly NetworkNamespace[];
  readonly server: NetworkNamespace;
  /** The server's global address on its link. */
  readonly serverAddress: string;
  #stack: AsyncDisposableStack;

  private constructor(stack: AsyncDisposableStack, machines: NetworkNamespace[]) {
    this.#stack = stack;
    this.client = machines[0];
    this.relays = machines.slice(1, -1);
    this.server = machines.at(-1)!;
    this.serverAddress = `2001:db8:${machines.length - 1}::1`;
  }

  /** Makes the machines and links, and returns when each link-local address can be used. */
  static async create({ relays = 0 }: NetworkLabOptions = {}): Promise<NetworkLab> {
    await removeAbandonedLabs();
    await using stack = new AsyncDisposableStack();
    const prefix = `${namePrefix}${Deno.pid}-${crypto.randomUUID().slice(0, 6)}`;
    const folder = stack.use(await TempFolder.named(prefix));
    const roles = ["client", ...Array.from({ length: relays }, (_, index) => `relay${index + 1}`), "server"];
    const machines: NetworkNamespace[] = [];
    for (const role of roles) {
      machines.push(stack.use(await NetworkNamespace.create(`${prefix}-${role}`, folder.file(role))));
    }
    for (let link = 1; link < machines.length; link++) await makeLink(machines, link);
    for (let at = 1; at < machines.length; at++) await addRoutes(machines, at);
    // librdkafka takes no IPv4 address, not even 127.0.0.1, on a machine that has none besides the loopback's.
    await machines.at(-1)!.addAddress("lan0", "192.0.2.1/24");
    return new NetworkLab(stack.move(), machines);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

/** Link N joins machine N - 1 (below) and machine N (above). */
async function makeLink(machines: NetworkNamespace[], link: number): Promise<void> {
  const [below, above] = [machines[link - 1], machines[link]];
  const belowDevice = link === 1 ? "eth0" : "up0";
  const aboveDevice = link === machines.length - 1 ? "lan0" : "down0";
  await connect([below, belowDevice], [above, aboveDevice]);
  await above.addAddress(aboveDevice, `2001:db8:${link}::1/64`);
  if (link > 1) await below.addAddress(belowDevice, `2001:db8:${link}::2/64`);
}

/** Machine N stands on links N and N + 1: it needs routes to those further down, and one up to the server. */
async function addRoutes(machines: NetworkNamespace[], at: number): Promise<void> {
  const machine = machines[at];
  const route = (to: string, via: string) => runCommand(["ip", "-n", machine.name, "route", "add", to, "via", via]);
  for (let link = 1; link < at; link++) await route(`2001:db8:${link}::/64`, `2001:db8:${at}::2`);
  if (at === machines.length - 1) return;
  await machine.run(["sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/forwarding"]);
  if (at < machines.length - 2) await route("default", `2001:db8:${at + 1}::1`);
}

/** An interface of a machine. */
export type LinkEnd = readonly [machine: NetworkNamespace, device: string];

/** Joins two machines by a cable, and returns when both ends have a usable link-local address. */
export async function connect([left, leftDevice]: LinkEnd, [right, rightDevice]: LinkEnd): Promise<void> {
  const ends = [
    "add",
    leftDevice,
    "netns",
    left.name,
    "type",
    "veth",
    "peer",
    "name",
    rightDevice,
    "netns",
    right.name,
  ];
  await runCommand(["ip", "link", ...ends]);
  await runCommand(["ip", "-n", left.name, "link", "set", leftDevice, "up"]);
  await runCommand(["ip", "-n", right.name, "link", "set", rightDevice, "up"]);
  await Promise.all([left.linkLocal(leftDevice), right.linkLocal(rightDevice)]);
}

const namePrefix = "dhcpkit-lab-";

/** Removes the labs of test processes that have ended without doing so (killed, or out of power). */
export async function removeAbandonedLabs(): Promise<void> {
  const { stdout } = await attemptCommand(["sh", "-c", "command -v ip >/dev/null && ip netns list"]);
  for (const line of stdout.split("\n")) {
    const name = line.split(" ")[0];
    if (await isAbandoned(name)) await removeNamespace(name);
  }
  for await (const { name } of Deno.readDir(tempRoot)) {
    if (await isAbandoned(name)) await Deno.remove(`${tempRoot}/${name}`, { recursive: true }).catch(() => {});
  }
}

async function isAbandoned(name: string): Promise<boolean> {
  if (!name.startsWith(namePrefix)) return false;
  return !await isRunning(Number(name.slice(namePrefix.length).split("-")[0]));
}
