import { assertEquals, assertThrows } from "@std/assert";
import * as config from "../../src/config/mod.ts";

const broker = config.hostPort(9092);
const listener = config.addressPort(547);
const level = config.integer({ min: 0, max: 255 });
const factor = config.float({ min: 0, max: 1 });
const bytes = config.hexBytes({ maxBytes: 4 });
const size = config.byteSize({ min: "64kb", max: "4gb" });
const acks = config.choice({ "0": 0, "1": 1, all: "all" });

const ACCEPTED: readonly [what: string, datatype: config.Datatype<unknown>, values: Record<string, unknown>][] = [
  ["an IPv6 address is shortened", config.ipv6Address, {
    "2001:DB8:0:0:1:0:0:1": "2001:db8::1:0:0:1",
    "2001:db8:0:0:0:0:0:0": "2001:db8::",
    "2001:db8:0:1:1:1:1:1": "2001:db8:0:1:1:1:1:1",
    "::": "::",
    "::1": "::1",
    "1::": "1::",
    "::ffff:192.0.2.1": "::ffff:192.0.2.1",
    "64:ff9b::192.0.2.33": "64:ff9b::c000:221",
    "1:2:3:4:5:6:7::": "1:2:3:4:5:6:7:0",
  }],
  ["an IP address is of either family", config.ipAddress, { "192.0.2.1": "192.0.2.1", "FE80::1": "fe80::1" }],
  ["a prefix keeps its length", config.ipv6Prefix, {
    "::/0": "::/0",
    "2001:db8::/32": "2001:db8::/32",
    "2001:DB8:ff00::/40": "2001:db8:ff00::/40",
    "2001:db8::1/128": "2001:db8::1/128",
  }],
  ["a host with a port", broker, {
    "kafka1": { host: "kafka1", port: 9092 },
    "kafka1:9093": { host: "kafka1", port: 9093 },
    "kafka_1.example.com:1": { host: "kafka_1.example.com", port: 1 },
    "192.0.2.1:65535": { host: "192.0.2.1", port: 65535 },
    "[2001:DB8::1]:9093": { host: "2001:db8::1", port: 9093 },
    "[2001:db8::1]": { host: "2001:db8::1", port: 9092 },
    "2001:db8::1": { host: "2001:db8::1", port: 9092 },
    "2001:db8::1:9093": { host: "2001:db8::1:9093", port: 9092 },
  }],
  ["an address to listen on", listener, {
    "::": { address: "::", port: 547 },
    "[::1]:0": { address: "::1", port: 0 },
    "[2001:db8::1]": { address: "2001:db8::1", port: 547 },
  }],
  ["a host name", config.hostName, { "localhost": "localhost", "a.b-c.example.": "a.b-c.example.", "4h": "4h" }],
  ["a domain name loses its last dot", config.domainName, {
    "example.com.": "example.com",
    "Example.COM": "Example.COM",
  }],
  ["an interface name", config.interfaceName, { "eth0": "eth0", "br-lan.100": "br-lan.100", "eth0:1": "eth0:1" }],
  ["a whole number", level, { "0": 0, "255": 255, "007": 7 }],
  ["a number", factor, { "0": 0, "0.5": 0.5, "1.0": 1 }],
  ["yes or no", config.boolean, { yes: true, ON: true, True: true, no: false, off: false, false: false }],
  ["a duration in milliseconds", config.durationMs(), {
    "500ms": 500,
    "0": 0,
    "1": 1000,
    "0.25s": 250,
    "1m30s": 90_000,
    "1m 30s": 90_000,
    "1H": 3_600_000,
  }],
  ["a duration in seconds", config.durationSeconds(), { "1w": 604_800, "7d": 604_800, "90": 90, "1500ms": 1.5 }],
  ["a lifetime", config.lifetime, { "30d": 2_592_000, "Infinity": 4_294_967_295, "4294967295": 4_294_967_295 }],
  ["a size", size, { "64kb": 65_536, "1.5MB": 1_572_864, "1 gb": 1_073_741_824, "70000": 70_000, "70000b": 70_000 }],
  ["bytes in hexadecimal digits", bytes, {
    "0a": Uint8Array.of(10),
    "0A:ff": Uint8Array.of(10, 255),
    "0a-ff-00": Uint8Array.of(10, 255, 0),
    "0X0aff0001": Uint8Array.of(10, 255, 0, 1),
  }],
  ["a choice", acks, { "0": 0, "1": 1, "All": "all" }],
  ["a text", config.text({ maxBytes: 5 }), { "a b": "a b", "züri": "züri" }],
  ["the time of a DUID", config.duidTime, { "0": 0, "2000-01-01T00:01:00Z": 60, "2001-01-01": 31_622_400 }],
  ["a file beside the configuration", config.filePath, { "a b.csv": "a b.csv", "/a.csv": "/a.csv" }],
];

