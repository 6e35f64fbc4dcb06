/** Where to listen with TCP. */
export interface ListenAddress {
  /** An IP address, without brackets. */
  readonly hostname: string;
  /** The port, from 0 to 65535, where 0 lets the system choose. */
  readonly port: number;
}

/**
 * Reads `127.0.0.1:9547`, `[::1]:9547`, or a port alone, which is one of 127.0.0.1. Names are not taken: they can mean addresses that
 * nobody thought of. Throws `SyntaxError` for anything else.
 *
 * @example
 * ```ts
 * import { listenAddress } from "@dhcpkit/kafka/metrics";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(listenAddress("[2001:db8::1]:9547"), { hostname: "2001:db8::1", port: 9547 });
 * assertEquals(listenAddress("9547"), { hostname: "127.0.0.1", port: 9547 });
 * assertThrows(() => listenAddress("localhost:9547"), SyntaxError, "no address to listen on");
 * ```
 */
export function listenAddress(text: string): ListenAddress {
  const [, bracketed, bare, digits] = /^(?:\[([0-9a-f:.]+)\]:|([0-9.]+):)?(\d{1,5})$/i.exec(text) ?? [];
  const hostname = bracketed ?? bare ?? "127.0.0.1", port = Number(digits ?? NaN);
  const isAddress = bracketed === undefined ? isIpv4(hostname) : URL.canParse(`http://[${bracketed}]`);
  if (isAddress && port <= 65535) return { hostname, port };
  throw new SyntaxError(
    `${JSON.stringify(text)} is no address to listen on: write 127.0.0.1:9547, [::1]:9547 or 9547 (0: a free port)`,
  );
}

function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}
