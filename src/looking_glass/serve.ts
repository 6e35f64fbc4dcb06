import { whyNotListen } from "./access/listen_check.ts";
import type { LookingGlass } from "./app.ts";

/** Where to serve what. */
export interface ServeInit {
  /** What answers. */
  readonly glass: LookingGlass;
  /** Address to listen on. Default: `127.0.0.1`. */
  readonly hostname?: string;
  /** Port to listen on; 0 for one that is free. */
  readonly port: number;
}

/** A looking glass that can be reached. */
export interface ServedLookingGlass extends AsyncDisposable {
  /** Where, as in a browser: `http://127.0.0.1:8547/`. */
  readonly url: string;
  /** The port that it has. */
  readonly port: number;
  /** Ends live streams, lets requests that are under way end within a second, and stops listening. */
  close(): Promise<void>;
}

const CLOSE_DEADLINE_MS = 1000;

/**
 * Serves a {@linkcode lookingGlass}. Listens when it returns.
 *
 * Throws `RangeError` with the remedy when others than this machine reach the address and everybody would be let in, and
 * `Deno.errors.AddrInUse`, `AddrNotAvailable` or `NotCapable` when it cannot listen; needs `--allow-net` for the address and port.
 */
export function serveLookingGlass({ glass, hostname = "127.0.0.1", port }: ServeInit): ServedLookingGlass {
  const reason = whyNotListen(hostname, glass.access);
  if (reason !== undefined) throw new RangeError(reason);
  const server = Deno.serve({
    hostname,
    port,
    onListen: () => {},
    handler: (request, info) => glass.fetch(request, info),
  });
  const { addr } = server;
  let closing: Promise<void> | undefined;
  const close = () => closing ??= shutDown(server, glass);
  return {
    url: `http://${addr.hostname.includes(":") ? `[${addr.hostname}]` : addr.hostname}:${addr.port}/`,
    port: addr.port,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function shutDown(server: Deno.HttpServer, glass: LookingGlass): Promise<void> {
  await glass.close();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<void>((resolve) => timer = setTimeout(resolve, CLOSE_DEADLINE_MS));
  await Promise.race([server.shutdown(), patience]);
  clearTimeout(timer);
  server.unref();
}
