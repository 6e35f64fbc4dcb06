import { assertEquals, assertThrows } from "@std/assert";
import { ConfigError, ConfigErrors, parseServerConfig } from "../../src/config/mod.ts";

const NOT_SERVED: readonly string[] = [
  "rate-limit",
  "leasequery",
  "map-e",
  "map-t",
  "copy-remote-id",
  "copy-subscriber-id",
  "copy-linklayer-id",
  "listen-tcp",
  "static-sqlite",
];

for (const type of NOT_SERVED) {
  Deno.test(`server config: <${type}> is named as not supported yet, at the top level and in a filter`, () => {
    for (const text of [`<${type}/>`, `<subnet ::/0>\n<${type} name>\nkey value\n</${type}>\n</subnet>`]) {
      const error = assertThrows(() => parseServerConfig(text, { fileName: "f" }), ConfigError);
      const line = text.includes("\n") ? 2 : 1;
      assertEquals(error.message, `f:${line}: <${type}>: is not supported here yet; remove the section for now`);
    }
  });
}

const REFUSED: readonly [behaviour: string, text: string, message: string][] = [
  [
    "a key of a section at the top level is told where it belongs",
    "broker host1",
    "f:1: broker: is not a key of the top level; it belongs in <send-to-kafka>",
  ],
  [
    "a top-level key in a section is told where it belongs",
    "<subnet ::/0>\nallow-rapid-commit yes\n</subnet>",
    "f:2: allow-rapid-commit in <subnet>: is not a key of <subnet>; it belongs at the top level",
  ],
  [
    "a key of several sections names them all",
    "domain-name example.com",
    "f:1: domain-name: is not a key of the top level; it belongs in <domain-search-list> or in <sip-server-names>",
  ],
  [
    "a listener in a filter is told where it belongs",
    "<subnet ::/0>\n<listen-interface eth0/>\n</subnet>",
    "f:2: <listen-interface>: cannot stand in <subnet>; it belongs at the top level",
  ],
  [
    "a section that is written as a key is explained",
    "preference 255",
    "f:1: preference: is a section, not a key; open it with <preference>",
  ],
  [
    "a filter without its name is shown with one",
    "<subnet>\n</subnet>",
    "f:1: <subnet>: has no name; write for example " +
    "<subnet 2001:db8::/32>",
  ],
  [
    "a prefix with bits set is corrected",
    "<subnet 2001:db8::1/32/>",
    'f:1: <subnet>: "2001:db8::1/32" has bits set after the first 32; write 2001:db8::/32',
  ],
  [
    "a required list that is empty is reported",
    "<recursive-name-servers/>",
    'f:1: address in <recursive-name-servers>: missing; add "address 2001:db8::1"',
  ],
  [
    "a second server identifier is reported",
    "<duid-ll>\nhardware-type 1\nlink-layer-address 00\n</duid-ll>\n<duid-en>\nenterprise-number 1\nidentifier 00\n</duid-en>",
    "f:5: <duid-en>: only one of <duid-en>, <duid-ll>, <duid-llt> can be given; the first is on line 1; keep one of them",
  ],
  [
    "the same listener twice is reported at the second",
    "<listen-unicast ::1/>\n<listen-unicast [::1]:547/>",
    "f:2: <listen-unicast>: [::1]:547 is listened to twice; the first is in f:1; " +
    "keep one of them; it can have several marks",
  ],
  [
    "time servers without a server are reported",
    "<ntp-servers/>",
    "f:1: <ntp-servers>: names no server; add server-fqdn, server-address or multicast-address",
  ],
  [
    "an elapsed time without a limit is reported",
    "<elapsed-time/>",
    "f:1: <elapsed-time>: has no limit; add more-than, less-than or both",
  ],
  [
    "an elapsed time that cannot be is reported",
    "<elapsed-time>\nless-than 10s\nmore-than 10s\n</elapsed-time>",
    "f:3: more-than in <elapsed-time>: leaves no time before less-than; make more-than the shorter one",
  ],
  [
    "a preferred lifetime over the default valid one is reported",
    "<static-csv a.csv>\nprefix-preferred-lifetime 31d\n</static-csv>",
    "f:2: prefix-preferred-lifetime in <static-csv>: is longer than prefix-valid-lifetime; " +
    "nothing is preferred for longer than it is valid",
  ],
  [
    "timing limits that leave nothing are reported",
    "<iana-timing-limits>\nmin-t1 2h\nmax-t1 1h\n</iana-timing-limits>",
    "f:2: min-t1 in <iana-timing-limits>: is more than max-t1",
  ],
  [
    "a preferred lifetime over the given valid one is reported",
    "<static-csv a.csv>\naddress-valid-lifetime 1h\naddress-preferred-lifetime 2h\n</static-csv>",
    "f:3: address-preferred-lifetime in <static-csv>: is longer than address-valid-lifetime; " +
    "nothing is preferred for longer than it is valid",
  ],
  [
    "a T1 after T2 is reported",
    "<iapd-timing-limits>\nfactor-t1 0.9\n</iapd-timing-limits>",
    "f:2: factor-t1 in <iapd-timing-limits>: is more than factor-t2; T1 comes before T2 (RFC 8415 section 14.2)",
  ],
  [
    "a limit out of range is reported",
    "<sol-max-rt>\nlimit 59\n</sol-max-rt>",
    'f:2: limit in <sol-max-rt>: "59" is 59 seconds, less than 60s',
  ],
  [
    "an unknown section gets a suggestion",
    "<subnets ::/0/>",
    "f:1: <subnets>: unknown section; did you mean <subnet>?",
  ],
  [
    "process sections are only accepted at the top level",
    "<subnet ::/0>\n<logging/>\n</subnet>",
    "f:2: <logging>: unknown section; known here: subnet,",
  ],
];

for (const [behaviour, text, message] of REFUSED) {
  Deno.test(`server config: ${behaviour}`, () => {
    const error = assertThrows(() => parseServerConfig(text, { fileName: "f" }), ConfigError);
    assertEquals(error.message.slice(0, message.length), message);
    const isWhole = !message.endsWith("?") && !message.endsWith(",");
    if (isWhole) assertEquals(error.message.length, message.length);
  });
}

Deno.test("server config: mistakes of all sections and included files are reported together", () => {
  const readFile = (): string => "<preference>\nlevel 256\n</preference>";
  const text = "<subnet nowhere>\n<rate-limit/>\n</subnet>\n%include b.conf\nallow-rapid-commit maybe";
  const error = assertThrows(() => parseServerConfig(text, { fileName: "a.conf", readFile }), ConfigErrors);
  assertEquals(error.errors.map((one) => `${one.fileName}:${one.line}`), [
    "a.conf:1",
    "a.conf:2",
    "a.conf:5",
    "b.conf:2",
  ]);
});
