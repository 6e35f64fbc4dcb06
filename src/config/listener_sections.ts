import { listenerGroup } from "./_groups.ts";
import { type AddressPort, addressPort } from "./host_port.ts";
import { ipv6Address, ipv6LinkLocalAddress } from "./address_datatypes.ts";
import { type KeySchema, many, one, optional, required } from "./key_schema.ts";
import { interfaceNameOrAll } from "./name_datatypes.ts";
import { boolean } from "./number_datatypes.ts";
import { defineSection, type Report, type SectionFor, type SectionOrigin } from "./section_schema.ts";
import { identifier } from "./text_datatypes.ts";

/** A listener on the multicast addresses of a network interface. */
export interface InterfaceListenerSettings extends SectionOrigin<"interface"> {
  /** The name of the interface, or `*` for all interfaces. */
  interfaceName: string;
  /** The marks that requests from here get. */
  marks: string[];
  /** Whether requests that this host itself sends are answered. */
  listenToSelf: boolean;
  /** The link-local address to answer from; without it, the first of the interface. */
  replyFrom?: string;
  /** The link-address that requests from here are labelled with; without it, the first global address, or `::`. */
  linkAddress?: string;
}

/** A listener on one address of this host. */
export interface UnicastListenerSettings extends SectionOrigin<"unicast"> {
  /** The address and the port. */
  endpoint: AddressPort;
  /** The marks that requests from here get. */
  marks: string[];
}

/** A place to take requests from. */
export type ListenerSettings = InterfaceListenerSettings | UnicastListenerSettings;

/** The section type `listen-interface`. */
const listenInterfaceSection: SectionFor<InterfaceListenerSettings> = defineSection("listen-interface", {
  tag: "interface",
  group: listenerGroup,
  prose: "Takes requests that clients and relays send to the multicast addresses of DHCPv6 on a network interface.",
  example: "<listen-interface eth0>\n    mark customers\n    link-address 2001:db8::1\n</listen-interface>",
  name: required(interfaceNameOrAll, {
    prose: "The name of the interface, or `*` for all interfaces.",
    example: "eth0",
    property: "interfaceName",
  }),
  keys: {
    mark: marks(),
    "listen-to-self": one(boolean, {
      prose: "Whether requests that this host itself sends are answered.",
      default: "no",
    }),
    "reply-from": optional(ipv6LinkLocalAddress, {
      prose: "The link-local address to answer from.",
      example: "fe80::1",
      absent: "the first link-local address of the interface",
    }),
    "link-address": optional(ipv6Address, {
      prose: "The address that tells handlers and filters which link a request came from.",
      example: "2001:db8::1",
      absent: "the first global address of the interface, or :: when it has none",
    }),
  },
});

/** The section type `listen-unicast`. */
const listenUnicastSection: SectionFor<UnicastListenerSettings> = defineSection("listen-unicast", {
  tag: "unicast",
  group: listenerGroup,
  prose:
    "Takes requests that are sent to one address of this host, usually by relays. A port other than 547 is for tests " +
    "and demonstrations: write `[address]:port`, where port 0 is one that is free. Relay agents are answered on port 547, " +
    "or where they send from if they say so (RFC 8357).",
  example: "<listen-unicast 2001:db8::1>\n    mark relayed\n</listen-unicast>",
  name: required(addressPort(547), {
    prose: "The address, or `[address]:port`.",
    example: "2001:db8::1",
    property: "endpoint",
  }),
  keys: { mark: marks() },
});

/** Every section type for a listener. */
export const listenerSections: readonly SectionFor<ListenerSettings>[] = [listenInterfaceSection, listenUnicastSection];

/** Reports listeners that would open the same socket; two on port 0 are different sockets. */
export function checkListeners(listeners: readonly ListenerSettings[], report: Report): void {
  const seen = new Map<string, ListenerSettings>();
  for (const listener of listeners) {
    const [section, name] = listener.type === "interface"
      ? [listenInterfaceSection.type, listener.interfaceName]
      : [listenUnicastSection.type, `[${listener.endpoint.address}]:${listener.endpoint.port}`];
    const first = seen.get(`${section} ${name}`);
    if (first !== undefined) {
      report({
        at: { fileName: listener.fileName, line: listener.line, section },
        problem: `${name} is listened to twice; the first is in ${first.fileName}:${first.line}`,
        remedy: "keep one of them; it can have several marks",
      });
    } else if (!name.endsWith("]:0")) seen.set(`${section} ${name}`, listener);
  }
}

function marks(): KeySchema<string, "many", "marks"> {
  return many(identifier, {
    prose: "A mark that requests from here get, for `marked-with` filters to look at.",
    example: "customers",
    defaults: ["unmarked"],
    property: "marks",
  });
}
