/**
 * Handlers that publish, with everything that a `<send-to-kafka>` section can ask for: transports, security,
 * headers, pseudonyms. What a section does not ask for is not loaded.
 *
 * @example
 * ```ts
 * import { sendToKafkaFromEnvironment } from "@dhcpkit/kafka/config";
 * import { kafkaHandlerFrom } from "@dhcpkit/kafka/publisher/settings";
 * import { assertEquals } from "@std/assert";
 *
 * const settings = sendToKafkaFromEnvironment({ DHCPKIT_KAFKA_SERVER_NAME: "dhcp01", DHCPKIT_KAFKA_TOPIC: "edge" });
 * const handler = await kafkaHandlerFrom(settings);
 * assertEquals([handler.serverName, handler.topicName], ["dhcp01", "edge"]);
 * ```
 *
 * @module
 */
import type { HandlerSettings, SendToKafkaHandlerSettings, SendToKafkaSettings } from "../config/mod.ts";
import { KafkaHandler, type KafkaHandlerInit } from "./kafka_handler.ts";
import { lazyTransport } from "./lazy_transport.ts";
import { type PartName, PARTS, plainInit, withExtras } from "./section_parts.ts";
import { httpBridgeTransport } from "./http_bridge_transport.ts";
import { readSecret, type SecretSources } from "./secret_sources.ts";
import { workerTransport } from "./worker_transport.ts";

export { permittedVariables } from "./permitted_variables.ts";
export type { HandlerSettings, KafkaHandlerInit, PartName, SecretSources, SendToKafkaSettings };

/** Makes what a handler needs for one wish of a section. */
export type HandlerPart = (
  settings: SendToKafkaSettings,
  sources: SecretSources,
) => Partial<KafkaHandlerInit> | Promise<Partial<KafkaHandlerInit>>;

/** What makes each part; a section that asks for one that is `undefined` is refused. */
export type HandlerParts = Readonly<Record<PartName | "kafkajs", HandlerPart | undefined>>;

/** What a handler needs beside the settings. */
export interface HandlerFromSettings extends SecretSources {
  /** What the handler has beyond the settings, or instead of them: a logger, a clock, a name of the server. */
  readonly extras?: Partial<KafkaHandlerInit>;
  /** Parts in place of this module's own. */
  readonly parts?: Partial<HandlerParts>;
}

/** The parts of this package. Each is loaded by those who ask for it, though all are in the module graph. */
const OWN_PARTS: HandlerParts = {
  kafkajs: () => ({
    transport: (cluster) =>
      lazyTransport("kafkajs", async () => (await import("./kafkajs_transport.ts")).kafkaJsTransport(cluster)),
  }),
  platformatic: () => ({
    transport: (cluster) =>
      lazyTransport(
        "platformatic",
        async () => (await import("./platformatic_transport.ts")).platformaticTransport(cluster),
      ),
  }),
  "worker-thread": ({ transportName: client }) => ({
    transport: (cluster) => workerTransport(client === "platformatic" ? client : "kafkajs", cluster),
  }),
  "http-bridge": ({ bridgeUrl: url = "", bridgeDialect: dialect, bridgeAuthorizationFile: file }, sources) => ({
    transport: ({ topic, requestTimeoutMs }) =>
      httpBridgeTransport({
        ...{ url, topic, dialect },
        ...(requestTimeoutMs === undefined ? {} : { requestTimeoutMs }),
        ...(file === undefined ? {} : { authorization: () => readSecret(["bridgeAuthorizationFile", file], sources) }),
      }),
  }),
  "cloud-events": async () => ({ headers: (await import("./cloud_events.ts")).cloudEventHeaders() }),
  pseudonyms: async ({ pseudonymKeyFile: file = "", pseudonymKeyId: keyId, pseudonymPrefixBits: keptAddressBits }) => {
    const { pseudonymsFromFile } = await import("../privacy/mod.ts");
    const init = { ...(keyId === undefined ? {} : { keyId }), keptAddressBits };
    try {
      return { pseudonyms: await pseudonymsFromFile(file, init) };
    } catch (error) {
      throw new Error(`pseudonym-key-file: ${error instanceof Error ? error.message : error}`, { cause: error });
    }
  },
};

const KAFKAJS = {
  name: "kafkajs",
  isWanted: ({ transportName }: SendToKafkaSettings) => transportName === "kafkajs",
  key: "transport kafkajs",
  property: "transport",
} as const;

