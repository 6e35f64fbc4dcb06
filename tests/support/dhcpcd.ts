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
import { addHomeNetwork } from "./home_network.ts";
import type { NetworkNamespace } from "./network_namespace.ts";

const requests = {
  address: ["ia_na 1"],
  prefix: ["ia_pd 2 home0/1"],
  both: ["ia_na 1", "ia_pd 2 home0/1"],
  information: ["inform6"],
};

/** Runs dhcpcd, DHCPv6 only, until it has a lease, and goes on in the background until it is disposed of. */
export async function startDhcpcd(machine: NetworkNamespace, options: DhcpClientOptions = {}): Promise<DhcpClient> {
  const { device = "eth0", request = "address", timeoutMs = 15_000 } = options;
  const folder = await clientFolder(machine, "dhcpcd");
  const script = await writeEventScript(folder);
  if (request === "prefix" || request === "both") await addHomeNetwork(machine);
  const config = `${folder}/config`;
  const general = ["duid", "noipv6rs", "option dhcp6_name_servers, dhcp6_domain_search"];
  await Deno.writeTextFile(
    config,
    [...general, `interface ${device}`, "ipv6only", ...requests[request], ""].join("\n"),
  );
  for (const name of ["lib", "run/dhcpcd"]) await Deno.mkdir(`${folder}/${name}`, { recursive: true });
  // dhcpcd's state is at fixed paths; `ip netns exec` gives it mounts of its own, so that these are not the host's.
  const inMounts = `mount --bind ${folder}/lib /var/lib/dhcpcd && mount --bind ${folder}/run /run && exec "$@"`;
  const command = ["dhcpcd", "-6", "-B", "-d", "-f", config, "-c", script, device];
  const dhcpcd = machine.start(["sh", "-c", inMounts, "sh", ...command]);
  try {
    const event = await dhcpcd.waitFor(
      "BOUND6 or INFORM6",
      async () => (await readEvents(folder)).find(({ reason }) => reason === "BOUND6" || reason === "INFORM6"),
      timeoutMs,
    );
    return {
      lease: leaseFrom(event),
      log: () => dhcpcd.log(),
      async release() {
        await dhcpcd.stop("SIGALRM");
      },
      [Symbol.asyncDispose]: async () => void await dhcpcd.stop("SIGTERM"),
    };
  } catch (error) {
    await dhcpcd.stop("SIGTERM");
    throw noLease("dhcpcd", error);
  }
}

function leaseFrom(event: ClientEvent): Lease {
  const matching = (pattern: RegExp) => Object.keys(event).filter((name) => pattern.test(name)).sort();
  return {
    addresses: matching(/^new_dhcp6_ia_na\d+_ia_addr\d+$/).map((name) => event[name]),
    prefixes: matching(/^new_dhcp6_ia_pd\d+_prefix\d+$/).map((name) => `${event[name]}/${event[`${name}_length`]}`),
    dnsServers: words(event.new_dhcp6_name_servers),
    searchDomains: words(event.new_dhcp6_domain_search),
  };
}
