import { IPv6Address, Message } from "@dhcpkit/kafka/dhcpv6";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import {
  Handler,
  type Pipeline,
  silentLogger,
  TransactionBundle,
  unwrapReply,
  wrapReceived,
} from "@dhcpkit/kafka/server";
import type { Clock } from "@dhcpkit/kafka/server";
import { Exchanges } from "../../src/simulation/exchanges.ts";
import { populate } from "../../src/simulation/population.ts";
import { type Provider, provider as providerOf, type ProviderInit } from "../../src/simulation/provider.ts";
import { isCutOff, serverClock, serverPipeline } from "../../src/simulation/server_pipeline.ts";
import { servers } from "../../src/simulation/servers.ts";
import { VirtualTimeline } from "./_virtual_timeline.ts";

/** A record as a topic would have it. */
export interface RehearsedRecord {
  /** Seconds from the beginning on. */
  readonly at: number;
  /** When the topic got it: microseconds since 1970-01-01 UTC. */
  readonly recordedAt: number;
  readonly value: Uint8Array;
  readonly message: DHCPKafkaMessage;
}

/** What happened in a network that lived without sockets, in a time of its own. */
export interface Rehearsal {
  readonly provider: Provider;
  readonly records: readonly RehearsedRecord[];
  readonly sent: number;
  readonly lost: number;
}

const NOON = Date.UTC(2026, 2, 1, 12) / 1000;
const LOOPBACK = IPv6Address.parse("::1");
/** Until a record is in the topic, in seconds. */
const PUBLISHED_AFTER = 0.15;

/** Lets a network live for so many seconds; it begins so many seconds after a turn of ten seconds, which detectors go by. */
export async function rehearse(
  init: ProviderInit,
  seconds: number,
  { after = 3.7 }: { after?: number } = {},
): Promise<Rehearsal> {
  const start = NOON + after, provider = providerOf(init), timeline = new VirtualTimeline(start);
  const over = new AbortController(), records: RehearsedRecord[] = [], age = () => timeline.now() - start;
  const pipelines = new Map<string, { pipeline: Pipeline; clock: Clock }>();
  for (const server of servers) {
    const clock = serverClock(server, provider, timeline);
    const publishing = new Publishing(server.hostName, clock, (message) => {
      const recordedAt = Math.round((timeline.now() + PUBLISHED_AFTER) * 1e6);
      records.push({ at: age(), recordedAt, value: message.save(), message });
    });
    const pipeline = serverPipeline(server, {
      ...{ provider, timeline, publishing, age, signal: over.signal, logger: silentLogger },
    });
    pipelines.set(server.name, { pipeline, clock });
  }
  let lost = 0;
  const underWay = new Set<Promise<void>>();
  const exchanges = new Exchanges((packet, name) => {
    if (isCutOff(name, provider, age())) return void lost++;
    const { pipeline, clock } = pipelines.get(name)!;
    const answering = answer(packet, pipeline, clock).then((bytes) => {
      underWay.delete(answering);
      if (bytes) exchanges.take(bytes, name);
    });
    underWay.add(answering);
  }, timeline);
  const living = populate(provider, { exchanges, timeline, signal: over.signal });
  await timeline.pass(seconds);
  over.abort();
  await living;
  await Promise.all(underWay);
  return { provider, records, sent: exchanges.stats.sent, lost };
}

/** What a server of the kit does with a packet. */
async function answer(packet: Uint8Array, pipeline: Pipeline, clock: Clock): Promise<Uint8Array | undefined> {
  const arrival = { interfaceName: "lo", linkAddress: IPv6Address.unspecified, peerAddress: LOOPBACK };
  const incomingMessage = wrapReceived(packet, arrival);
  const bundle = new TransactionBundle({ incomingMessage, receivedAt: clock(), receivedOverMulticast: true });
  await pipeline.handle(bundle);
  return bundle.outgoingMessage && unwrapReply(bundle.outgoingMessage).bytes;
}

/** Publishes as the handler of the kit does. */
class Publishing extends Handler {
  readonly #serverName: string;
  readonly #clock: Clock;
  readonly #publish: (message: DHCPKafkaMessage) => void;

  constructor(serverName: string, clock: Clock, publish: (message: DHCPKafkaMessage) => void) {
    super();
    this.#serverName = serverName;
    this.#clock = clock;
    this.#publish = publish;
  }

  override analysePost({ receivedAt, incomingMessage, outgoingMessage }: TransactionBundle): void {
    this.#publish(
      new DHCPKafkaMessage({
        ...{ serverName: this.#serverName, timestampIn: receivedAt, timestampOut: this.#clock() },
        messageIn: Message.parse(incomingMessage.save()),
        ...(outgoingMessage === undefined ? {} : { messageOut: outgoingMessage }),
      }),
    );
  }
}
