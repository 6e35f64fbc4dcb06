import { decodeAzureEvent } from "./azure_event.ts";
import { EdgeDeliveryError } from "./edge_delivery_error.ts";
import { EdgeEventError } from "./edge_event_error.ts";
import { Intake } from "./intake.ts";
import { hasToComeAgain, type Receiver } from "./receiver.ts";

/** What is needed of the context of a function of Azure. */
export interface AzureContext {
  /** What the trigger tells beside the messages. */
  readonly triggerMetadata?: unknown;
}

/**
 * Makes a handler for the Kafka trigger of Azure Functions. It throws {@linkcode EdgeDeliveryError} when records have to come again, and
 * the whole batch does, of which those that are remembered are left out. That it comes again takes a retry policy: without one, the
 * extension goes on to the next batch, whatever a function throws.
 *
 * Throws {@linkcode EdgeEventError} for an event that is none.
 *
 * Sources: "Azure Functions error handling and retries", Kafka in the table of retries; MultipleItemFunctionExecutor.cs of
 * Azure/azure-functions-kafka-extension.
 *
 * @example
 * ```ts
 * import { createAzureHandler, EdgeDeliveryError } from "@dhcpkit/kafka/edge";
 * import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
 * import { assertRejects } from "@std/assert";
 *
 * const handler = createAzureHandler({
 *   onTransaction: () => Promise.reject(new Error("the database is away")),
 *   onPoison: () => {},
 * });
 * const messages = [new DHCPKafkaMessage({ serverName: "dhcp01" }).save()];
 * await assertRejects(() => handler(messages, { triggerMetadata: { partitionArray: [0] } }), EdgeDeliveryError);
 * ```
 */
export function createAzureHandler(options: Receiver): (messages: unknown, context?: AzureContext) => Promise<void> {
  const intake = new Intake(options);
  return async (messages, context) => {
    const records = decodeAzureEvent(messages, context?.triggerMetadata, options);
    if (records.length > intake.limits.records) {
      throw new EdgeEventError("messages", `more than ${intake.limits.records}`);
    }
    const failed = (await intake.take(records)).filter(hasToComeAgain);
    if (failed.length > 0) throw new EdgeDeliveryError(failed.length, records.length);
  };
}
