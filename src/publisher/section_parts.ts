import type { SendToKafkaSettings } from "../config/mod.ts";
import type { KafkaHandlerInit } from "./kafka_handler.ts";
import { securityFrom } from "./security_from_section.ts";
import type { SecretSources } from "./secret_sources.ts";
import type { SpoolInit } from "./spool_settings.ts";

/** A `<send-to-kafka>` section, as `parseSendToKafka` gives it; everything left out has its default. */
export type SendToKafkaSection =
  & Omit<KafkaHandlerInit, "topicName" | "transport" | "logger" | "clock" | "queuePolicy" | "security">
  & Partial<Omit<SendToKafkaSettings, Exclude<keyof KafkaHandlerInit, "queuePolicy">>>;

/** What the settings say and {@linkcode KafkaHandlerInit} says in another way. */
type SectionOnly = Omit<SendToKafkaSettings, Exclude<keyof KafkaHandlerInit, "queuePolicy">>;

/** Something that a section can ask for and that costs a module of its own. */
export type PartName = "platformatic" | "worker-thread" | "http-bridge" | "cloud-events" | "pseudonyms";

/** How to recognise the wish for a part, and what to say about it. */
export interface PartDeclaration {
  readonly name: PartName;
  /** Whether a section asks for it. */
  readonly isWanted: (section: SendToKafkaSection) => boolean;
  /** The key and value that ask for it. */
  readonly key: string;
  /** The property of {@linkcode KafkaHandlerInit} that it goes to. */
  readonly property: string;
  /** What makes it and the module that exports that. */
  readonly maker: readonly [name: string, module: string];
}

/** Every part. */
export const PARTS: readonly PartDeclaration[] = [
  {
    name: "platformatic",
    isWanted: ({ transportName }) => transportName === "platformatic",
    key: "transport platformatic",
    property: "transport",
    maker: ["platformaticTransport", "@dhcpkit/kafka/publisher/platformatic"],
  },
  {
    name: "worker-thread",
    isWanted: ({ workerThread }) => workerThread === true,
    key: "worker-thread",
    property: "transport",
    maker: ["workerTransport", "@dhcpkit/kafka/publisher/worker"],
  },
  {
    name: "http-bridge",
    isWanted: ({ transportName }) => transportName === "http-bridge",
    key: "transport http-bridge",
    property: "transport",
    maker: ["httpBridgeTransport", "@dhcpkit/kafka/publisher/http-bridge"],
  },
  {
    name: "cloud-events",
    isWanted: ({ headerFormat }) => headerFormat === "cloud-events",
    key: "headers cloud-events",
    property: "headers",
    maker: ["cloudEventHeaders", "@dhcpkit/kafka/publisher/cloud-events"],
  },
  {
    name: "pseudonyms",
    isWanted: ({ pseudonymKeyFile }) => pseudonymKeyFile !== undefined,
    key: "pseudonym-key-file",
    property: "pseudonyms",
    maker: ["pseudonymsFromFile", "@dhcpkit/kafka/privacy"],
  },
];

/** Settings that say in a file what the handler takes in another form. */
const SECTION_ONLY: Readonly<Record<keyof SectionOnly, true>> = {
  ...{ topic: true, queuePolicy: true, transportName: true, headerFormat: true, workerThread: true },
  ...{ bridgeUrl: true, bridgeDialect: true, bridgeAuthorizationFile: true },
  ...{ spoolDirectory: true, spoolBytes: true, spoolCommit: true, spoolSyncMs: true },
  ...{ pseudonymKeyFile: true, pseudonymKeyId: true, pseudonymPrefixBits: true },
  ...{ securityProtocol: true, tlsCaFile: true, tlsCertificateFile: true, tlsKeyFile: true },
  ...{ tlsKeyPassphraseFile: true, tlsServerName: true, saslMechanism: true, saslUsername: true },
  ...{ saslPasswordFile: true, saslPasswordVariable: true, saslTokenFile: true },
};

/** What a section says that needs no part, as a handler takes it. */
export function plainInit(section: SendToKafkaSection, sources: SecretSources = {}): KafkaHandlerInit {
  const { topic, queuePolicy, transportName } = section, security = securityFrom(section, sources);
  return {
    ...Object.fromEntries(Object.entries(section).filter(([property]) => !(property in SECTION_ONLY))),
    ...(topic === undefined ? {} : { topicName: topic }),
    ...(queuePolicy === undefined ? {} : { queuePolicy }),
    ...(queuePolicy === "spool" ? { spool: spoolOf(section) } : {}),
    ...(security === undefined ? {} : { security }),
    // A bridge knows its brokers itself; the default of the key would only mislead.
    ...(transportName === "http-bridge" ? { brokers: [] } : {}),
  };
}

function spoolOf({ spoolDirectory, spoolBytes, spoolCommit, spoolSyncMs }: SendToKafkaSection): SpoolInit {
  return {
    directory: spoolDirectory ?? "",
    ...(spoolBytes === undefined ? {} : { maxBytes: spoolBytes }),
    ...(spoolCommit === undefined ? {} : { commit: spoolCommit }),
    ...(spoolSyncMs === undefined ? {} : { syncMs: spoolSyncMs }),
  };
}

/**
 * The extras in place of what a section says. Throws `TypeError` for a transport that is made already where the section asks for
 * security: it would publish in the clear, or to nobody, without anybody noticing.
 */
export function withExtras(init: KafkaHandlerInit, extras: Partial<KafkaHandlerInit>): KafkaHandlerInit {
  if (init.security !== undefined && typeof extras.transport === "object") {
    throw new TypeError(
      "security-protocol would have no effect, since the transport is made already: pass what makes it, such as " +
        "kafkaJsTransport",
    );
  }
  return { ...init, ...extras };
}
