import type { BackgroundProcess } from "./background_process.ts";
import type { NetworkNamespace } from "./network_namespace.ts";

export interface DhcrelayOptions {
  /** The interface on the clients' side: `down0`, as in a lab, unless told. */
  lower?: string;
  /** The interface on the server's side: `up0` unless told. */
  upper?: string;
  /** The server's address, or that of the next relay. Without it, all DHCP servers of the site are asked (ff05::1:3). */
  server?: string;
}

/** Starts ISC dhcrelay for DHCPv6, with an Interface-Id option, and returns when it listens. */
export async function startDhcrelay(
  machine: NetworkNamespace,
  options: DhcrelayOptions = {},
): Promise<BackgroundProcess> {
  const { lower = "down0", upper = "up0", server } = options;
  const up = server === undefined ? upper : `${server}%${upper}`;
  const pidFile = `${machine.folder}/dhcrelay-${crypto.randomUUID().slice(0, 8)}.pid`;
  const dhcrelay = machine.start(["dhcrelay", "-6", "-d", "-I", "-pf", pidFile, "-l", lower, "-u", up]);
  try {
    await Promise.all(
      [lower, upper].map((device) => dhcrelay.waitForLog(new RegExp(`Sending on +Socket/${device}$`, "m"))),
    );
    return dhcrelay;
  } catch (error) {
    await dhcrelay.stop("SIGKILL");
    throw error;
  }
}
