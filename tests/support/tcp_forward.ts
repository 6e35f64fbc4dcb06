import { BackgroundProcess } from "./background_process.ts";
import type { NetworkNamespace } from "./network_namespace.ts";
import { supportFolder } from "./paths.ts";

/**
 * Makes a TCP port of this machine's loopback appear on the loopback of a network namespace, at the same address and port. So a broker
 * that advertises `127.0.0.1:PORT` is reached in there as it is here, while the namespace has no way out: bytes pass through a Unix socket,
 * which namespaces do not separate.
 */
export interface TcpForward extends AsyncDisposable {
  /** Cuts all connections and refuses new ones, as a broken network between namespace and broker does. */
  cut(): Promise<void>;
  /** Connections stay open and nothing passes. */
  pause(): void;
  /** Ends {@linkcode pause}. */
  resume(): void;
  /** Ends {@linkcode cut}. */
  mend(): Promise<void>;
}

/** Starts forwarding into a namespace, and returns when it accepts connections. */
export async function forwardTcp(
  machine: NetworkNamespace,
  { hostname, port }: { hostname: string; port: number },
): Promise<TcpForward> {
  const name = `forward-${port}-${crypto.randomUUID().slice(0, 8)}`;
  const socket = `${machine.folder}/${name}.socket`;
  const tcp = `${hostname}/${port}`;
  const start = async (): Promise<BackgroundProcess[]> => {
    await Deno.remove(socket).catch(() => {});
    const outside = new BackgroundProcess(command(socket, tcp), { logFile: `${machine.folder}/${name}.log` });
    const inside = machine.start(command(tcp, socket));
    try {
      await Promise.all([outside, inside].map((it) => it.waitForLog(/^listening$/m)));
      return [inside, outside];
    } catch (error) {
      await Promise.all([inside, outside].map((it) => it.stop("SIGKILL")));
      throw error;
    }
  };
  let running = await start();
  const cut = async () => {
    await Promise.all(running.map((it) => it.stop("SIGKILL")));
    running = [];
  };
  return {
    cut,
    pause: () => running.forEach((it) => it.kill("SIGSTOP")),
    resume: () => running.forEach((it) => it.kill("SIGCONT")),
    async mend() {
      await cut();
      running = await start();
    },
    [Symbol.asyncDispose]: cut,
  };
}

function command(from: string, to: string): string[] {
  const program = `${supportFolder}tcp_forward_process.ts`;
  return [
    Deno.execPath(),
    "run",
    "--no-config",
    "--no-check",
    "--allow-net",
    "--allow-read",
    "--allow-write",
    program,
    from,
    to,
  ];
}
