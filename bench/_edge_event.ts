import { toBase64 } from "../src/wire/base64.ts";
import { TransactionMix } from "./_transactions.ts";

/** 6 MB, the most that a payload may have (AWS Lambda developer guide, quotas). */
const PAYLOAD = 6 * 1024 * 1024;

/** The JSON of the largest event that AWS Lambda sends: records of four partitions, with keys and two headers each. */
export function largestLambdaEvent(): string {
  const mix = new TransactionMix(), lists: unknown[][] = [[], [], [], []];
  const header = (name: string, text: string) => ({ [name]: [...new TextEncoder().encode(text)] });
  const headers = [header("ce_specversion", "1.0"), header("ce_type", "org.dhcpkit.dhcpv6.transaction.v1")];
  const rest = { timestamp: 1764504000123, timestampType: "CREATE_TIME", key: "AAMAATQxxDyy8Q==", headers };
  for (let bytes = 500, records = 0;; records++) {
    const partition = records % 4, offset = 1_000_000 + records, value = toBase64(mix.next().value);
    const item = { topic: "dhcpkit.messages", partition, offset, value, ...rest };
    bytes += JSON.stringify(item).length + 1;
    if (bytes > PAYLOAD) break;
    lists[partition].push(item);
  }
  const records = Object.fromEntries(lists.map((list, partition) => [`dhcpkit.messages-${partition}`, list]));
  return JSON.stringify({ eventSource: "aws:kafka", records });
}
