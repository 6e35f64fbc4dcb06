import { assert, assertEquals } from "@std/assert";
import { Capture, readDatagrams } from "../support/capture.ts";
import { eventually } from "../support/eventually.ts";
import { kcatConsume, type KcatRecord } from "../support/kcat.ts";
import { type RunningBroker, uniqueTopic } from "../support/kafka_broker.ts";
import { NetworkLab } from "../support/network_lab.ts";
import type { NetworkNamespace } from "../support/network_namespace.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { forwardTcp } from "../support/tcp_forward.ts";
import {
  conversation,
  duidIn,
  type Exchange,
  exchanges,
  inListenersRelayForward,
  inListenersRelayReply,
  type ReceivedAt,
  transactionIn,
} from "./_on_the_wire.ts";
import { figuresIn, Responder, type ResponderEnd, unaccounted } from "./_responder.ts";

/** How to set up a {@linkcode Service}. */
export interface ServiceOptions {
  /** How many machines stand between client and server. Default: none. */
  readonly relays?: number;
  /** Where to run. Default: a lab of its own. */
  readonly lab?: NetworkLab;
  /** The section that says where to listen. Default: `<listen-interface lan0>`. */
  readonly listen?: string;
  /** Lines of `clients.csv`. Default: the client on `lan0` gets {@linkcode ADDRESS} and {@linkcode PREFIX}. */
  readonly clients?: readonly string[];
  /** How much the server wants to be chosen. Default: 255, so that clients do not wait for others. */
  readonly preference?: number;
  /** Further sections. */
  readonly more?: string;
  /** Whether the broker cannot be reached at first; then the test makes the way, by `forwardTcp`. */
  readonly withoutKafka?: boolean;
}

/** What the only client of a {@linkcode Service} gets, unless told otherwise. */
export const ADDRESS = "2001:db8:1::c11e", PREFIX = "2001:db8:c000::/56";

/** What clients are told, as `Lease` of the clients has it. */
export const INFORMATION: { readonly dnsServers: readonly string[]; readonly searchDomains: readonly string[] } = {
  dnsServers: ["2001:db8::53", "2001:db8::5353"],
  searchDomains: ["example.com", "lab.example.com"],
};

/** The name of the server in each record. */
export const SERVER_NAME = "dhcp01.example.com";

/** A responder on the server of a lab, Kafka behind it, and tcpdump on its link. */
export class Service implements AsyncDisposable {
  readonly lab: NetworkLab;
  readonly broker: RunningBroker;
  readonly topic: string;
  readonly capture: Capture;
  readonly responder: Responder;
  /** The responder's configuration. */
  readonly config: string;
  readonly #stack: AsyncDisposableStack;
  readonly #startedAt: number;

  private constructor(
    stack: AsyncDisposableStack,
    parts: Pick<Service, "lab" | "broker" | "topic" | "capture" | "responder" | "config">,
    startedAt: number,
  ) {
    this.#stack = stack;
    this.#startedAt = startedAt;
    this.lab = parts.lab;
    this.broker = parts.broker;
    this.topic = parts.topic;
    this.capture = parts.capture;
    this.responder = parts.responder;
    this.config = parts.config;
  }

  static async start(options: ServiceOptions = {}): Promise<Service> {
    const { relays = 0, clients = [`interface-id-str:lan0,${ADDRESS},${PREFIX}`], withoutKafka = false } = options;
    await using stack = new AsyncDisposableStack();
    const startedAt = Date.now() / 1000;
    const lab = options.lab ?? stack.use(await NetworkLab.create({ relays }));
    const broker = await sharedBroker();
    const topic = await broker.createTopic(uniqueTopic("end-to-end"));
    if (!withoutKafka) stack.use(await forwardTcp(lab.server, broker));
    const capture = stack.use(await Capture.start(lab.server, "lan0"));
    const config = responderConfig(broker, topic, options);
    const responder = stack.use(await Responder.start(lab.server, { config, clients }));
    return new Service(stack.move(), { lab, broker, topic, capture, responder, config }, startedAt);
  }

  /** Where the listener on `lan0` says that packets come in. */
  get lan0(): ReceivedAt {
    return { interfaceName: "lan0", linkAddress: this.lab.serverAddress };
  }

