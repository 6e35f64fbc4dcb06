/**
 * Reads configurations in the syntax of the documented system (ZConfig): the `<send-to-kafka>` section, and whole
 * server configurations around it. Text goes in, plain data comes out; nothing here reads a file or looks at the host.
 *
 * - {@linkcode parseSendToKafka} and {@linkcode parseServerConfig} are what programs call.
 * - {@linkcode configManual} makes the manual from the same schemas that the parser reads by.
 * - {@linkcode defineSection} with the datatypes makes further section types, and {@linkcode parseZConfig} with
 *   {@linkcode readSection} reads them.
 *
 * All mistakes of a text are reported together, as a {@linkcode ConfigError} with file, line, key and a remedy.
 *
 * @example
 * ```ts
 * import { ConfigError, parseSendToKafka } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const settings = parseSendToKafka(`
 * <send-to-kafka>
 *     broker host1:9092
 *     broker host2:9092
 *
 *     topic dhcpkit.messages
 * </send-to-kafka>`);
 * assertEquals(settings.brokers, [{ host: "host1", port: 9092 }, { host: "host2", port: 9092 }]);
 *
 * assertThrows(
 *   () => parseSendToKafka("<send-to-kafka>\n    topic a b\n</send-to-kafka>", "dhcpd.conf"),
 *   ConfigError,
 *   'dhcpd.conf:2: topic in <send-to-kafka>: "a b" holds a space at position 2; ' +
 *     "a topic name has only A-Z a-z 0-9 . _ -",
 * );
 * ```
 *
 * @module
 */

export {
  defaultSendToKafkaSettings,
  parseSendToKafka,
  sendToKafkaFromEnvironment,
  type SendToKafkaOptions,
  sendToKafkaSection,
  type SendToKafkaSettings,
  sendToKafkaVariables,
} from "./send_to_kafka.ts";
export type { ConnectionSettings } from "./connection_keys.ts";
export type { RecordSettings } from "./record_keys.ts";
export type { QueueSettings } from "./queue_keys.ts";
export type { SecuritySettings } from "./security_keys.ts";
export { type Advice, sendToKafkaAdvice } from "./send_to_kafka_advice.ts";
export {
  notServedSections,
  parseServerConfig,
  type ServerConfigOptions,
  serverSections,
  type ServerSettings,
  topLevelSection,
  type TopLevelSettings,
} from "./server_config.ts";

export {
  type ElapsedTimeSettings,
  type FilterSettings,
  handlerSections,
  type HandlerSettings,
  type MarkedWithSettings,
  type SendToKafkaHandlerSettings,
  type SubnetGroupSettings,
  type SubnetSettings,
} from "./handler_sections.ts";
export {
  type InterfaceListenerSettings,
  listenerSections,
  type ListenerSettings,
  type UnicastListenerSettings,
} from "./listener_sections.ts";
export {
  type AddressListSettings,
  type AftrNameSettings,
  type DomainListSettings,
  type NtpServersSettings,
  type OptionHandlerSettings,
  optionSections,
  type OptionSettings,
  type RetryLimitSettings,
} from "./option_sections.ts";
export {
  type BehaviourHandlerSettings,
  behaviourSections,
  type IgnoreRequestSettings,
  type PreferenceSettings,
  type ServerUnicastSettings,
  type StaticCsvSettings,
  type TimingLimitsSettings,
} from "./behaviour_sections.ts";
export {
  type DuidEnSettings,
  type DuidLlSettings,
  type DuidLltSettings,
  duidTime,
  serverIdSections,
  type ServerIdSettings,
} from "./server_id_sections.ts";

export { configManual } from "./manual.ts";

export {
  ConfigError,
  type ConfigErrorDetails,
  type ConfigErrorOptions,
  ConfigErrors,
  throwCollected,
} from "./config_error.ts";
export { ValueError } from "./value_error.ts";

export { parseZConfig, type ReadFile, type ZConfigOptions } from "./zconfig.ts";
export {
  type ConfigEntry,
  type ConfigKey,
  type ConfigPosition,
  type ConfigSection,
  type ConfigTree,
  findSections,
  type IgnoredEntry,
} from "./config_tree.ts";

export { type Environment, variableOf } from "./environment.ts";
export { type ReadOptions, readSection } from "./read_section.ts";
export {
  type GroupHeading,
  type KeyGroup,
  keyGroup,
  type KeyGroupSchema,
  type KeyHeading,
  type SettingsOfGroups,
} from "./key_group.ts";
export {
  type CamelCase,
  type Check,
  type ChildSchema,
  defineGroupedSection,
  defineSection,
  type Finding,
  type Flat,
  type GroupedSectionDeclaration,
  manySections,
  optionalSection,
  type PresentKey,
  type PropertyOf,
  type Report,
  type Section,
  type SectionDeclaration,
  type SectionFor,
  type SectionGroup,
  type SectionOrigin,
  type SectionSchema,
  type SectionsOf,
  type SettingsOf,
  type ValueOf,
} from "./section_schema.ts";
export {
  atLeastOne,
  type DefaultedKeyDocs,
  type KeyDocs,
  type KeySchema,
  many,
  type ManyKeyDocs,
  type Occurrence,
  one,
  optional,
  type OptionalKeyDocs,
  propertyName,
  required,
} from "./key_schema.ts";

export type { Datatype } from "./datatype.ts";
export {
  ipAddress,
  ipv6Address,
  ipv6LinkLocalAddress,
  ipv6MulticastAddress,
  ipv6Prefix,
  ipv6UnicastAddress,
} from "./address_datatypes.ts";
export { type AddressPort, addressPort, type HostPort, hostPort, port } from "./host_port.ts";
export {
  domainName,
  filePath,
  hostName,
  hostNameOrAddress,
  interfaceName,
  interfaceNameOrAll,
} from "./name_datatypes.ts";
export { directoryPath, environmentVariable, httpUrl } from "./reference_datatypes.ts";
export { boolean, float, integer, type NumberRange } from "./number_datatypes.ts";
export {
  byteSize,
  durationMs,
  durationSeconds,
  INFINITE_LIFETIME,
  lifetime,
  type QuantityRange,
  wholeSeconds,
} from "./quantity_datatypes.ts";
export { choice, hexBytes, identifier, type LengthRange, text } from "./text_datatypes.ts";
export { topic, topicName, topicNameWarning } from "./topic_name.ts";
