// 5. What a transaction is about, where every kilobyte counts: edge functions, browsers.
//
//    deno run examples/05_edge.ts [HEX]
//
// HEX is the value of a Kafka record in hexadecimal digits. Needs no permissions at all; `facts` uses nothing of Deno's and is
// bundled into less than 15 KB by `deno bundle --minify`.
import { summarizeTransaction } from "@dhcpkit/kafka/messages";

/** The five options that tell most of a transaction, out of the value of a Kafka record. Throws RangeError for any other. */
export function facts(value: Uint8Array): Record<string, unknown> {
  const { serverName, timestampIn, messageIn: request, messageOut: answer } = summarizeTransaction(value);
  return {
    server: serverName,
    time: new Date(timestampIn * 1000).toISOString(),
    client: request?.clientId?.toHex(),
    port: request?.interfaceId?.toHex(),
    line: request?.remoteId?.toHex(),
    leases: answer?.leases.map(({ address, prefixLength }) =>
      prefixLength === undefined ? `${address}` : `${address}/${prefixLength}`
    ),
    statuses: answer?.statuses.map(({ code }) => code),
  };
}

/** A Request for an address through a relay agent, and the Reply that gives it. */
const SAMPLE = "01 01 61 40c81ca000000000" +
  "004b 0c00 20010db8000000000000000000000001 fe800000000000003631c4fffe3cb2f1 0012 0005 4661322f33" +
  "0009 001c 03f350d6 0001 000a 000300013431c43cb2f1 0008 0002 0000 0014 0000" +
  "40c81ca040000000 " +
  "003e 07f350d6 0001 000a 000300013431c43cb2f1 0003 0028 00000001 0000012c 000001e0" +
  "0005 0018 20010db8000000000000000000000042 00000177 00000258";

if (import.meta.main) {
  try {
    console.log(facts(Uint8Array.fromHex((Deno.args.join("") || SAMPLE).replaceAll(/\s/g, ""))));
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
    console.error(`cannot be read: ${error.message}`);
    Deno.exit(1);
  }
}
