/** Where a broker listens. */
export interface BrokerAddress {
  /** Host name, IPv4 or IPv6 address without brackets. */
  readonly host: string;
  /** TCP port. */
  readonly port: number;
}

/** Port of brokers where none is given. */
const DEFAULT_BROKER_PORT = 9092;

/** Ways to write a broker: `"host"`, `"host:9092"`, `"[2001:db8::1]:9092"`, `["host", 9092]`, `{ host, port }`. */
export type BrokerInput = string | readonly [host: string, port: number] | BrokerAddress;

/**
 * A broker's address in one form.
 *
 * Throws `TypeError` when the text is no address.
 *
 * @example
 * ```ts
 * import { brokerAddress } from "@dhcpkit/kafka/publisher";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(brokerAddress("[2001:db8::1]:9093"), { host: "2001:db8::1", port: 9093 });
 * assertEquals(brokerAddress("kafka1"), { host: "kafka1", port: 9092 });
 * ```
 */
export function brokerAddress(input: BrokerInput): BrokerAddress {
  if (typeof input !== "string") return "host" in input ? input : { host: input[0], port: input[1] };
  const match = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(input) ?? /^([^\s:[\]]+)(?::(\d{1,5}))?$/.exec(input) ??
    /^([^\s[\]]+)$/.exec(input);
  const [, host = "", port] = match ?? [], number = port === undefined ? DEFAULT_BROKER_PORT : Number(port);
  const isHost = host.includes(":") ? isIPv6Address(host) : host !== "";
  if (!isHost || number < 1 || number > 65535) {
    throw new TypeError(`"${input}" is no broker: write host, host:port or [IPv6 address]:port`);
  }
  return { host, port: number };
}

/** Whether the text has the form of an IPv6 address, a zone (`%eth0`) behind it allowed. */
function isIPv6Address(text: string): boolean {
  return URL.canParse(`http://[${text.replace(/%[\w.-]+$/, "")}]/`);
}

/** A broker's address for people: `host:port`, an IPv6 address in brackets. */
export function brokerText({ host, port }: BrokerAddress): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The list in another order at each attempt, so that one that is silent does not stand in the way of the others for ever. */
export function startingAt<T>(list: readonly T[], attempt: number): T[] {
  const first = attempt % list.length;
  return [...list.slice(first), ...list.slice(0, first)];
}
