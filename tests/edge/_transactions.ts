import { fromHex, Message } from "@dhcpkit/kafka/dhcpv6";
import type { EdgeRecord } from "@dhcpkit/kafka/edge";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import { toBase64 } from "../../src/wire/base64.ts";

/** What tells one transaction of the tests from another. */
export interface TransactionWish {
  readonly server?: string;
  /** Seconds since 1970-01-01 UTC. */
  readonly at?: number;
  /** The last byte of the client's MAC address. */
  readonly client?: number;
}

/** A Request for an address through a relay agent, and the Reply that gives it. */
export function transaction(
  { server = "dhcp01", at = 1_480_000_000.25, client = 1 }: TransactionWish = {},
): DHCPKafkaMessage {
  const duid = `000a 00030001 3431c43cb2${client.toString(16).padStart(2, "0")}`;
  return new DHCPKafkaMessage({
    ...{ serverName: server, timestampIn: at, timestampOut: at + 0.001 },
    messageIn: Message.parse(fromHex(
      "0c00 20010db8000000000000000000000001 fe800000000000003631c4fffe3cb2f1 0012 0005 4661322f33" +
        `0009 001c 03f350d6 0001 ${duid} 0008 0002 0000 0014 0000`,
    )),
    messageOut: Message.parse(fromHex(
      `07f350d6 0001 ${duid} 0003 0028 00000001 0000012c 000001e0` +
        "0005 0018 20010db80000000000000000000000 42 00000177 00000258",
    )),
  });
}

/** Its bytes. */
export function value(wish?: TransactionWish): Uint8Array<ArrayBuffer> {
  return transaction(wish).save() as Uint8Array<ArrayBuffer>;
}

/** Its bytes as base64. */
export function base64(wish?: TransactionWish): string {
  return toBase64(value(wish));
}

/** UTF-8. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** The servers of records, or what is wrong with them. */
export function told(records: readonly EdgeRecord[]): (string | undefined)[] {
  return records.map(({ summary, problem }) => summary?.serverName ?? `${problem?.place}: ${problem?.reason}`);
}
