import {
  clientFolder,
  type DhcpClient,
  type DhcpClientOptions,
  noLease,
  readEvents,
  words,
  writeEventScript,
} from "./dhcp_client.ts";
import { addHomeNetwork } from "./home_network.ts";
import type { NetworkNamespace } from "./network_namespace.ts";

const associations = {
  address: "id-assoc na 1 { };",
  prefix: "id-assoc pd 2 { prefix-interface home0 { sla-id 1; sla-len 8; }; };",
};
const requests = {
  address: ["send ia-na 1;"],
  prefix: ["send ia-pd 2;"],
  both: ["send ia-na 1;", "send ia-pd 2;"],
  information: ["information-only;"],
};

/** Runs WIDE dhcp6c until it has a lease, and goes on in the background until it is disposed of. */
export async function startDhcp6c(machine: NetworkNamespace, options: DhcpClientOptions = {}): Promise<DhcpClient> {
  const { device = "eth0", request = "address", timeoutMs = 15_000 } = options;
  const folder = await clientFolder(machine, "dhcp6c");
  const script = await writeEventScript(folder);
  const wantsAddress = request === "address" || request === "both";
  const wantsPrefix = request === "prefix" || request === "both";
  if (wantsPrefix) await addHomeNetwork(machine);
  const config = `${folder}/config`;
  await Deno.writeTextFile(
    config,
    [
      `interface ${device} {`,
      ...requests[request],
      "request domain-name-servers;",
      "request domain-name;",
      `script "${script}";`,
      "};",
      ...(wantsAddress ? [associations.address] : []),
      ...(wantsPrefix ? [associations.prefix] : []),
      "",
    ].join("\n"),
  );
  await Deno.mkdir(`${folder}/lib`);
  // dhcp6c's identifier is at a fixed path; `ip netns exec` gives it mounts of its own, so that this is not the host's.
  const inMounts = `mount --bind ${folder}/lib /var/lib/dhcpv6 && exec "$@"`;
  const command = ["dhcp6c", "-f", "-D", "-c", config, "-p", `${folder}/pid`, device];
  const dhcp6c = machine.start(["sh", "-c", inMounts, "sh", ...command]);
  try {
    await dhcp6c.waitForLog(/got an expected reply, sleeping/, timeoutMs);
    const log = await dhcp6c.log();
    const [event] = await readEvents(folder);
    return {
      lease: {
        addresses: [...log.matchAll(/create an address (\S+)/g)].map(([, address]) => address),
        prefixes: [...log.matchAll(/create a prefix (\S+)/g)].map(([, prefix]) => prefix),
        dnsServers: words(event?.new_domain_name_servers),
        searchDomains: words(event?.new_domain_name),
      },
      log: () => dhcp6c.log(),
      async release() {
        await dhcp6c.stop("SIGTERM");
      },
      // It releases on every signal but this one.
      [Symbol.asyncDispose]: async () => void await dhcp6c.stop("SIGKILL"),
    };
  } catch (error) {
    await dhcp6c.stop("SIGKILL");
    throw noLease("dhcp6c", error);
  }
}
