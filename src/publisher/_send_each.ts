import { isRejection } from "../kafka/kafka_error.ts";
import { UnfitRecordError } from "../kafka/record_time.ts";
import type { SendResult, TopicRecord } from "./transport.ts";

/**
 * Sends records together. Brokers refuse a request as a whole, and what cannot be written down keeps it from being made, so the
 * records at fault are found by sending halves, one after the other, which keeps the order. `describe` puts an error into the words of an
 * operator.
 *
 * Rejects when nothing is known of the records; resolves with one result for each, or with those up to the first failure.
 */
export async function sendEach(
  records: readonly TopicRecord[],
  sendTogether: (records: readonly TopicRecord[]) => Promise<void>,
  describe: (error: unknown) => Error,
): Promise<SendResult[]> {
  const results: SendResult[] = [];
  const send = async (part: readonly TopicRecord[]): Promise<boolean> => {
    try {
      await sendTogether(part);
    } catch (error) {
      if (!(error instanceof UnfitRecordError) && !isRejection(error)) {
        if (results.length === 0) throw describe(error);
        results.push({ status: "failed", error: describe(error) });
        return false;
      }
      if (part.length > 1) {
        const middle = part.length >> 1;
        return await send(part.slice(0, middle)) && await send(part.slice(middle));
      }
      results.push({ status: "rejected", error: describe(error) });
      return true;
    }
    for (const _ of part) results.push(DELIVERED);
    return true;
  };
  await send(records);
  return results;
}

const DELIVERED: SendResult = { status: "delivered" };
