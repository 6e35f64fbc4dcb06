import { topLevelGroup } from "./_groups.ts";
import type { IgnoredEntry } from "./config_tree.ts";
import { type Environment, overridden } from "./environment.ts";
import { handlerSections, type HandlerSettings } from "./handler_sections.ts";
import { one } from "./key_schema.ts";
import { checkListeners, listenerSections, type ListenerSettings } from "./listener_sections.ts";
import { boolean } from "./number_datatypes.ts";
import { readSection } from "./read_section.ts";
import { defineSection, manySections, optionalSection, type Section, type SectionSchema } from "./section_schema.ts";
import { sendToKafkaSection } from "./send_to_kafka.ts";
import { serverIdSections, type ServerIdSettings } from "./server_id_sections.ts";
import { parseZConfig, type ReadFile } from "./zconfig.ts";

/** What the top level of a server configuration says. */
export interface TopLevelSettings {
  /** Whether clients can get their configuration with two messages instead of four (RFC 8415 section 18.3.1). */
  allowRapidCommit: boolean;
  /** Whether a rapid commit is answered even when that means to refuse something. */
  rapidCommitRejections: boolean;
  /** The identifier of the server; without it, it is derived from the hardware address of an interface. */
  serverId?: ServerIdSettings;
  /** Where requests are taken from, in file order. */
  listeners: ListenerSettings[];
  /** What is done with requests, in file order; filters hold handlers of their own. */
  handlers: HandlerSettings[];
}

/** A whole server configuration as plain data. */
export interface ServerSettings extends TopLevelSettings {
  /** Keys and sections that were accepted and have no effect, in file order. */
  ignored: IgnoredEntry[];
}

/** What {@linkcode parseServerConfig} may use besides the text. */
export interface ServerConfigOptions {
  /** The name of the file in messages, and what other files are resolved beside; `configuration` when not given. */
  readonly fileName?: string;
  /** Reads included files; without it `%include` is an error. */
  readonly readFile?: ReadFile;
  /** Variables that override keys of the one `<send-to-kafka>` section; others in it do not matter. */
  readonly environment?: Environment;
}

/** The top level of a server configuration. */
export const topLevelSection: Section<TopLevelSettings> = defineSection("", {
  group: topLevelGroup,
  prose: "What stands outside every section. All of it may be left out.",
  example: "allow-rapid-commit yes\n\n<listen-interface *>\n</listen-interface>\n\n<subnet 2001:db8::/32>\n" +
    "    <static-csv clients.csv>\n    </static-csv>\n</subnet>\n\n<send-to-kafka>\n    broker host1:9092\n</send-to-kafka>",
  keys: {
    "allow-rapid-commit": one(boolean, {
      prose:
        "Whether clients can get their configuration with two messages instead of four (RFC 8415 section 18.3.1). With " +
        "several servers on a link, each of them then gives something out.",
      default: "no",
    }),
    "rapid-commit-rejections": one(boolean, {
      prose:
        "Whether a rapid commit is answered at once even when the answer is a refusal. Otherwise the client gets an " +
        "Advertise and can choose another server.",
      default: "no",
    }),
  },
  sections: {
    serverId: optionalSection<ServerIdSettings>(() => serverIdSections),
    listeners: manySections<ListenerSettings>(() => listenerSections),
    handlers: manySections<HandlerSettings>(() => handlerSections),
  },
  ignored: [
    "user",
    "group",
    "pid-file",
    "control-socket",
    "control-socket-user",
    "control-socket-group",
    "workers",
    "exception-window",
    "max-exceptions",
    "<logging>",
    "<statistics>",
  ],
  check: ({ listeners }, report): void => checkListeners(listeners, report),
});

/** Every section type of a server configuration, the top level first, in the order of the manual. */
export const serverSections: readonly SectionSchema[] = [
  topLevelSection,
  ...serverIdSections,
  ...listenerSections,
  ...handlerSections,
];

/** Section types of the documented server that this project has no handler or listener for. */
export const notServedSections: readonly string[] = [
  "copy-linklayer-id",
  "copy-remote-id",
  "copy-subscriber-id",
  "leasequery",
  "listen-tcp",
  "lq-sqlite",
  "map-e",
  "map-rule",
  "map-t",
  "rate-limit",
  "static-sqlite",
];

/**
 * Parses the configuration of a DHCPv6 server, in the style of DHCPKit, into plain data.
 *
 * Handlers stand in file order, with the line that they come from; the file names in them are resolved beside the file
 * that names them. There may be no listener at all: it is for the caller to say whether that makes sense.
 *
 * @throws {ConfigError} for everything that is wrong in the text; several mistakes come as one
 * {@linkcode ConfigErrors}.
 *
 * @example
 * ```ts
 * import { parseServerConfig } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const settings = parseServerConfig(
 *   `
 * <listen-unicast [::1]:10547>
 * </listen-unicast>
 * <subnet 2001:db8::/32>
 *     <static-csv clients.csv>
 *     </static-csv>
 * </subnet>`,
 *   { fileName: "conf/dhcpd.conf" },
 * );
 *
 * const [subnet] = settings.handlers;
 * assertEquals(subnet.type === "subnet" && subnet.prefix, "2001:db8::/32");
 * assertEquals(subnet.type === "subnet" && subnet.handlers[0], {
 *   type: "static-csv",
 *   file: "conf/clients.csv",
 *   addressPreferredLifetime: 604800,
 *   addressValidLifetime: 2592000,
 *   prefixPreferredLifetime: 604800,
 *   prefixValidLifetime: 2592000,
 *   fileName: "conf/dhcpd.conf",
 *   line: 5,
 * });
 * ```
 */
export function parseServerConfig(text: string, options: ServerConfigOptions = {}): ServerSettings {
  const read = parseZConfig(text, options);
  const { tree, mistakes } = overridden(read, sendToKafkaSection, options.environment ?? {});
  const ignored: IgnoredEntry[] = [];
  const settings = readSection(topLevelSection, { kind: "section", type: "", ...tree, line: 1 }, {
    notServed: notServedSections,
    mistakes,
    onIgnored: (entry) => ignored.push(entry),
  });
  return { ...settings, ignored };
}
