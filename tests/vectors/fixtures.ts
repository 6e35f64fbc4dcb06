import { fromHex } from "../../src/dhcpv6/mod.ts";
import { sharedFolder } from "../support/paths.ts";

/** The documented packets and Kafka messages; a test that reads one declares the need `shared-fixtures`. */
export type FixtureName =
  | "relayed-solicit"
  | "relayed-advertise"
  | "kafka-both"
  | "kafka-no-inbound"
  | "kafka-no-outbound"
  | "kafka-unknown";

export const kafkaFixtures = ["kafka-both", "kafka-no-inbound", "kafka-no-outbound", "kafka-unknown"] as const;

/** The bytes of one of them. */
export function fixture(name: FixtureName): Uint8Array<ArrayBuffer> {
  return fromHex(Deno.readTextFileSync(`${sharedFolder}fixtures/${name}.hex`));
}
