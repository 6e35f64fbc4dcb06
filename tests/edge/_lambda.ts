import { base64, type TransactionWish } from "./_transactions.ts";

/** A record as in the event of an MSK trigger (AWS Lambda developer guide, with-msk). */
export function lambdaRecord(
  offset: number,
  wish: TransactionWish = {},
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    ...{ topic: "dhcpkit.messages", partition: 0, offset, timestamp: 1545084650987, timestampType: "CREATE_TIME" },
    key: "AAMAATQxxDyy8Q==",
    value: base64(wish),
    headers: [{ headerKey: [104, 101, 97, 100, 101, 114, 86, 97, 108, 117, 101] }],
    ...more,
  };
}

/** The event around records, by the names of their lists. */
export function lambdaEvent(
  records: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    eventSource: "aws:kafka",
    eventSourceArn:
      "arn:aws:kafka:us-east-1:123456789012:cluster/vpc-2priv-2pub/751d2973-a626-431c-9d4e-d7975eb44dd7-2",
    bootstrapServers: "b-2.demo-cluster-1.a1bcde.c1.kafka.us-east-1.amazonaws.com:9092",
    records,
    ...more,
  };
}
