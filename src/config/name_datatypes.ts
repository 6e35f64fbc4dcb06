import { formatIpv6, parseIpv4, parseIpv6 } from "./_ipv6_text.ts";
import { resolvePath } from "./_path.ts";
import { quote, strayCharacter } from "./_quote.ts";
import type { Datatype } from "./datatype.ts";
import { ValueError } from "./value_error.ts";

/**
 * The name of a host, as resolvers take it: labels of `A-Z a-z 0-9 _ -`, each at most 63 long, 253 in all.
 *
 * @example
 * ```ts
 * import { hostName } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(hostName.parse("kafka1.example.com"), "kafka1.example.com");
 * assertThrows(() => hostName.parse("192.0.2.256"), RangeError, "is neither a host name nor an IPv4 address");
 * ```
 */
export const hostName: Datatype<string> = {
  name: "host name",
  prose: "labels of A-Z a-z 0-9 _ - parted by dots, such as kafka1.example.com",
  parse(text: string): string {
    if (/^[\d.]+$/.test(text)) {
      throw new ValueError(
        `${quote(text)} is neither a host name nor an IPv4 address`,
        "write a name with a letter in it",
      );
    }
    return labelled(text, "host name");
  },
};

/**
 * A domain name (RFC 1035 section 2.3.1), for the lists that clients get; a dot at its end is dropped.
 *
 * @example
 * ```ts
 * import { domainName } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(domainName.parse("example.com."), "example.com");
 * assertThrows(() => domainName.parse("example..com"), RangeError, "has an empty label");
 * ```
 */
export const domainName: Datatype<string> = {
  name: "domain name",
  prose: "labels of A-Z a-z 0-9 _ - parted by dots, such as example.com",
  parse: (text: string): string => labelled(text, "domain name").replace(/\.$/, ""),
};

/**
 * An IP address or the name of a host.
 *
 * @example
 * ```ts
 * import { hostNameOrAddress } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const texts = ["dhcp01.example.com", "2001:DB8::1", "192.0.2.1"];
 * assertEquals(texts.map((text) => hostNameOrAddress.parse(text)), ["dhcp01.example.com", "2001:db8::1", "192.0.2.1"]);
 * ```
 */
export const hostNameOrAddress: Datatype<string> = {
  name: "host name or IP address",
  prose: "the name of a host, or an IPv6 or IPv4 address without brackets",
  parse(text: string): string {
    const groups = parseIpv6(text);
    if (groups !== undefined) return formatIpv6(groups);
    if (parseIpv4(text) !== undefined) return text;
    if (text.includes("[")) throw new ValueError(`${quote(text)} holds brackets`, "write the address alone");
    if (text.includes(":")) {
      throw new ValueError(`${quote(text)} is neither a host name nor an IP address`, "write it without a port");
    }
    return hostName.parse(text);
  },
};

/**
 * The name of a network interface.
 *
 * @example
 * ```ts
 * import { interfaceName } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(interfaceName.parse("eth0.100"), "eth0.100");
 * assertThrows(() => interfaceName.parse("an-interface-of-17"), RangeError, "18 characters");
 * ```
 */
export const interfaceName: Datatype<string> = {
  name: "interface name",
  prose: "the name of a network interface, at most 15 characters without spaces and slashes, such as eth0",
  parse(text: string): string {
    if (text === "" || text === "." || text === "..") throw new ValueError(`${quote(text)} is not an interface name`);
    const stray = strayCharacter(text, /^[!-.0-~]$/);
    if (stray !== undefined) throw new ValueError(stray, "an interface name has no spaces, slashes or special letters");
    if (text.length <= 15) return text;
    throw new ValueError(`${quote(text)} has ${text.length} characters`, "an interface name has at most 15");
  },
};

/**
 * The name of a network interface, or `*` for all of them.
 *
 * @example
 * ```ts
 * import { interfaceNameOrAll } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(interfaceNameOrAll.parse("*"), "*");
 * ```
 */
export const interfaceNameOrAll: Datatype<string> = {
  name: "interface name or *",
  prose: "the name of a network interface such as eth0, or * for all of them",
  parse: (text: string): string => text === "*" ? text : interfaceName.parse(text),
};

/**
 * The path of a file; a relative one counts from the folder of the file that it is written in.
 *
 * @example
 * ```ts
 * import { filePath } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(filePath.parse("clients.csv", "conf/dhcpd.conf"), "conf/clients.csv");
 * assertEquals(filePath.parse("/srv/clients.csv", "conf/dhcpd.conf"), "/srv/clients.csv");
 * ```
 */
export const filePath: Datatype<string> = {
  name: "file",
  prose: "the path of a file; a relative path counts from the folder of the configuration file that it is written in",
  parse(text: string, fileName: string = ""): string {
    if (text === "" || text.includes("\0")) throw new ValueError(`${quote(text)} is not the path of a file`);
    return resolvePath(text, fileName);
  },
};

/** At most 253 characters, so that the name with its lengths fits the 255 bytes of RFC 1035 section 3.1. */
const LONGEST_NAME = 253;
const LONGEST_LABEL = 63;

function labelled(text: string, what: string): string {
  if (/[^\0-\x7f]/.test(text)) {
    throw new ValueError(`${quote(text)} holds letters outside ASCII`, "write the name in its xn-- form");
  }
  const stray = strayCharacter(text, /^[A-Za-z0-9._-]$/);
  if (stray !== undefined) throw new ValueError(stray, `a ${what} has only A-Z a-z 0-9 . _ -`);
  const name = text.replace(/\.$/, "");
  if (name === "") throw new ValueError(`${quote(text)} is not a ${what}`);
  if (name.length > LONGEST_NAME) {
    throw new ValueError(`${quote(text)} has ${name.length} characters`, `a ${what} has at most ${LONGEST_NAME}`);
  }
  for (const label of name.split(".")) {
    if (label === "") throw new ValueError(`${quote(text)} has an empty label`, "write one dot between two labels");
    if (label.length > LONGEST_LABEL) {
      throw new ValueError(`the label ${quote(label)} has ${label.length} characters`, `at most ${LONGEST_LABEL} fit`);
    }
    if (/^-|-$/.test(label)) throw new ValueError(`the label ${quote(label)} begins or ends with "-"`);
  }
  return text;
}
