/**
 * Receiving records where a platform pushes them: AWS Lambda, Azure Functions, Knative and other senders of CloudEvents, HTTP bridges,
 * sinks of Kafka Connect. Uses nothing but the Web's APIs.
 *
 * @example
 * ```ts
 * import { decodeKafkaEvent } from "@dhcpkit/kafka/edge";
 * import { assertEquals } from "@std/assert";
 *
 * const value = "AQZkaGNwMDFAJAAAAAAAAAAAAAAAAAAAAAAAAA==";
 * const records = decodeKafkaEvent([{ topic: "dhcpkit.messages", partition: 0, offset: 7, value }]);
 * assertEquals(records.map(({ summary, problem }) => [summary?.serverName, problem]), [["dhcp01", undefined]]);
 * ```
 *
 * @module
 */
export { decodeKafkaEvent, type KafkaEventOptions } from "./kafka_event.ts";
export { decodeLambdaEvent, type LambdaItemIdentifier } from "./lambda_event.ts";
export { decodeAzureEvent } from "./azure_event.ts";
export { decodeCloudEvents } from "./cloud_events.ts";
export { decodeBridgeRecords } from "./bridge_records.ts";
export { decodeConnectBody } from "./connect_body.ts";
export { decodeHttpEvent } from "./http_event.ts";
export type { EventOptions } from "./event_options.ts";
export type { HttpEvent } from "./http_body.ts";
export type { ValueJsonOptions } from "./value_json.ts";
export {
  type EdgeHeader,
  EdgeRecord,
  type EdgeRecordInit,
  type RecordProblem,
  type TimestampType,
} from "./edge_record.ts";
export type { SchemaId } from "./schema_framing.ts";
export { EdgeEventError } from "./edge_event_error.ts";
export { createPushHandler, type PushHandlerOptions, type PushLimits } from "./push_handler.ts";
export { createLambdaHandler, type LambdaBatchResponse, type LambdaHandlerOptions } from "./lambda_handler.ts";
export { type AzureContext, createAzureHandler } from "./azure_handler.ts";
export { EdgeDeliveryError } from "./edge_delivery_error.ts";
export type { Authenticator, Credentials, Secrets } from "./authentication.ts";
export { bearerToken } from "./bearer_token.ts";
export { basicLogin } from "./basic_login.ts";
export { signedBody, type SignedBodyOptions } from "./signed_body.ts";
export type {
  CallbackReceiver,
  OnPoison,
  OnTransaction,
  Receiver,
  ReceiverLimits,
  ReceiverOptions,
  RecordContext,
  StoreReceiver,
} from "./receiver.ts";
