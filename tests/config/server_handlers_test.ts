import { assertEquals } from "@std/assert";
import { parseServerConfig } from "../../src/config/mod.ts";

const at = (line: number): { fileName: string; line: number } => ({ fileName: "conf/dhcpd.conf", line });

function handlersOf(text: string): unknown[] {
  return parseServerConfig(text, { fileName: "conf/dhcpd.conf" }).handlers;
}

const HANDLERS: readonly [text: string, settings: Record<string, unknown>][] = [
  ["<recursive-name-servers>\naddress 2001:db8::53\naddress 2001:DB8::35\nalways-send yes\n</recursive-name-servers>", {
    addresses: ["2001:db8::53", "2001:db8::35"],
    alwaysSend: true,
  }],
  ["<domain-search-list>\ndomain-name example.com.\n</domain-search-list>", {
    domainNames: ["example.com"],
    alwaysSend: false,
  }],
  ["<ntp-servers>\nmulticast-address ff05::101\n</ntp-servers>", {
    serverFqdns: [],
    serverAddresses: [],
    multicastAddresses: ["ff05::101"],
    alwaysSend: false,
  }],
  ["<sntp-servers>\naddress 2001:db8::7b\n</sntp-servers>", { addresses: ["2001:db8::7b"], alwaysSend: false }],
  ["<sip-server-names>\ndomain-name sip.example.com\n</sip-server-names>", {
    domainNames: ["sip.example.com"],
    alwaysSend: false,
  }],
  ["<sip-server-addresses>\naddress 2001:db8::5\n</sip-server-addresses>", {
    addresses: ["2001:db8::5"],
    alwaysSend: false,
  }],
  ["<aftr-name>\nfqdn aftr.example.com\n</aftr-name>", { fqdn: "aftr.example.com", alwaysSend: false }],
  ["<sol-max-rt>\nlimit 60\n</sol-max-rt>", { limitSeconds: 60, alwaysSend: false }],
  ["<inf-max-rt>\nlimit 1d\n</inf-max-rt>", { limitSeconds: 86_400, alwaysSend: false }],
  ["<preference>\nlevel 0\n</preference>", { level: 0 }],
  ["<server-unicast>\naddress 2001:db8::1\n</server-unicast>", { address: "2001:db8::1" }],
  ["<ignore-request/>", { messageTypes: [] }],
  ["<ignore-request>\nmessage-type Solicit\nmessage-type information-request\n</ignore-request>", {
    messageTypes: [1, 11],
  }],
  ["<iana-timing-limits/>", {
    minT1: 0,
    maxT1: 0xffffffff,
    factorT1: 0.5,
    minT2: 0,
    maxT2: 0xffffffff,
    factorT2: 0.8,
  }],
  ["<iapd-timing-limits>\nmin-t1 30m\nmax-t2 1d\nfactor-t2 1\n</iapd-timing-limits>", {
    minT1: 1800,
    maxT1: 0xffffffff,
    factorT1: 0.5,
    minT2: 0,
    maxT2: 86_400,
    factorT2: 1,
  }],
  ["<static-csv /srv/clients.csv>\naddress-preferred-lifetime 1h\naddress-valid-lifetime 2h\n</static-csv>", {
    file: "/srv/clients.csv",
    addressPreferredLifetime: 3600,
    addressValidLifetime: 7200,
    prefixPreferredLifetime: 604_800,
    prefixValidLifetime: 2_592_000,
  }],
  ["<subnet-group>\nprefix 2001:db8:1::/48\nprefix ::/0\n</subnet-group>", {
    prefixes: ["2001:db8:1::/48", "::/0"],
    handlers: [],
  }],
  ["<elapsed-time>\nmore-than 30s\nless-than 1m\n</elapsed-time>", {
    moreThanSeconds: 30,
    lessThanSeconds: 60,
    handlers: [],
  }],
  ["<elapsed-time>\nmore-than 1500ms\n</elapsed-time>", { moreThanSeconds: 1.5, handlers: [] }],
];

for (const [text, settings] of HANDLERS) {
  const type = /^<([\w-]+)/.exec(text)?.[1];
  Deno.test(`server handlers: ${text.replaceAll("\n", " ")} is read`, () => {
    assertEquals(handlersOf(text), [{ type, ...settings, ...at(1) }]);
    const inFilter = handlersOf(`<subnet ::/0>\n${text}\n</subnet>`);
    assertEquals(inFilter, [{
      type: "subnet",
      prefix: "::/0",
      handlers: [{ type, ...settings, ...at(2) }],
      ...at(1),
    }]);
  });
}
