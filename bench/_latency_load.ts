/**
 * Clients for `answer_latency.ts`: `_latency_load.ts PORT capacity|RATE SECONDS`. Sends Solicits relayed twice, so many a
 * second or as fast as 64 at a time are answered, and prints a line of JSON.
 */
import { indexOfNeedle } from "@std/bytes";
import { fromHex, Message, unwrap } from "@dhcpkit/kafka/dhcpv6";
import { sharedFolder } from "../tests/support/paths.ts";

const [port, pace, seconds] = Deno.args;
const WINDOW = 64, WARM_MS = 2000;
const packet = fromHex(Deno.readTextFileSync(`${sharedFolder}bench/fixtures/3.hex`).trim());
const at = transactionIdAt(packet);
const socket = Deno.listenDatagram({ transport: "udp", hostname: "::1", port: 0 });
const server: Deno.NetAddr = { transport: "udp", hostname: "::1", port: Number(port) };

/** When each request was sent, by the two lower bytes of its transaction id. */
const sentAt = new Float64Array(65536), latencies: number[] = [];
let answerAt: number | undefined;
let sent = 0, answered = 0, outstanding = 0, recordFrom = Infinity, wake: (() => void) | undefined;

const receiving = (async () => {
  for await (const [bytes] of socket) {
    const now = performance.now();
    answerAt ??= transactionIdAt(bytes);
    const sentTime = sentAt[bytes[answerAt + 1] << 8 | bytes[answerAt + 2]];
    answered++;
    outstanding--;
    if (sentTime >= recordFrom) latencies.push(now - sentTime);
    wake?.();
  }
})();

const start = performance.now(), end = start + WARM_MS + Number(seconds) * 1000;
recordFrom = start + WARM_MS;
let measuredFrom = 0;
if (pace === "capacity") {
  for (let now = start; now < end; now = performance.now()) {
    if (measuredFrom === 0 && now >= recordFrom) measuredFrom = answered;
    if (outstanding < WINDOW) send();
    else await new Promise<void>((resolve) => wake = resolve);
    if (sent % 256 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }
} else {
  const rate = Number(pace);
  for (let now = start; now < end; now = performance.now()) {
    const due = Math.floor((now - start) / 1000 * rate);
    while (sent < due) send();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
const perSecond = (answered - measuredFrom) / Number(seconds);
await new Promise((resolve) => setTimeout(resolve, 500));
socket.close();
await receiving;
latencies.sort((a, b) => a - b);
const quantile = (q: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * q))];
console.log(JSON.stringify({ sent, answered, perSecond, p50: quantile(0.5), p99: quantile(0.99) }));

function send(): void {
  const id = sent++ & 0xffff;
  packet[at + 1] = id >> 8;
  packet[at + 2] = id & 0xff;
  sentAt[id] = performance.now();
  outstanding++;
  socket.send(packet.slice(), server).catch(() => {});
}

/** Where the transaction id of the innermost message begins. */
function transactionIdAt(bytes: Uint8Array): number {
  return indexOfNeedle(bytes, unwrap(Message.parse(bytes)).message.save()) + 1;
}
