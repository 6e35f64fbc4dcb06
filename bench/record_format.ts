/**
 * What it costs to make a record of a transaction: the value alone, with CloudEvents headers, and with pseudonyms of clients that
 * are known or new. Prints microseconds and what they are of the first line.
 *
 *     deno run --allow-read bench/record_format.ts
 */
import { DHCPKafkaMessage } from "@dhcpkit/kafka";
import { Message } from "@dhcpkit/kafka/dhcpv6";
import { createPseudonyms } from "@dhcpkit/kafka/privacy";
import { cloudEventHeaders } from "@dhcpkit/kafka/publisher/cloud-events";
import { RecordFormat, type RecordFormatInit } from "../src/publisher/record_format.ts";
import { fixture } from "../tests/vectors/fixtures.ts";

const ROUNDS = 7, TIMES = 5_000;
/** Where the client's MAC address stands in both packets. */
const MAC = [0x34, 0x31, 0xc4, 0x3c, 0xb2, 0xf1];
const pseudonyms = createPseudonyms({ key: crypto.getRandomValues(new Uint8Array(32)), keyId: "bench" });

const known = transaction(0), fresh = Array.from({ length: ROUNDS * TIMES }, (_, i) => transaction(i + 1));
let next = 0;
const cases: [name: string, init: RecordFormatInit, message: () => DHCPKafkaMessage][] = [
  ["value and key", {}, () => known],
  ["with CloudEvents headers", { headers: cloudEventHeaders() }, () => known],
  ["with pseudonyms, client known", { pseudonyms }, () => known],
  ["with pseudonyms, client new", { pseudonyms }, () => fresh[next++]],
];

let first = 0;
for (const [name, init, message] of cases) {
  const format = new RecordFormat(init), rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (let i = 0; i < TIMES; i++) format.record(message());
    rounds.push((performance.now() - start) * 1000 / TIMES);
  }
  const median = rounds.toSorted((a, b) => a - b)[ROUNDS >> 1];
  first ||= median;
  console.log(`${name.padEnd(32)}${median.toFixed(2).padStart(8)} µs  ×${(median / first).toFixed(1)}`);
}

/** The documented pair of packets with another client. */
function transaction(client: number): DHCPKafkaMessage {
  const [messageIn, messageOut] = (["relayed-solicit", "relayed-advertise"] as const).map((name) => {
    const bytes = fixture(name);
    for (let at = 0; at + 6 <= bytes.length; at++) {
      if (MAC.every((byte, i) => bytes[at + i] === byte)) bytes.set([client >> 16, client >> 8, client], at + 3);
    }
    return Message.parse(bytes);
  });
  return new DHCPKafkaMessage({
    serverName: "dhcp01.example.com",
    timestampIn: 1,
    messageIn,
    timestampOut: 2,
    messageOut,
  });
}
