import { handlerGroup } from "./_groups.ts";
import { ipv6MulticastAddress, ipv6UnicastAddress } from "./address_datatypes.ts";
import { atLeastOne, type KeySchema, many, one, required } from "./key_schema.ts";
import { domainName } from "./name_datatypes.ts";
import { boolean } from "./number_datatypes.ts";
import { wholeSeconds } from "./quantity_datatypes.ts";
import { defineSection, type SectionFor, type SectionOrigin } from "./section_schema.ts";

/** What all handlers that add an option have in common. */
export interface OptionSettings<Tag extends string> extends SectionOrigin<Tag> {
  /** Whether the option is sent to clients that did not ask for it. */
  alwaysSend: boolean;
}

/** Adds an option that is a list of addresses. */
export interface AddressListSettings<Tag extends string> extends OptionSettings<Tag> {
  /** The addresses as canonical text, at least one. */
  addresses: string[];
}

/** Adds an option that is a list of domain names. */
export interface DomainListSettings<Tag extends string> extends OptionSettings<Tag> {
  /** The names without a dot at the end, at least one. */
  domainNames: string[];
}

/** Adds an option that limits how long clients wait before they try again. */
export interface RetryLimitSettings<Tag extends string> extends OptionSettings<Tag> {
  /** The limit in seconds, from 60 to 86400. */
  limitSeconds: number;
}

/** Tells clients where time servers are (RFC 5908); at least one of the lists holds something. */
export interface NtpServersSettings extends OptionSettings<"ntp-servers"> {
  /** Names of servers. */
  serverFqdns: string[];
  /** Unicast addresses of servers as canonical text. */
  serverAddresses: string[];
  /** Multicast addresses that servers send to, as canonical text. */
  multicastAddresses: string[];
}

/** Tells clients the name of the far end of their Dual-Stack Lite tunnel (RFC 6334). */
export interface AftrNameSettings extends OptionSettings<"aftr-name"> {
  /** The name without a dot at the end. */
  fqdn: string;
}

/** A handler that adds an option to answers. */
export type OptionHandlerSettings =
  | AddressListSettings<"recursive-name-servers">
  | DomainListSettings<"domain-search-list">
  | NtpServersSettings
  | AddressListSettings<"sntp-servers">
  | DomainListSettings<"sip-server-names">
  | AddressListSettings<"sip-server-addresses">
  | AftrNameSettings
  | RetryLimitSettings<"sol-max-rt">
  | RetryLimitSettings<"inf-max-rt">;

const group = handlerGroup;

const ALWAYS_SEND: KeySchema<boolean, "default", undefined> = one(boolean, {
  prose: "Whether the option is sent to clients that did not ask for it.",
  default: "no",
});

const ntpServersSection: SectionFor<NtpServersSettings> = defineSection("ntp-servers", {
  group,
  prose:
    "Tells clients where time servers are (NTP, RFC 5908), in an option for each. At least one is needed, named in any of the ways.",
  example: "<ntp-servers>\n    server-fqdn time.example.com\n    server-address 2001:db8::7b\n</ntp-servers>",
  keys: {
    "server-fqdn": many(domainName, {
      prose: "The name of a server.",
      example: "time.example.com",
      property: "serverFqdns",
    }),
    "server-address": many(ipv6UnicastAddress, {
      prose: "The address of a server.",
      example: "2001:db8::7b",
      property: "serverAddresses",
    }),
    "multicast-address": many(ipv6MulticastAddress, {
      prose: "A multicast address that servers send the time to.",
      example: "ff05::101",
      property: "multicastAddresses",
    }),
    "always-send": ALWAYS_SEND,
  },
  check({ serverFqdns, serverAddresses, multicastAddresses }, report): void {
    if (serverFqdns.length + serverAddresses.length + multicastAddresses.length > 0) return;
    report({ problem: "names no server", remedy: "add server-fqdn, server-address or multicast-address" });
  },
});

const aftrNameSection: SectionFor<AftrNameSettings> = defineSection("aftr-name", {
  group,
  prose: "Tells clients the name of the far end of their Dual-Stack Lite tunnel (AFTR, RFC 6334).",
  example: "<aftr-name>\n    fqdn aftr.example.com\n</aftr-name>",
  keys: {
    fqdn: required(domainName, { prose: "The name of the tunnel's far end.", example: "aftr.example.com" }),
    "always-send": ALWAYS_SEND,
  },
});

/** Every section type for a handler that adds an option. */
export const optionSections: readonly SectionFor<OptionHandlerSettings>[] = [
  addressList(
    "recursive-name-servers",
    "Tells clients which name servers to ask (RFC 3646).",
    "The address of a name server; the first is preferred.",
  ),
  domainList(
    "domain-search-list",
    "Tells clients which domains to look in for names that are not complete (RFC 3646).",
    "A domain to look in; the first is tried first.",
  ),
  ntpServersSection,
  addressList(
    "sntp-servers",
    "Tells clients where simple time servers are (SNTP, RFC 4075). `ntp-servers` is its successor.",
    "The address of a time server; the first is preferred.",
  ),
  domainList(
    "sip-server-names",
    "Tells clients which SIP servers to use for outgoing calls, by name (RFC 3319).",
    "The name of a SIP server; the first is preferred.",
  ),
  addressList(
    "sip-server-addresses",
    "Tells clients which SIP servers to use for outgoing calls, by address (RFC 3319).",
    "The address of a SIP server; the first is preferred.",
  ),
  aftrNameSection,
  retryLimit(
    "sol-max-rt",
    "Limits how long clients wait before they send a Solicit again (SOL_MAX_RT, RFC 8415 section 21.24).",
  ),
  retryLimit(
    "inf-max-rt",
    "Limits how long clients wait before they send an Information-request again (INF_MAX_RT, RFC 8415 section 21.25).",
  ),
];

function addressList<const Tag extends string>(
  type: Tag,
  prose: string,
  about: string,
): SectionFor<AddressListSettings<Tag>> {
  return defineSection(type, {
    group,
    prose,
    example: `<${type}>\n    address 2001:db8::1\n    address 2001:db8::2\n</${type}>`,
    keys: {
      address: atLeastOne(ipv6UnicastAddress, { prose: about, example: "2001:db8::1", property: "addresses" }),
      "always-send": ALWAYS_SEND,
    },
  });
}

function domainList<const Tag extends string>(
  type: Tag,
  prose: string,
  about: string,
): SectionFor<DomainListSettings<Tag>> {
  return defineSection(type, {
    group,
    prose,
    example: `<${type}>\n    domain-name example.com\n    domain-name example.net\n</${type}>`,
    keys: {
      "domain-name": atLeastOne(domainName, { prose: about, example: "example.com", property: "domainNames" }),
      "always-send": ALWAYS_SEND,
    },
  });
}

function retryLimit<const Tag extends string>(type: Tag, prose: string): SectionFor<RetryLimitSettings<Tag>> {
  return defineSection(type, {
    group,
    prose,
    example: `<${type}>\n    limit 7200\n</${type}>`,
    keys: {
      limit: required(wholeSeconds({ min: "60s", max: "86400s" }), {
        prose: "The longest time to wait.",
        example: "7200",
        property: "limitSeconds",
      }),
      "always-send": ALWAYS_SEND,
    },
  });
}
