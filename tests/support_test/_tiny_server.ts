import type { BackgroundProcess } from "../support/background_process.ts";
import type { NetworkLab } from "../support/network_lab.ts";

/** Starts `_tiny_server.py` in a lab, and returns when it listens. */
export async function startTinyServer(lab: NetworkLab): Promise<BackgroundProcess> {
  const program = decodeURIComponent(new URL("_tiny_server.py", import.meta.url).pathname);
  const server = lab.server.start(["python3", program, "lan0"]);
  await server.waitForLog(/^ready$/m);
  return server;
}

/** What the server answered: request type, reply type, number of relays. */
export async function answers(server: BackgroundProcess): Promise<string[]> {
  return (await server.log()).split("\n").slice(1, -1);
}
