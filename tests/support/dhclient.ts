import { attemptCommand, runCommand } from "./command.ts";
import {
  type ClientEvent,
  clientFolder,
  type DhcpClient,
  type DhcpClientOptions,
  type Lease,
  noLease,
  readEvents,
  words,
  writeEventScript,
} from "./dhcp_client.ts";
import { eventually } from "./eventually.ts";
import type { NetworkNamespace } from "./network_namespace.ts";
import { signalProcess } from "./pid.ts";

const requests = { address: ["-N"], prefix: ["-P"], both: ["-N", "-P"], information: ["-S"] };

/** Runs ISC dhclient until it has a lease. It goes on in the background, as on any machine, until it is disposed of. */
export async function startDhclient(machine: NetworkNamespace, options: DhcpClientOptions = {}): Promise<DhcpClient> {
  const { device = "eth0", request = "address", timeoutMs = 15_000 } = options;
  const folder = await clientFolder(machine, "dhclient");
  const script = await writeEventScript(folder, manageAddress);
  // Where AppArmor guards dhclient, it does so by path, and would refuse files of our own.
  const program = `${folder}/dhclient`;
  await Deno.copyFile((await runCommand(["sh", "-c", "command -v dhclient"])).stdout.trim(), program);
  for (const file of ["config", "leases"]) await Deno.writeTextFile(`${folder}/${file}`, "");
  const files = ["-cf", `${folder}/config`, "-lf", `${folder}/leases`, "-pf", `${folder}/pid`, "-sf", script];
  // It lives on in the background, and forks before that: find it by its program, which is nobody else's.
  const own = async () => {
    const running: number[] = [];
    for (const pid of await machine.processes()) {
      if (await Deno.readLink(`/proc/${pid}/exe`).catch(() => "") === program) running.push(pid);
    }
    return running;
  };
  const end = async () => {
    for (const pid of await own()) signalProcess(pid, "SIGKILL");
  };
  const command = [program, "-6", "-1", "-v", ...requests[request], ...files, device];
  let log = "";
  try {
    log = (await machine.run(command, { timeoutMs })).stderr;
  } catch (error) {
    await end();
    throw noLease("dhclient", error);
  }
  return {
    lease: leaseFrom(await readEvents(folder)),
    log: () => Promise.resolve(log),
    async release() {
      if (request === "information") throw new Error("there is nothing to release");
      const release = command.map((argument) => argument === "-1" ? "-r" : argument);
      log += (await attemptCommand(machine.inside(release))).stderr;
      // It says the last of it in the background, and ends when it is answered.
      await eventually("the end of dhclient", async () => (await own()).length === 0, { everyMs: 50 }).catch(() => {});
      await end();
    },
    [Symbol.asyncDispose]: end,
  };
}

const manageAddress = `
case "$reason" in
  BOUND6|RENEW6|REBIND6) [ -z "$new_ip6_address" ] || ip -6 address replace "$new_ip6_address/128" dev "$interface" nodad ;;
  RELEASE6|STOP6|EXPIRE6) [ -z "$old_ip6_address" ] || ip -6 address delete "$old_ip6_address/128" dev "$interface" ;;
esac`;

/** dhclient calls its script once per address and prefix. */
function leaseFrom(events: ClientEvent[]): Lease {
  const last = events.at(-1);
  return {
    addresses: events.flatMap((event) => words(event.new_ip6_address)),
    prefixes: events.flatMap((event) => words(event.new_ip6_prefix)),
    dnsServers: words(last?.new_dhcp6_name_servers),
    searchDomains: words(last?.new_dhcp6_domain_search),
  };
}