for (const [what, datatype, values] of ACCEPTED) {
  Deno.test(`datatypes: ${what} is accepted`, () => {
    for (const [text, value] of Object.entries(values)) {
      assertEquals(datatype.parse(text), value, text);
    }
  });
}

const REFUSED: readonly [datatype: config.Datatype<unknown>, text: string, message: string][] = [
  [config.ipv6Address, "2001:db8:::1", '"2001:db8:::1" is not an IPv6 address; write for example 2001:db8::1'],
  [config.ipv6Address, "1::2::3", '"1::2::3" is not an IPv6 address; write for example 2001:db8::1'],
  [
    config.ipv6Address,
    "1:2:3:4:5:6:7:8::",
    '"1:2:3:4:5:6:7:8::" is not an IPv6 address; write for example 2001:db8::1',
  ],
  [config.ipv6Address, "1.2.3.4::", '"1.2.3.4::" is not an IPv6 address; write for example 2001:db8::1'],
  [config.ipv6Address, "12345::", '"12345::" is not an IPv6 address; write for example 2001:db8::1'],
  [config.ipv6Address, "::1.2.3.400", '"::1.2.3.400" is not an IPv6 address; write for example 2001:db8::1'],
  [config.ipv6Address, "192.0.2.1", '"192.0.2.1" is an IPv4 address; DHCPv6 needs an IPv6 address'],
  [config.ipv6Address, "fe80::1%eth0", '"fe80::1%eth0" holds a zone; write the address without % and what follows'],
  [config.ipv6Address, "2001:db8::/32", '"2001:db8::/32" is not an address; write it without / and a length'],
  [config.ipv6UnicastAddress, "::", '"::" is the unspecified address; write the address of one host'],
  [
    config.ipv6MulticastAddress,
    "2001:db8::1",
    '"2001:db8::1" is not a multicast address; a multicast address begins with ff',
  ],
  [config.ipAddress, "192.0.2.01", '"192.0.2.01" is not an IP address; write for example 2001:db8::1 or 192.0.2.1'],
  [config.ipv6Prefix, "2001:db8::", '"2001:db8::" has no prefix length; write for example 2001:db8::/32'],
  [
    config.ipv6Prefix,
    "2001:db8::/129",
    '"129" is not a prefix length; a prefix length is a whole number from 0 to 128',
  ],
  [config.ipv6Prefix, "2001:db8:1::/33", '"2001:db8:1::/33" has bits set after the first 33; write 2001:db8::/33'],
  [config.ipv6Prefix, "192.0.2.0/24", '"192.0.2.0" is an IPv4 address; DHCPv6 needs an IPv6 address'],
  [broker, "kafka1:", '"" is not a port; a port is a whole number from 1 to 65535'],
  [broker, "kafka1:0", '"0" is not a port; a port is a whole number from 1 to 65535'],
  [broker, "kafka1:65536", '"65536" is not a port; a port is a whole number from 1 to 65535'],
  [broker, "kafka1:ninety", '"ninety" is not a port; a port is a whole number from 1 to 65535'],
  [broker, ":9092", '":9092" has no host; write host or host:port'],
  [broker, "[kafka1]:9092", '"kafka1" is not an IPv6 address; write for example 2001:db8::1'],
  [broker, "[2001:db8::1:9092", '"[2001:db8::1:9092" has brackets that do not match; write [IPv6 address]:port'],
  [
    broker,
    "kafka1:9092:9092",
    '"kafka1:9092:9092" has more than one colon and is not an IPv6 address; write host:port or [IPv6 address]:port',
  ],
  [broker, "a:1,b:2", '"a:1,b:2" holds a comma; write one host a line, repeating the key'],
  [broker, "kafka://a:1", '"kafka://a:1" holds a scheme; write host:port without ://'],
  [broker, "kafka 1", '"kafka 1" holds a space at position 6; a host name has only A-Z a-z 0-9 . _ -'],
  [
    broker,
    "192.0.2.256",
    '"192.0.2.256" is neither a host name nor an IPv4 address; write a name with a letter in it',
  ],
  [listener, "2001:db8::1:x", '"2001:db8::1:x" is not an IPv6 address; write for example 2001:db8::1'],
  [listener, "[::1]:65536", '"65536" is not a port; a port is a whole number from 0 to 65535'],
  [config.hostNameOrAddress, "host:1", '"host:1" is neither a host name nor an IP address; write it without a port'],
  [config.hostNameOrAddress, "[::1]", '"[::1]" holds brackets; write the address alone'],
  [config.domainName, "a..b", '"a..b" has an empty label; write one dot between two labels'],
  [config.domainName, "-a.b", 'the label "-a" begins or ends with "-"'],
  [config.domainName, "zürich.ch", '"zürich.ch" holds letters outside ASCII; write the name in its xn-- form'],
  [config.domainName, `${"a".repeat(64)}.b`, `the label "${"a".repeat(60)}…" has 64 characters; at most 63 fit`],
  [
    config.domainName,
    "a.".repeat(127) + "a",
    `"${"a.".repeat(30)}…" has 255 characters; a domain name has at most 253`,
  ],
  [
    config.interfaceName,
    "eth 0",
    '"eth 0" holds a space at position 4; an interface name has no spaces, slashes or special letters',
  ],
  [
    config.interfaceName,
    "a/b",
    '"a/b" holds "/" at position 2; an interface name has no spaces, slashes or special letters',
  ],
  [config.ipv6UnicastAddress, "FF02::1:2", '"FF02::1:2" is a multicast address; write a unicast address'],
  [
    config.ipv6LinkLocalAddress,
    "fec0::1",
    '"fec0::1" is not a link-local address; a link-local address begins with fe80:',
  ],
  [
    config.ipv6Address,
    "0".repeat(46),
    '"0000000000000000000000000000000000000000000000" is not an IPv6 address; write for example 2001:db8::1',
  ],
  [config.port, "", '"" is not a port; a port is a whole number from 1 to 65535'],
  [config.hostName, ".", '"." is neither a host name nor an IPv4 address; write a name with a letter in it'],
  [config.domainName, ".", '"." is not a domain name'],
  [config.interfaceName, "..", '".." is not an interface name'],
  [config.interfaceName, "sixteen-letters-", '"sixteen-letters-" has 16 characters; an interface name has at most 15'],
  [config.filePath, "a\0b", '"a\\u{0}b" is not the path of a file'],
  [config.text({ maxBytes: 5 }), "zürich", '"zürich" has 7 bytes; at most 5 bytes fit'],
  [config.text({ maxBytes: 5 }), "", "the value is empty; write a text"],
  [config.identifier, "i".repeat(256), `"${"i".repeat(60)}…" has 256 characters; an identifier has 1 to 255`],
  [size, "63kb", '"63kb" is less than 64kb'],
  [level, "1.5", '"1.5" is not a whole number; write a whole number from 0 to 255'],
  [level, "-1", '"-1" is out of range; write a whole number from 0 to 255'],
  [level, "0x10", '"0x10" is not a whole number; write a whole number from 0 to 255'],
  [factor, "1.01", '"1.01" is out of range; write a number from 0 to 1'],
  [factor, "1e-3", '"1e-3" is not a number; write a number from 0 to 1'],
  [config.boolean, "1", '"1" is neither yes nor no; write yes or no'],
  [config.durationMs({ max: "1m" }), "2m", '"2m" is more than 1m'],
  [config.durationMs({ max: "1m" }), "500", '"500" is 500 seconds, more than 1m; for milliseconds write 500ms'],
  [config.durationMs({ min: "1ms" }), "0", '"0" is 0 seconds, less than 1ms'],
  [
    config.durationMs(),
    "5 minutes",
    '"5 minutes" is not a duration; write a number with ms, s, m, h, d or w, several of them as in 1m30s, ' +
    "or seconds without a unit",
  ],
  [config.wholeSeconds(), "1500ms", '"1500ms" is not a number of whole seconds; write 2s'],
  [size, "16tb", '"16tb" is not a size; write a number of bytes, or a number with kb, mb or gb'],
  [size, "5gb", '"5gb" is more than 4gb'],
  [bytes, "0a:f", '"0a:f" is not made of pairs of digits; write 0a rather than a'],
  [bytes, "0xzz", '"0xzz" holds "z" at position 3; write pairs of hexadecimal digits, such as 00:53:00'],
  [bytes, "0x", '"0x" has 0 bytes; write 1 to 4 bytes'],
  [bytes, "0102030405", '"0102030405" has 5 bytes; write 1 to 4 bytes'],
  [acks, "al", '"al" is not one of the choices; write 0, 1 or all'],
  [acks, "alll", '"alll" is not one of the choices; did you mean all? Write 0, 1 or all'],
  [
    config.duidTime,
    "1999-12-31",
    '"1999-12-31" is not a time from 2000-01-01 on that fits 32 bits; ' +
    "write seconds since 2000-01-01 UTC, or a time such as 2017-06-01T12:30:00Z",
  ],
];

for (const [datatype, text, message] of REFUSED) {
  Deno.test(`datatypes: ${datatype.name} refuses ${JSON.stringify(text).slice(0, 40)} and says why`, () => {
    const error = assertThrows(() => datatype.parse(text), config.ValueError);
    assertEquals(error.message, message);
  });
}

Deno.test("datatypes: every default and every example of every key is a value of its datatype", () => {
  let checked = 0;
  for (const section of config.serverSections) {
    for (const key of [section.name, ...Object.values(section.keys)]) {
      if (key === undefined) continue;
      const texts = [...key.defaults, ...(key.example === undefined ? [] : [key.example])];
      assertEquals(texts.length > 0, true, `a key of <${section.type}> has neither default nor example`);
      for (const text of texts) checked += key.datatype.parse(text, "dhcpd.conf") === undefined ? 0 : 1;
    }
  }
  assertEquals(checked > 60, true);
});
