import { formatIpv6, maskIpv6, parseIpv4, parseIpv6 } from "./_ipv6_text.ts";
import { quote } from "./_quote.ts";
import type { Datatype } from "./datatype.ts";
import { ValueError } from "./value_error.ts";

/**
 * An IPv6 address; the value is its canonical text (RFC 5952: lower case, shortest).
 *
 * @example
 * ```ts
 * import { ipv6Address } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(ipv6Address.parse("2001:0DB8:0:0::53"), "2001:db8::53");
 * assertThrows(() => ipv6Address.parse("192.0.2.1"), RangeError, "is an IPv4 address");
 * ```
 */
export const ipv6Address: Datatype<string> = {
  name: "IPv6 address",
  prose: "an IPv6 address such as 2001:db8::1, without a zone",
  parse: (text: string): string => formatIpv6(groupsOf(text)),
};

/**
 * An IPv6 address that is neither multicast (RFC 4291 section 2.7) nor `::`; the value is its canonical text.
 *
 * @example
 * ```ts
 * import { ipv6UnicastAddress } from "@dhcpkit/kafka/config";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => ipv6UnicastAddress.parse("ff02::1:2"), RangeError, "is a multicast address");
 * ```
 */
export const ipv6UnicastAddress: Datatype<string> = {
  name: "IPv6 unicast address",
  prose: "an IPv6 address such as 2001:db8::1 that is neither multicast nor ::",
  parse(text: string): string {
    const groups = groupsOf(text);
    if (isMulticast(groups)) throw new ValueError(`${quote(text)} is a multicast address`, "write a unicast address");
    if (groups.every((group) => group === 0)) {
      throw new ValueError(`${quote(text)} is the unspecified address`, "write the address of one host");
    }
    return formatIpv6(groups);
  },
};

/**
 * An IPv6 multicast address, in `ff00::/8` (RFC 4291 section 2.7); the value is its canonical text.
 *
 * @example
 * ```ts
 * import { ipv6MulticastAddress } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(ipv6MulticastAddress.parse("FF05::101"), "ff05::101");
 * ```
 */
export const ipv6MulticastAddress: Datatype<string> = {
  name: "IPv6 multicast address",
  prose: "an IPv6 address in ff00::/8 such as ff05::101",
  parse(text: string): string {
    const groups = groupsOf(text);
    if (isMulticast(groups)) return formatIpv6(groups);
    throw new ValueError(`${quote(text)} is not a multicast address`, "a multicast address begins with ff");
  },
};

/**
 * An IPv6 link-local address, in `fe80::/10` (RFC 4291 section 2.5.6); the value is its canonical text.
 *
 * @example
 * ```ts
 * import { ipv6LinkLocalAddress } from "@dhcpkit/kafka/config";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => ipv6LinkLocalAddress.parse("2001:db8::1"), RangeError, "is not a link-local address");
 * ```
 */
export const ipv6LinkLocalAddress: Datatype<string> = {
  name: "IPv6 link-local address",
  prose: "an IPv6 address in fe80::/10 such as fe80::1, without a zone",
  parse(text: string): string {
    const groups = groupsOf(text);
    if ((groups[0] & 0xffc0) === 0xfe80) return formatIpv6(groups);
    throw new ValueError(`${quote(text)} is not a link-local address`, "a link-local address begins with fe80:");
  },
};

/**
 * An IPv6 or IPv4 address; the value is its canonical text.
 *
 * @example
 * ```ts
 * import { ipAddress } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(["192.0.2.1", "2001:DB8::1"].map((text) => ipAddress.parse(text)), ["192.0.2.1", "2001:db8::1"]);
 * ```
 */
export const ipAddress: Datatype<string> = {
  name: "IP address",
  prose: "an IPv6 or IPv4 address such as 2001:db8::1 or 192.0.2.1",
  parse(text: string): string {
    const ipv4 = parseIpv4(text);
    if (ipv4 !== undefined) return ipv4.join(".");
    const groups = parseIpv6(text);
    if (groups !== undefined) return formatIpv6(groups);
    throw notAnAddress(text, "IP", "write for example 2001:db8::1 or 192.0.2.1");
  },
};

/**
 * An IPv6 prefix with no bits set after its length; the value is its canonical text.
 *
 * @example
 * ```ts
 * import { ipv6Prefix } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(ipv6Prefix.parse("2001:DB8:0::/48"), "2001:db8::/48");
 * assertThrows(() => ipv6Prefix.parse("2001:db8::1/48"), RangeError, "write 2001:db8::/48");
 * ```
 */
export const ipv6Prefix: Datatype<string> = {
  name: "IPv6 prefix",
  prose: "an IPv6 address, a slash and a length, such as 2001:db8::/32, with no bits set after the length",
  parse(text: string): string {
    const slash = text.lastIndexOf("/");
    if (slash < 0) throw new ValueError(`${quote(text)} has no prefix length`, "write for example 2001:db8::/32");
    const [address, written] = [text.slice(0, slash), text.slice(slash + 1)];
    const groups = parseIpv6(address);
    if (groups === undefined) throw notAnAddress(address, "IPv6", "write for example 2001:db8::/32");
    if (!/^\d{1,3}$/.test(written) || Number(written) > 128) {
      throw new ValueError(
        `${quote(written)} is not a prefix length`,
        "a prefix length is a whole number from 0 to 128",
      );
    }
    const length = Number(written);
    const masked = `${formatIpv6(maskIpv6(groups, length))}/${length}`;
    if (masked === `${formatIpv6(groups)}/${length}`) return masked;
    throw new ValueError(`${quote(text)} has bits set after the first ${length}`, `write ${masked}`);
  },
};

function groupsOf(text: string): number[] {
  const groups = parseIpv6(text);
  if (groups === undefined) throw notAnAddress(text, "IPv6", "write for example 2001:db8::1");
  return groups;
}

function isMulticast(groups: readonly number[]): boolean {
  return groups[0] >= 0xff00;
}

function notAnAddress(text: string, family: "IP" | "IPv6", remedy: string): ValueError {
  const isWith = (part: string): boolean => text.includes(part);
  if (family === "IPv6" && parseIpv4(text) !== undefined) {
    return new ValueError(`${quote(text)} is an IPv4 address`, "DHCPv6 needs an IPv6 address");
  }
  if (isWith("%")) return new ValueError(`${quote(text)} holds a zone`, "write the address without % and what follows");
  if (isWith("/")) return new ValueError(`${quote(text)} is not an address`, "write it without / and a length");
  if (isWith("[")) return new ValueError(`${quote(text)} holds brackets`, "write the address alone, without a port");
  return new ValueError(`${quote(text)} is not an ${family} address`, remedy);
}
