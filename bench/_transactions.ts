import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import { Message, MessageType } from "@dhcpkit/kafka/dhcpv6";
import { type Microseconds, type NewTransaction, readTransaction } from "@dhcpkit/kafka/store";

/** How the mix is made. */
export interface MixInit {
  /** When it begins. Default: the first day of 2026. */
  readonly start?: Microseconds;
  /** How many clients there are. Default: 50,000. */
  readonly clients?: number;
  /** Makes the mix another one. Default: 1. */
  readonly seed?: number;
  /** How many partitions the records are spread over, by client. Default: 4. */
  readonly partitions?: number;
  /** Number of the first client: mixes without common numbers are of different clients. Default: 0. */
  readonly first?: number;
  /** Seconds between two transactions of a client. Default: 1800, which is T1. */
  readonly everySeconds?: number;
}

/** A record of the mix. */
export interface MixRecord {
  readonly partition: number;
  readonly offset: bigint;
  readonly value: Uint8Array;
  readonly recordedAt: Microseconds;
}

/** What a client does in turn, with what it gets: eight of ten keep what was granted. */
const LIFE: readonly (readonly [request: number, response: number])[] = [
  [MessageType.Solicit, MessageType.Advertise],
  [MessageType.Request, MessageType.Reply],
  ...Array.from({ length: 7 }, () => [MessageType.Renew, MessageType.Reply] as const),
  [MessageType.Release, MessageType.Reply],
];
const SERVERS = ["dhcp01.example.com", "dhcp02.example.com", "dhcp03.example.com"],
  SERVER_DUID = [0, 2, 0, 0, 0, 9, 1, 2];
/** Half an hour between two transactions of a client, T1; leases are granted for four hours. */
const T1 = 1800, LIFETIME = 14_400;
const START: Microseconds = Date.UTC(2026, 0, 1) * 1000;
export const TOPIC = "dhcpkit.messages";

/**
 * Transactions of clients behind relay agents, with an address and a prefix each, in the order of time. Each is there once in half an
 * hour, nearly in the same order as before, and takes a new address and prefix after ten transactions. The same seed makes the same.
 */
export class TransactionMix {
  readonly #start: Microseconds;
  readonly #clients: number;
  readonly #partitions: number;
  readonly #first: number;
  readonly #everySeconds: number;
  readonly #offsets: bigint[];
  readonly #steps: Uint32Array;
  #random: number;
  #count = 0;

  constructor(
    { clients = 50_000, seed = 1, partitions = 4, start = START, first = 0, everySeconds = T1 }: MixInit = {},
  ) {
    this.#start = start;
    this.#clients = clients;
    this.#first = first;
    this.#everySeconds = everySeconds;
    this.#partitions = partitions;
    this.#offsets = Array(partitions).fill(0n);
    this.#steps = Uint32Array.from({ length: clients }, (_, client) => client % LIFE.length);
    this.#random = seed;
  }

  /** The next record. */
  next(): MixRecord {
    const number = (this.#count + this.#below(this.#clients / 25)) % this.#clients, step = this.#steps[number]++;
    const client = this.#first + number;
    const [request, response] = LIFE[step % LIFE.length], life = Math.floor(step / LIFE.length);
    const recordedAt = this.#start + Math.round(this.#count++ * this.#everySeconds * 1e6 / this.#clients);
    const transactionId = this.#below(0x1000000), partition = client % this.#partitions;
    const leases = { client, life, isReleased: request === MessageType.Release };
    const message = new DHCPKafkaMessage({
      serverName: SERVERS[client % SERVERS.length],
      timestampIn: recordedAt / 1e6,
      timestampOut: recordedAt / 1e6 + 0.0015,
      messageIn: Message.parse(relayed(12, client, inner(request, transactionId, leases, true))),
      messageOut: Message.parse(relayed(13, client, inner(response, transactionId, leases, false))),
    });
    return { partition, offset: this.#offsets[partition]++, value: message.save(), recordedAt };
  }

  /** The next record, read. */
  nextTransaction(): NewTransaction {
    const { value, partition, offset, recordedAt } = this.next();
    return readTransaction(value, { topic: TOPIC, partition, offset }, recordedAt);
  }

  #below(limit: number): number {
    this.#random = (Math.imul(this.#random, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor(this.#random / 0x80000000 * limit);
  }
}

interface Leases {
  readonly client: number;
  readonly life: number;
  readonly isReleased: boolean;
}

const u16 = (value: number) => [value >> 8 & 0xff, value & 0xff];
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value)];
const option = (code: number, ...body: number[]) => [...u16(code), ...u16(body.length), ...body];
const text = (value: string) => [...new TextEncoder().encode(value)];

function mac(client: number): number[] {
  return [0x02, 0x00, ...u32(client)];
}

function inner(type: number, transactionId: number, leases: Leases, isRequest: boolean): number[] {
  const names = isRequest ? [option(8, 0, 0), option(6, 0, 23, 0, 24), fqdn(leases.client)].flat() : [];
  const server = type === MessageType.Solicit ? [] : option(2, ...SERVER_DUID);
  const ias = type === MessageType.Solicit
    ? [...option(3, ...ia(leases)), ...option(25, ...ia(leases))]
    : leases.isReleased && !isRequest
    ? []
    : both(leases);
  return [
    type,
    ...u32(transactionId).slice(1),
    ...option(1, 0, 3, 0, 1, ...mac(leases.client)),
    ...server,
    ...ias,
    ...names,
  ];
}

function fqdn(client: number): number[] {
  const label = text(`cpe-${client.toString(36)}`);
  return option(39, 0, label.length, ...label, 7, ...text("example"), 3, ...text("com"), 0);
}

function ia({ client }: Leases): number[] {
  return [...u32(client), ...u32(T1), ...u32(T1 * 1.6)];
}

/** The address and the prefix of a client's life: its number, then that of the client. */
function both(leases: Leases): number[] {
  const number = u32(leases.client), valid = u32(LIFETIME), life = u16(leases.life);
  const address = [0x20, 0x01, 0x0d, 0xb8, 0, 1, ...life, 0, 0, 0, 0, ...number];
  const prefix = [0x20, 0x01, 0x0d, 0xb9, ...life.slice(1), ...number.slice(1), 0, 0, 0, 0, 0, 0, 0, 0];
  return [
    ...option(3, ...ia(leases), ...option(5, ...address, ...valid, ...valid)),
    ...option(25, ...ia(leases), ...option(26, ...valid, ...valid, 56, ...prefix)),
  ];
}

function relayed(type: number, client: number, message: number[]): Uint8Array {
  const link = [0x20, 0x01, 0x0d, 0xb8, 0, 2, ...u16(client >> 6), 0, 0, 0, 0, 0, 0, 0, 1],
    [first, ...rest] = mac(client);
  const peer = [0xfe, 0x80, 0, 0, 0, 0, 0, 0, first ^ 2, ...rest.slice(0, 2), 0xff, 0xfe, ...rest.slice(2)];
  const port = option(18, ...text(`Gi0/${client % 48}`)),
    remote = option(37, 0, 0, 0, 9, ...text(`olt-${client >> 6}`));
  return new Uint8Array([type, 0, ...link, ...peer, ...port, ...remote, ...option(9, ...message)]);
}
