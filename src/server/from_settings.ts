import type { HandlerSettings, ListenerSettings, SendToKafkaHandlerSettings, ServerIdSettings } from "../config/mod.ts";
import { Duid, IPv6Address, IPv6Prefix, Options } from "../dhcpv6/mod.ts";
import { SipServerAddresses, SipServerNames } from "../dhcpv6/options/rfc3319_sip.ts";
import { DnsServers, DomainList } from "../dhcpv6/options/rfc3646_dns.ts";
import { SntpServers } from "../dhcpv6/options/rfc4075_sntp.ts";
import {
  NtpMulticastAddress,
  NtpServer,
  NtpServerAddress,
  NtpServerFqdn,
  type NtpServerValue,
} from "../dhcpv6/options/rfc5908_ntp.ts";
import { AftrName } from "../dhcpv6/options/rfc6334_aftr.ts";
import { InfMaxRt, SolMaxRt } from "../dhcpv6/options/rfc9915_exchange.ts";
import { CsvAssignments } from "./assignment_csv.ts";
import { elapsedTime, inSubnet, markedWith, Scope } from "./filters/scope.ts";
import type { Handler } from "./handler.ts";
import { IgnoreRequest } from "./handlers/ignore_request.ts";
import { InformationOption } from "./handlers/information_option.ts";
import { ServerPreference } from "./handlers/preference.ts";
import { AllowUnicast } from "./handlers/server_unicast.ts";
import { StaticAssignment } from "./handlers/static_assignment.ts";
import { TimingLimits } from "./handlers/timing_limits.ts";
import type { ListenerInit } from "./listener.ts";
import { consoleLogger, type Logger } from "./logger.ts";

/** What {@linkcode handlersFrom} cannot know by itself. */
export interface HandlersFromOptions {
  /** Makes the handler of a `<send-to-kafka>` section. */
  readonly sendToKafka: (section: SendToKafkaHandlerSettings) => Handler;
  /** Reads a file that a section names. Default: `Deno.readTextFileSync`. */
  readonly readFile?: (path: string) => string;
  /** Hears of rows that are skipped. Default: warnings and worse to standard error. */
  readonly logger?: Logger;
}

/**
 * The handlers of a configuration in DHCPKit's style, in the order of the file, except that filters come before what
 * stands beside them: where handlers compete, the first one wins, so what is said of some clients goes before what is
 * said of all.
 *
 * Throws what `readFile` does, and `SyntaxError` with the file and line of the section for a CSV file that is none.
 *
 * @example
 * ```ts
 * import { parseServerConfig } from "@dhcpkit/kafka/config";
 * import { KafkaHandlerFactory } from "@dhcpkit/kafka";
 * import { handlersFrom } from "@dhcpkit/kafka/server";
 * import { assertEquals } from "@std/assert";
 *
 * const settings = parseServerConfig("<recursive-name-servers>\n address 2001:db8::53\n</recursive-name-servers>");
 * const handlers = handlersFrom(settings.handlers, {
 *   sendToKafka: (section) => new KafkaHandlerFactory(section).create(),
 * });
 * assertEquals(handlers.map(({ name }) => name), ["InformationOption(dns-servers)"]);
 * ```
 */
export function handlersFrom(sections: readonly HandlerSettings[], options: HandlersFromOptions): Handler[] {
  const [filters, others] = [true, false].map((isFilter) => sections.filter((one) => "handlers" in one === isFilter));
  return [...filters, ...others].map((section) => handlerFrom(section, options));
}

function handlerFrom(section: HandlerSettings, options: HandlersFromOptions): Handler {
  switch (section.type) {
    case "recursive-name-servers":
      return new InformationOption(DnsServers, { addresses: addresses(section.addresses) }, section);
    case "domain-search-list":
      return new InformationOption(DomainList, { names: section.domainNames }, section);
    case "sntp-servers":
      return new InformationOption(SntpServers, { addresses: addresses(section.addresses) }, section);
    case "sip-server-names":
      return new InformationOption(SipServerNames, { names: section.domainNames }, section);
    case "sip-server-addresses":
      return new InformationOption(SipServerAddresses, { addresses: addresses(section.addresses) }, section);
    case "aftr-name":
      return new InformationOption(AftrName, { name: section.fqdn }, section);
    case "sol-max-rt":
      return new InformationOption(SolMaxRt, { seconds: section.limitSeconds }, section);
    case "inf-max-rt":
      return new InformationOption(InfMaxRt, { seconds: section.limitSeconds }, section);
    case "ntp-servers":
      return new InformationOption(NtpServer, timeSources(section), section);
    case "preference":
      return new ServerPreference(section.level);
    case "server-unicast":
      return new AllowUnicast(IPv6Address.parse(section.address));
    case "ignore-request":
      return new IgnoreRequest(section.messageTypes.length === 0 ? undefined : section.messageTypes);
    case "static-csv":
      return staticAssignment(section, options);
    case "iana-timing-limits":
      return new TimingLimits("address", section);
    case "iapd-timing-limits":
      return new TimingLimits("prefix", section);
    case "subnet":
      return new Scope(inSubnet(IPv6Prefix.parse(section.prefix)), handlersFrom(section.handlers, options));
    case "subnet-group":
      return new Scope(inSubnet(...section.prefixes.map(IPv6Prefix.parse)), handlersFrom(section.handlers, options));
    case "marked-with":
      return new Scope(markedWith(section.mark), handlersFrom(section.handlers, options));
    case "elapsed-time": {
      const { moreThanSeconds: moreThan, lessThanSeconds: lessThan } = section;
      return new Scope(elapsedTime({ moreThan, lessThan }), handlersFrom(section.handlers, options));
    }
    case "send-to-kafka":
      return options.sendToKafka(section);
  }
}