/**
 * A handler as the settings of a section say; it is not connected yet. Passwords, tokens and certificates are read at each
 * attempt to connect, a key for pseudonyms at once: nothing may be published before it is there.
 *
 * Rejects with an `Error` of one line when a part cannot be made, for example because its key cannot be read.
 *
 * @example
 * ```ts
 * import { parseSendToKafka } from "@dhcpkit/kafka/config";
 * import { kafkaHandlerFrom } from "@dhcpkit/kafka/publisher/settings";
 * import { assertEquals } from "@std/assert";
 *
 * const settings = parseSendToKafka("<send-to-kafka>\n  broker kafka1\n  server-name dhcp01\n</send-to-kafka>");
 * const handler = await kafkaHandlerFrom(settings);
 * assertEquals(handler.brokers, [{ host: "kafka1", port: 9092 }]);
 * ```
 */
export async function kafkaHandlerFrom(
  settings: SendToKafkaSettings,
  options: HandlerFromSettings = {},
): Promise<KafkaHandler> {
  return new KafkaHandler(await kafkaHandlerInit(settings, options));
}

/**
 * What {@linkcode kafkaHandlerFrom} makes a handler of, for those who make something else of it.
 *
 * @example
 * ```ts
 * import { parseSendToKafka } from "@dhcpkit/kafka/config";
 * import { kafkaHandlerInit } from "@dhcpkit/kafka/publisher/settings";
 * import { assertEquals } from "@std/assert";
 *
 * const { lingerMs, security } = await kafkaHandlerInit(parseSendToKafka("<send-to-kafka/>"));
 * assertEquals([lingerMs, security], [500, undefined]);
 * ```
 */
export async function kafkaHandlerInit(
  settings: SendToKafkaSettings,
  options: HandlerFromSettings = {},
): Promise<KafkaHandlerInit> {
  const makers: HandlerParts = { ...OWN_PARTS, ...options.parts }, extras = options.extras ?? {};
  const init = plainInit(settings, options);
  for (const { name, key, property } of [KAFKAJS, ...PARTS].filter(({ isWanted }) => isWanted(settings))) {
    if (property in extras) continue;
    const make = makers[name];
    if (make === undefined) throw new Error(`${key} is not available in this version`);
    Object.assign(init, await make(settings, options));
  }
  return withExtras(init, extras);
}

/** The handlers of all `<send-to-kafka>` sections of a server. */
export interface SendToKafkaHandlers {
  /** In the order of the file. */
  readonly handlers: readonly KafkaHandler[];
  /** The handler of one of the sections, as `handlersFrom` asks for it. */
  readonly sendToKafka: (section: SendToKafkaHandlerSettings) => KafkaHandler;
}

/**
 * Makes the handlers of all `<send-to-kafka>` sections among those of a server, filters included, for `handlersFrom`.
 *
 * Rejects as {@linkcode kafkaHandlerFrom} does, the message beginning with file and line of the section.
 *
 * @example
 * ```ts
 * import { parseServerConfig } from "@dhcpkit/kafka/config";
 * import { sendToKafkaHandlers } from "@dhcpkit/kafka/publisher/settings";
 * import { handlersFrom } from "@dhcpkit/kafka/server";
 * import { assertEquals } from "@std/assert";
 *
 * const text = "<subnet 2001:db8::/32>\n  <send-to-kafka>\n  server-name dhcp01\n  </send-to-kafka>\n</subnet>";
 * const settings = parseServerConfig(text).handlers;
 * const { handlers, sendToKafka } = await sendToKafkaHandlers(settings);
 * handlersFrom(settings, { sendToKafka });
 * assertEquals(handlers.map(({ serverName }) => serverName), ["dhcp01"]);
 * ```
 */
export async function sendToKafkaHandlers(
  sections: readonly HandlerSettings[],
  options: HandlerFromSettings = {},
): Promise<SendToKafkaHandlers> {
  const made = new Map<SendToKafkaHandlerSettings, KafkaHandler>();
  for (const section of sendToKafkaSections(sections)) {
    try {
      made.set(section, await kafkaHandlerFrom(section, options));
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      throw new SyntaxError(`${section.fileName}:${section.line}: ${problem}`, { cause: error });
    }
  }
  return {
    handlers: [...made.values()],
    sendToKafka(section) {
      const handler = made.get(section);
      if (handler === undefined) throw new TypeError("the section is none of those that handlers were made for");
      return handler;
    },
  };
}

function sendToKafkaSections(sections: readonly HandlerSettings[]): SendToKafkaHandlerSettings[] {
  return sections.flatMap((section) => {
    if ("handlers" in section) return sendToKafkaSections(section.handlers);
    return section.type === "send-to-kafka" ? [section] : [];
  });
}
