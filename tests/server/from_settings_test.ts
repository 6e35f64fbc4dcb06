import { assertEquals, assertInstanceOf, assertStringIncludes, assertThrows } from "@std/assert";
import { handlerSections, parseServerConfig } from "@dhcpkit/kafka/config";
import { Duid, fromHex, IPv6Address, Message, validate } from "@dhcpkit/kafka/dhcpv6";
import {
  AftrName,
  DnsServers,
  DomainList,
  InfMaxRt,
  NtpMulticastAddress,
  NtpServer,
  NtpServerAddress,
  NtpServerFqdn,
  SipServerAddresses,
  SipServerNames,
  SntpServers,
  SolMaxRt,
} from "@dhcpkit/kafka/dhcpv6/options";
import {
  type Handler,
  handlersFrom,
  IgnoreRequest,
  listenersFrom,
  type Logger,
  Pipeline,
  Scope,
  serverIdFrom,
  silentLogger,
  TransactionBundle,
} from "@dhcpkit/kafka/server";

function handlers(text: string, files: Record<string, string> = {}, logger: Logger = silentLogger): Handler[] {
  return handlersFrom(parseServerConfig(text, { fileName: "dhcpd.conf" }).handlers, {
    sendToKafka: () => new IgnoreRequest(),
    logger,
    readFile: (path) => {
      if (!(path in files)) throw new Deno.errors.NotFound(`No such file ${path}`);
      return files[path];
    },
  });
}

async function answer(text: string, request: string): Promise<Message | undefined> {
  const serverId = Duid.parse("00030001 020000000001");
  const pipeline = new Pipeline({ serverId, handlers: handlers(text), logger: silentLogger });
  const incomingMessage = Message.parse(fromHex(request));
  const bundle = new TransactionBundle({ incomingMessage, receivedOverMulticast: true });
  await pipeline.handle(bundle);
  return bundle.outgoingMessage;
}

Deno.test("every section for a filter or a handler that a configuration may have becomes a handler", () => {
  for (const { type, example } of handlerSections) {
    const files = { "clients.csv": "id,address,prefix\n", "/etc/dhcpkit/clients.csv": "id,address,prefix\n" };
    assertEquals(handlers(example, files).length, 1, type);
  }
});

Deno.test("option sections give clients what they say", async () => {
  const text = `
    <recursive-name-servers>
      address 2001:db8::53
      always-send yes
    </recursive-name-servers>
    <domain-search-list>
      domain-name example.com
    </domain-search-list>
    <ntp-servers>
      server-fqdn ntp.example.com
    </ntp-servers>
    <sntp-servers>
      address 2001:db8::123
    </sntp-servers>
    <sip-server-names>
      domain-name sip.example.com
    </sip-server-names>
    <sip-server-addresses>
      address 2001:db8::5060
    </sip-server-addresses>
    <aftr-name>
      fqdn aftr.example.com
    </aftr-name>
    <sol-max-rt>
      limit 3600
    </sol-max-rt>
    <inf-max-rt>
      limit 7200
    </inf-max-rt>`;
  const all = (await answer(text, "0bf350d6 00060010 0018 0038 001f 0015 0016 0040 0052 0053"))!.options;
  assertEquals(all.get(DnsServers)?.addresses.map(String), ["2001:db8::53"]);
  assertEquals(all.get(DomainList)?.names, ["example.com"]);
  assertEquals(all.get(NtpServer)?.options.get(NtpServerFqdn)?.fqdn, "ntp.example.com");
  assertEquals(all.get(SntpServers)?.addresses.map(String), ["2001:db8::123"]);
  assertEquals(all.get(SipServerNames)?.names, ["sip.example.com"]);
  assertEquals(all.get(SipServerAddresses)?.addresses.map(String), ["2001:db8::5060"]);
  assertEquals(all.get(AftrName)?.name, "aftr.example.com");
  assertEquals([all.get(SolMaxRt)?.seconds, all.get(InfMaxRt)?.seconds], [3600, 7200]);
  const unasked = (await answer(text, "0bf350d6"))!.options;
  assertEquals(unasked.codes.filter((code) => code > 2), [DnsServers.code]);
});

Deno.test("time servers are told in an option each, in the order of their kinds", async () => {
  const text = `
    <ntp-servers>
      server-address 2001:db8::7b
      server-fqdn ntp1.example.com
      multicast-address ff05::101
      server-fqdn ntp2.example.com
    </ntp-servers>`;
  const message = (await answer(text, "0bf350d6 00060002 0038"))!;
  assertEquals(
    message.options.getAll(NtpServer).map(({ options }) => [...options].map(({ code }) => code)),
    [[NtpServerFqdn.code], [NtpServerFqdn.code], [NtpServerAddress.code], [NtpMulticastAddress.code]],
  );
  assertEquals(validate(message).map(({ rule }) => rule).filter((rule) => rule.startsWith("ntp-")), []);
});

Deno.test("what is said of some clients goes before what is said of all, wherever it stands in the file", () => {
  const text = `
    <preference>
      level 1
    </preference>
    <subnet 2001:db8::/32>
      <ignore-request>
      </ignore-request>
    </subnet>`;
  const [first, second] = handlers(text);
  assertInstanceOf(first, Scope);
  assertEquals(second.name, "ServerPreference");
});

Deno.test("rows of a CSV file that cannot be used are told with file and line, and skipped", () => {
  const heard: string[] = [];
  const logger = { ...silentLogger, warn: (_: string, about = {}) => heard.push(JSON.stringify(about)) };
  const file = "id,address,prefix\nduid:0003000102,2001:db8::1,\nbogus,2001:db8::2,\n";
  handlers("<static-csv clients.csv>\n</static-csv>", { "clients.csv": file }, logger);
  assertEquals(heard.length, 1);
  assertStringIncludes(heard[0], '"file":"clients.csv","line":3');
});

Deno.test("a CSV file that is none, or is not there, is told with the line of the section", () => {
  const config = "\n<static-csv clients.csv>\n</static-csv>";
  assertThrows(
    () => handlers(config),
    SyntaxError,
    "dhcpd.conf:2: clients.csv cannot be used: No such file clients.csv",
  );
  const files = { "clients.csv": "who,what\n" };
  assertThrows(
    () => handlers(config, files),
    SyntaxError,
    "dhcpd.conf:2: clients.csv cannot be used: the first line has",
  );
});

Deno.test("listeners and the server's identifier are as configured", () => {
  const text = `
    <duid-en>
      enterprise-number 40208
      identifier 0102
    </duid-en>
    <listen-unicast [2001:db8::1]:10547>
      mark core
    </listen-unicast>
    <listen-interface eth0>
      link-address 2001:db8::2
      reply-from fe80::1
    </listen-interface>`;
  const settings = parseServerConfig(text);
  assertEquals(String(serverIdFrom(settings.serverId)), "000200009d100102");
  assertEquals(listenersFrom(settings.listeners), [
    { type: "unicast", address: IPv6Address.parse("2001:db8::1"), port: 10547, marks: ["core"] },
    {
      type: "interface",
      name: "eth0",
      marks: ["unmarked"],
      listenToSelf: false,
      linkAddress: IPv6Address.parse("2001:db8::2"),
      replyFrom: IPv6Address.parse("fe80::1"),
    },
  ]);
});
