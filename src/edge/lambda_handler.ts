import { EdgeDeliveryError } from "./edge_delivery_error.ts";
import { EdgeEventError } from "./edge_event_error.ts";
import { Intake } from "./intake.ts";
import { decodeLambdaEvent, type LambdaItemIdentifier } from "./lambda_event.ts";
import { hasToComeAgain, type Receiver } from "./receiver.ts";

/** What a function answers to AWS Lambda: what of the batch has to come again. */
export interface LambdaBatchResponse {
  /** What failed; empty for nothing. */
  readonly batchItemFailures: readonly {
    /** What Lambda knows the record by. */
    readonly itemIdentifier: LambdaItemIdentifier;
  }[];
}

/** How a handler of Lambda says that records have to come again. */
export interface LambdaHandlerOptions {
  /**
   * `"throw"`: it throws, and Lambda sends the whole batch again, of which those that are remembered are left out. `"report"`: it answers
   * with those records, and they alone come again; only for a trigger in provisioned mode with `ReportBatchItemFailures`, since any other
   * takes the answer for success, and what failed is lost. Default: `"throw"`.
   */
  readonly failures?: "report" | "throw";
}

/**
 * Makes a handler for AWS Lambda's Kafka triggers. After a record that failed, all behind it of its partition are told as failed and not
 * taken, so that those of a client stay in order.
 *
 * The handler throws {@linkcode EdgeEventError} for an event that is none, and {@linkcode EdgeDeliveryError} where a record failed, unless
 * `failures` is `"report"` and Lambda can be told of it; the whole batch comes again then.
 *
 * Sources: `batchItemFailures` of Kafka as in `_collect_kafka_failures` of Powertools for AWS Lambda (Python); "Configuring error handling
 * controls for Kafka event sources" of the AWS Lambda developer guide.
 *
 * @example
 * ```ts
 * import { createLambdaHandler } from "@dhcpkit/kafka/edge";
 * import { assertEquals } from "@std/assert";
 *
 * const handler = createLambdaHandler({
 *   failures: "report",
 *   onTransaction: (record, { id }) => console.log(id, record.summary?.serverName),
 *   onPoison: ({ place, reason }) => {
 *     throw new Error(`no queue for ${place}, ${reason}`);
 *   },
 * });
 * const value = "AQZkaGNwMDFAJAAAAAAAAAAAAAAAAAAAAAAAAA==", place = { topic: "t", partition: 0 };
 * const records = { "t-0": [{ ...place, offset: 1, value }, { ...place, offset: 2, value: "AQ==" }] };
 * const answer = await handler({ eventSource: "aws:kafka", records });
 * assertEquals(answer, { batchItemFailures: [{ itemIdentifier: { partition: "t-0", offset: 2 } }] });
 * ```
 */
export function createLambdaHandler(
  options: Receiver & LambdaHandlerOptions,
): (event: unknown) => Promise<LambdaBatchResponse> {
  const intake = new Intake(options);
  return async (event) => {
    const records = decodeLambdaEvent(event, options);
    if (records.length > intake.limits.records) {
      throw new EdgeEventError("records", `more than ${intake.limits.records}`);
    }
    const failed = (await intake.take(records)).filter(hasToComeAgain);
    const identifiers = failed.flatMap(({ record: { lambdaItem } }) => lambdaItem ?? []);
    if (failed.length > 0 && (options.failures !== "report" || identifiers.length < failed.length)) {
      throw new EdgeDeliveryError(failed.length, records.length);
    }
    return { batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
