import type { NetworkNamespace } from "./network_namespace.ts";

/** Gives a machine an interface `home0` behind it: clients that ask for a prefix want to use it somewhere. */
export async function addHomeNetwork(machine: NetworkNamespace): Promise<void> {
  if ((await machine.attempt(["ip", "link", "show", "home0"])).code === 0) return;
  await machine.run(["ip", "link", "add", "home0", "type", "veth", "peer", "name", "home1"]);
  for (const device of ["home0", "home1"]) await machine.run(["ip", "link", "set", device, "up"]);
  await machine.linkLocal("home0");
}
