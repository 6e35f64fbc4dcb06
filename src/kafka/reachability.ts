import { lookup } from "node:dns/promises";
import type { BrokerAddress } from "./broker_address.ts";
import { openBrokerSocket } from "./broker_socket.ts";
import { isAddress } from "./tls_options.ts";

/** All addresses of a host, IPv4 and IPv6, as the system resolves them. Rejects when there are none, or not in time. */
export async function addressesOf(host: string, timeoutMs: number): Promise<readonly string[]> {
  if (isAddress(host)) return [host];
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new DOMException(`no answer within ${timeoutMs} ms`, "TimeoutError")),
    timeoutMs,
  );
  try {
    const found = await Promise.race([lookup(host, { all: true }), late]);
    return [...new Set(found.map(({ address }) => address))];
  } finally {
    clearTimeout(timer);
  }
}

/** Opens a TCP connection and closes it. Resolves with how many milliseconds that took; rejects with what went wrong. */
export async function timeToConnect(
  { timeoutMs, ...target }: BrokerAddress & { readonly timeoutMs: number; readonly sourceAddress?: string | undefined },
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>(), started = performance.now();
  const socket = openBrokerSocket(target, () => resolve(performance.now() - started));
  const late = () => reject(new DOMException(`no connection within ${timeoutMs} ms`, "TimeoutError"));
  const timer = setTimeout(late, timeoutMs);
  socket.on("error", reject);
  return await promise.finally(() => {
    clearTimeout(timer);
    socket.destroy();
  });
}