function staticAssignment(
  section: Extract<HandlerSettings, { type: "static-csv" }>,
  { readFile = Deno.readTextFileSync, logger = consoleLogger }: HandlersFromOptions,
): Handler {
  const place = `${section.fileName}:${section.line}`;
  let source: CsvAssignments;
  try {
    source = CsvAssignments.parse(readFile(section.file));
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new SyntaxError(`${place}: ${section.file} cannot be used: ${problem}`, { cause: error });
  }
  for (const { line, problem } of source.problems) {
    logger.warn("{file}:{line}: row skipped: {problem}", { file: section.file, line, problem });
  }
  return new StaticAssignment({
    source,
    addressLifetimes: { preferred: section.addressPreferredLifetime, valid: section.addressValidLifetime },
    prefixLifetimes: { preferred: section.prefixPreferredLifetime, valid: section.prefixValidLifetime },
  });
}

/** Where to listen by a configuration; `listen-interface *` becomes one listener for each interface that can be used. */
export function listenersFrom(sections: readonly ListenerSettings[]): ListenerInit[] {
  return sections.flatMap((section): ListenerInit[] => {
    const { marks } = section;
    if (section.type === "unicast") {
      const { address, port } = section.endpoint;
      return [{ type: "unicast", address: IPv6Address.parse(address), port, marks }];
    }
    const names = section.interfaceName === "*" ? linkLocalInterfaces() : [section.interfaceName];
    return names.map((name) => ({
      type: "interface",
      name,
      marks,
      listenToSelf: section.listenToSelf,
      ...(section.replyFrom === undefined ? {} : { replyFrom: IPv6Address.parse(section.replyFrom) }),
      ...(section.linkAddress === undefined ? {} : { linkAddress: IPv6Address.parse(section.linkAddress) }),
    }));
  });
}

/** The identifier of a configuration, or one made of the first hardware address of this host. */
export function serverIdFrom(section: ServerIdSettings | undefined): Duid {
  switch (section?.type) {
    case "duid-en":
      return Duid.enterprise(section.enterpriseNumber, section.identifier);
    case "duid-ll":
      return Duid.linkLayer(section.hardwareType, section.linkLayerAddress);
    case "duid-llt":
      return Duid.linkLayerTime(section.hardwareType, secondsSince2000(section.timestamp), section.linkLayerAddress);
    case undefined:
      return Duid.linkLayer(1, hardwareAddress());
  }
}

/** One for each option (RFC 5908 section 4). */
function timeSources(section: Extract<HandlerSettings, { type: "ntp-servers" }>): NtpServerValue[] {
  return [
    ...section.serverFqdns.map((fqdn) => NtpServerFqdn.of({ fqdn })),
    ...addresses(section.serverAddresses).map((address) => NtpServerAddress.of({ address })),
    ...addresses(section.multicastAddresses).map((address) => NtpMulticastAddress.of({ address })),
  ].map((source) => ({ options: Options.of(source) }));
}

function addresses(texts: readonly string[]): IPv6Address[] {
  return texts.map(IPv6Address.parse);
}

function secondsSince2000(seconds: number): Date {
  return new Date(Date.UTC(2000, 0, 1) + seconds * 1000);
}

function linkLocalInterfaces(): string[] {
  const usable = Deno.networkInterfaces().filter(({ family, address }) =>
    family === "IPv6" && IPv6Address.parse(address).isLinkLocal
  );
  return [...new Set(usable.map(({ name }) => name))];
}

function hardwareAddress(): Uint8Array {
  const found = Deno.networkInterfaces().find(({ mac }) => !/^(00:)*00$/.test(mac));
  if (!found) {
    throw new Deno.errors.NotFound(
      "no interface has a hardware address to make a server identifier of; add a <duid-ll> or <duid-en> section",
    );
  }
  return Uint8Array.from(found.mac.split(":"), (byte) => parseInt(byte, 16));
}
