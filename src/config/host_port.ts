import { formatIpv6, parseIpv4, parseIpv6 } from "./_ipv6_text.ts";
import { quote } from "./_quote.ts";
import { ipv6Address } from "./address_datatypes.ts";
import type { Datatype } from "./datatype.ts";
import { hostName } from "./name_datatypes.ts";
import { ValueError } from "./value_error.ts";

/** A host and the port to reach it on. */
export interface HostPort {
  /** A host name or an address; an IPv6 address stands here without brackets. */
  host: string;
  /** The port, from 1 to 65535. */
  port: number;
}

/** An address of this machine and a port to listen on. */
export interface AddressPort {
  /** An IPv6 address as canonical text. */
  address: string;
  /** The port, from 0 to 65535, where 0 lets the system choose. */
  port: number;
}

/**
 * A host with an optional port: `host`, `host:port`, an IPv4 address in place of the host, `[v6]`, `[v6]:port`, or an
 * IPv6 address on its own. An address without brackets never has a port: `2001:db8::1:9092` is all address.
 *
 * @example
 * ```ts
 * import { hostPort } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const broker = hostPort(9092);
 * assertEquals(broker.parse("kafka1:9093"), { host: "kafka1", port: 9093 });
 * assertEquals(broker.parse("[2001:db8::1]:9093"), { host: "2001:db8::1", port: 9093 });
 * assertEquals(broker.parse("2001:db8::1"), { host: "2001:db8::1", port: 9092 });
 * assertThrows(() => broker.parse("kafka1:90921"), RangeError, '"90921" is not a port');
 * ```
 */
export function hostPort(defaultPort: number): Datatype<HostPort> {
  return {
    name: "host and port",
    prose: `host, host:port, [IPv6 address]:port or an IPv6 address; the port is ${defaultPort} when not written`,
    parse(text: string): HostPort {
      const bare = parseIpv6(text);
      if (bare !== undefined) return { host: formatIpv6(bare), port: defaultPort };
      const { host, port: written } = split(text);
      if (host === "") throw new ValueError(`${quote(text)} has no host`, "write host or host:port");
      const isAddress = text.startsWith("[");
      const port = written === undefined ? defaultPort : parsePort(written, 1);
      return { host: isAddress ? ipv6Address.parse(host) : parseHost(host), port };
    },
  };
}

/**
 * An IPv6 address to listen on, with a port when it is not the usual one: `address` or `[address]:port`.
 *
 * @example
 * ```ts
 * import { addressPort } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const listener = addressPort(547);
 * assertEquals(listener.parse("2001:db8::1"), { address: "2001:db8::1", port: 547 });
 * assertEquals(listener.parse("[::1]:10547"), { address: "::1", port: 10547 });
 * ```
 */
export function addressPort(defaultPort: number): Datatype<AddressPort> {
  return {
    name: "IPv6 address and port",
    prose: `an IPv6 address, or [address]:port for a port other than ${defaultPort} (0: one that is free)`,
    parse(text: string): AddressPort {
      if (!text.startsWith("[")) return { address: ipv6Address.parse(text), port: defaultPort };
      const { host, port } = split(text);
      return { address: ipv6Address.parse(host), port: port === undefined ? defaultPort : parsePort(port, 0) };
    },
  };
}

/**
 * A port number from 1 to 65535.
 *
 * @example
 * ```ts
 * import { port } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(port.parse("9092"), 9092);
 * assertThrows(() => port.parse("0"), RangeError, '"0" is not a port');
 * ```
 */
export const port: Datatype<number> = {
  name: "port",
  prose: "a whole number from 1 to 65535",
  parse: (text: string): number => parsePort(text, 1),
};

function split(text: string): { host: string; port?: string } {
  if (text.includes(",")) {
    throw new ValueError(`${quote(text)} holds a comma`, "write one host a line, repeating the key");
  }
  if (text.includes("://")) throw new ValueError(`${quote(text)} holds a scheme`, "write host:port without ://");
  const bracketed = /^\[([^\]]*)\](?::([^]*))?$/.exec(text);
  if (bracketed !== null) return { host: bracketed[1], port: bracketed[2] };
  if (/[[\]]/.test(text)) {
    throw new ValueError(`${quote(text)} has brackets that do not match`, "write [IPv6 address]:port");
  }
  const [host, written, ...more] = text.split(":");
  if (more.length > 0) {
    throw new ValueError(
      `${quote(text)} has more than one colon and is not an IPv6 address`,
      "write host:port or [IPv6 address]:port",
    );
  }
  return { host, port: written };
}

function parseHost(text: string): string {
  return parseIpv4(text) === undefined ? hostName.parse(text) : text;
}

function parsePort(text: string, lowest: 0 | 1): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (value >= lowest && value <= 65535) return value;
  throw new ValueError(`${quote(text)} is not a port`, `a port is a whole number from ${lowest} to 65535`);
}