  /** Stops the responder, returns what was on `lan0`, and asserts that just that was published. */
  async assertPublishedWhatWasOnTheWire(receivedAt: ReceivedAt = this.lan0): Promise<Exchange[]> {
    const end = await this.responder.stop();
    const seen = exchanges(await this.capture.datagrams(), await addressesOf(this.lab.server, "lan0"));
    assertCleanEnd(end, seen.length);
    await this.assertPublished(seen.map((exchange) => ({ ...exchange, receivedAt })));
    return seen;
  }

  /** Waits until something was said on `lan0`, as in `5→7`: see {@linkcode conversation}. */
  async waitUntilSaid(what: string, timeoutMs = 10_000): Promise<void> {
    const serverAddresses = await addressesOf(this.lab.server, "lan0");
    const hasBeenSaid = async () =>
      conversation(exchanges(await readDatagrams(this.capture.file), serverAddresses)).includes(what);
    await eventually(`${what} on the wire`, hasBeenSaid, { timeoutMs, everyMs: 100 });
  }

  /**
   * Asserts that the topic holds a record for each packet of a client and nothing else, in order, with the very bytes that came and went,
   * the time when they did, and the client's DUID as its key.
   */
  async assertPublished(expected: readonly (Exchange & { receivedAt: ReceivedAt })[]): Promise<void> {
    const records = await kcatConsume(this.broker.bootstrap, this.topic, { count: expected.length });
    assertEquals(await this.broker.endOffsets(this.topic), [BigInt(expected.length)]);
    const inOrder = expected.toSorted((a, b) => a.request.time - b.request.time);
    for (const [i, exchange] of inOrder.entries()) this.#assertRecordOf(exchange, records[i], exchange.receivedAt);
  }

  #assertRecordOf(exchange: Exchange, record: KcatRecord, receivedAt: ReceivedAt): void {
    const { request, answer } = exchange, transaction = transactionIn(record);
    assertEquals(transaction.serverName, SERVER_NAME);
    assertEquals(transaction.messageIn.toHex(), inListenersRelayForward(exchange, receivedAt).toHex());
    assertEquals(transaction.messageOut.toHex(), inListenersRelayReply(exchange, receivedAt).toHex());
    assertEquals(record.key?.toHex(), duidIn(request.payload)?.toHex());
    const { timestampIn, timestampOut } = transaction;
    assertInOrder([this.#startedAt, request.time, timestampIn, timestampOut, answer?.time ?? Date.now() / 1000]);
    assertEquals(record.timestamp, Math.round(timestampIn * 1000));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

/** The addresses of an interface. */
export async function addressesOf(machine: NetworkNamespace, device: string): Promise<string[]> {
  return (await machine.addresses(device)).map(({ address }) => address);
}

/** Asserts that a responder ended as it should after so many packets, with all of them in Kafka. */
export function assertCleanEnd(end: ResponderEnd, packets: number): void {
  assertEquals([end.code, end.signal], [0, null], end.output);
  const { server, kafka } = figuresIn(end);
  assertEquals([server.received, server.malformed, server.failed], [packets, 0, 0], end.output);
  assertEquals([kafka.offered, kafka.delivered, unaccounted(kafka)], [packets, packets, 0], end.output);
}

/** tcpdump has the kernel's clock, the responder reads it in its own process: they may differ by so much. */
const CLOCK_TOLERANCE = 0.01;

function assertInOrder(times: readonly number[]): void {
  const ordered = times.every((time, i) => i === 0 || times[i - 1] <= time + CLOCK_TOLERANCE);
  assert(ordered, `not in order: ${times.map((time) => time.toFixed(6)).join(", ")}`);
}

function responderConfig({ bootstrap }: RunningBroker, topic: string, options: ServiceOptions): string {
  const { listen = "<listen-interface lan0>\n</listen-interface>", preference = 255, more = "" } = options;
  return `
${listen}
<preference>
    level ${preference}
</preference>

<static-csv clients.csv>
    address-preferred-lifetime 1h
    address-valid-lifetime 2h
    prefix-preferred-lifetime 1h
    prefix-valid-lifetime 2h
</static-csv>
<recursive-name-servers>
    address 2001:db8::53
    address 2001:db8::5353
</recursive-name-servers>
<domain-search-list>
    domain-name example.com
    domain-name lab.example.com
</domain-search-list>
${more}
<send-to-kafka>
    broker ${bootstrap}
    topic ${topic}
    server-name ${SERVER_NAME}
</send-to-kafka>
`;
}
