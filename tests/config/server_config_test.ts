import { assertEquals } from "@std/assert";
import { defaultSendToKafkaSettings, parseServerConfig } from "../../src/config/mod.ts";

const at = (line: number): { fileName: string; line: number } => ({ fileName: "conf/dhcpd.conf", line });

Deno.test("server config: an empty text is a server with defaults and nothing to do", () => {
  assertEquals(parseServerConfig(""), {
    allowRapidCommit: false,
    rapidCommitRejections: false,
    listeners: [],
    handlers: [],
    ignored: [],
  });
});

Deno.test("server config: a whole file becomes plain data in file order", () => {
  const text = `# A server with one subnet
allow-rapid-commit yes
Rapid-Commit-Rejections on

<duid-ll>
    hardware-type 1
    link-layer-address 00:53:00:01:02:03
</duid-ll>
<listen-interface *>
</listen-interface>
<subnet 2001:db8::/32>
    <static-csv ../clients.csv>
        prefix-valid-lifetime infinity
    </static-csv>
    <marked-with customers>
        <send-to-kafka/>
    </marked-with>
</subnet>
<preference>
    level 255
</preference>
`;
  assertEquals(parseServerConfig(text, { fileName: "conf/dhcpd.conf" }), {
    allowRapidCommit: true,
    rapidCommitRejections: true,
    serverId: { type: "duid-ll", hardwareType: 1, linkLayerAddress: Uint8Array.of(0, 0x53, 0, 1, 2, 3), ...at(5) },
    listeners: [{ type: "interface", interfaceName: "*", marks: ["unmarked"], listenToSelf: false, ...at(9) }],
    handlers: [
      {
        type: "subnet",
        prefix: "2001:db8::/32",
        handlers: [
          {
            type: "static-csv",
            file: "clients.csv",
            addressPreferredLifetime: 604_800,
            addressValidLifetime: 2_592_000,
            prefixPreferredLifetime: 604_800,
            prefixValidLifetime: 0xffffffff,
            ...at(12),
          },
          {
            type: "marked-with",
            mark: "customers",
            handlers: [{
              type: "send-to-kafka",
              ...defaultSendToKafkaSettings,
              brokers: [{ host: "localhost", port: 9092 }],
              ...at(16),
            }],
            ...at(15),
          },
        ],
        ...at(11),
      },
      { type: "preference", level: 255, ...at(19) },
    ],
    ignored: [],
  });
});

Deno.test("server config: listeners have marks, addresses and, for tests, ports", () => {
  const text =
    "<listen-interface eth0>\nmark a\nmark b\nlisten-to-self yes\nreply-from FE80::1\nlink-address 2001:db8::1\n" +
    "</listen-interface>\n<listen-unicast 2001:db8::1/>\n<listen-unicast [::1]:0/>\n<listen-unicast [::1]:0/>";
  assertEquals(parseServerConfig(text, { fileName: "conf/dhcpd.conf" }).listeners, [
    {
      type: "interface",
      interfaceName: "eth0",
      marks: ["a", "b"],
      listenToSelf: true,
      replyFrom: "fe80::1",
      linkAddress: "2001:db8::1",
      ...at(1),
    },
    { type: "unicast", endpoint: { address: "2001:db8::1", port: 547 }, marks: ["unmarked"], ...at(8) },
    { type: "unicast", endpoint: { address: "::1", port: 0 }, marks: ["unmarked"], ...at(9) },
    { type: "unicast", endpoint: { address: "::1", port: 0 }, marks: ["unmarked"], ...at(10) },
  ]);
});

Deno.test("server config: server identifiers of all three sorts are read, named server-id or not at all", () => {
  const serverId = (text: string): unknown => parseServerConfig(text, { fileName: "conf/dhcpd.conf" }).serverId;
  assertEquals(serverId("<duid-en server-id>\nenterprise-number 32473\nidentifier 0102\n</duid-en>"), {
    type: "duid-en",
    enterpriseNumber: 32_473,
    identifier: Uint8Array.of(1, 2),
    ...at(1),
  });
  assertEquals(
    serverId("<duid-llt>\nhardware-type 1\ntimestamp 2000-01-02\nlink-layer-address 005300010203\n</duid-llt>"),
    {
      type: "duid-llt",
      hardwareType: 1,
      timestamp: 86_400,
      linkLayerAddress: Uint8Array.of(0, 0x53, 0, 1, 2, 3),
      ...at(1),
    },
  );
});

Deno.test("server config: what only concerns the original's process is accepted and listed", () => {
  const text = "user nobody\ngroup nogroup\npid-file /run/dhcpd.pid\ncontrol-socket /run/dhcpd.sock\n" +
    "control-socket-user root\ncontrol-socket-group root\nworkers 4\nexception-window 10.0\nmax-exceptions 5\n" +
    "<logging>\n<console>\nlevel debug\n</console>\n</logging>\n<statistics>\ninterface eth0\n</statistics>";
  assertEquals(parseServerConfig(text).ignored.map(({ what, line }) => [what, line]), [
    ["user", 1],
    ["group", 2],
    ["pid-file", 3],
    ["control-socket", 4],
    ["control-socket-user", 5],
    ["control-socket-group", 6],
    ["workers", 7],
    ["exception-window", 8],
    ["max-exceptions", 9],
    ["<logging>", 10],
    ["<statistics>", 15],
  ]);
});

Deno.test("server config: files named in an included file are resolved beside that file", () => {
  const readFile = (): string => "<static-csv clients.csv/>";
  const settings = parseServerConfig("%include subnets/a.conf", { fileName: "conf/dhcpd.conf", readFile });
  const [handler] = settings.handlers;
  assertEquals(handler.type === "static-csv" && handler.file, "conf/subnets/clients.csv");
  assertEquals([handler.fileName, handler.line], ["conf/subnets/a.conf", 1]);
});
