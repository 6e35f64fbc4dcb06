import type { DhcpClient, DhcpClientOptions } from "../support/dhcp_client.ts";
import { readEvents } from "../support/dhcp_client.ts";
import { startDhclient } from "../support/dhclient.ts";
import { startDhcp6c } from "../support/dhcp6c.ts";
import { startDhcpcd } from "../support/dhcpcd.ts";
import type { NetworkNamespace } from "../support/network_namespace.ts";
import { signalProcess } from "../support/pid.ts";
import type { Need } from "../support/requirements.ts";

/** A client that people run. */
export type ClientName = "dhclient" | "dhcpcd" | "dhcp6c";

/** How to start each client. */
export const startClient: Readonly<
  Record<ClientName, (machine: NetworkNamespace, options?: DhcpClientOptions) => Promise<DhcpClient>>
> = { dhclient: startDhclient, dhcpcd: startPatientDhcpcd, dhcp6c: startDhcp6c };

/** What a test with a responder, the wire and the topic needs. */
export const serviceNeeds: readonly Need[] = ["network-namespaces", "tcpdump", "tshark", "kafka", "kcat"];

/** The Interface-Id of ISC dhcrelay's first interface: it counts them from 1 and sends the integer as its machine has it in memory. */
export const firstDhcrelayInterface: string = new Uint8Array(new Uint32Array([1]).buffer).toHex();

/** What a client told its script last about something, by names in which `pattern` is found: more than a `Lease` has. */
export async function toldScript(machine: NetworkNamespace, pattern: RegExp): Promise<Record<string, string>> {
  const told: Record<string, string> = {};
  for await (const { name, isDirectory } of Deno.readDir(machine.folder)) {
    if (!isDirectory) continue;
    for (const event of await readEvents(`${machine.folder}/${name}`)) {
      for (const [variable, value] of Object.entries(event)) if (pattern.test(variable)) told[variable] = value.trim();
    }
  }
  return told;
}

/**
 * dhcpcd 9 loses signals that come while its privileged helper works for it, such as when it runs the script that tells us of the lease. So
 * it is asked to release, or to end, until it does.
 */
async function startPatientDhcpcd(machine: NetworkNamespace, options?: DhcpClientOptions): Promise<DhcpClient> {
  const before = await childrenIn(machine);
  const client = await startDhcpcd(machine, options);
  const pids = (await childrenIn(machine)).filter((pid) => !before.includes(pid));
  const insisting = async (signal: Deno.Signal, ending: PromiseLike<void>) => {
    const timer = setInterval(() => pids.forEach((pid) => signalProcess(pid, signal)), 250);
    try {
      await ending;
    } finally {
      clearInterval(timer);
    }
  };
  return {
    ...client,
    release: () => insisting("SIGALRM", client.release()),
    [Symbol.asyncDispose]: () => insisting("SIGTERM", client[Symbol.asyncDispose]()),
  };
}

/** The processes in a machine that this process has started itself. */
async function childrenIn(machine: NetworkNamespace): Promise<number[]> {
  const parents = await Promise.all((await machine.processes()).map(async (pid) => {
    const status = await Deno.readTextFile(`/proc/${pid}/status`).catch(() => "");
    return { pid, parent: Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]) };
  }));
  return parents.filter(({ parent }) => parent === Deno.pid).map(({ pid }) => pid);
}
