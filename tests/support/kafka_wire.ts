/**
 * The few Kafka requests that the tests' own housekeeping needs (make a topic, ask how long it is), spoken directly: no JVM to
 * start, no client library whose timers would outlive a test, and independent of what is being tested.
 * Formats: Kafka protocol guide, the last version of each request before "flexible" ones.
 */

/** Where a broker listens. */
export interface BrokerAddress {
  readonly hostname: string;
  readonly port: number;
}

export interface TopicOptions {
  /** 1 unless told. */
  partitions?: number;
  /** Topic settings, for example `{ "max.message.bytes": "1000" }`. */
  config?: Record<string, string>;
}

/** What a broker says about its cluster and one topic. */
export interface Metadata {
  readonly clusterId: string;
  readonly brokers: number;
  /** Of the topic, or of all topics; empty when the topic does not exist. */
  readonly partitions: { readonly partition: number; readonly hasLeader: boolean }[];
}

/** An error code that a broker answered with, or 0 where the answer itself is wrong. */
export class KafkaWireError extends Error {
  override readonly name = "KafkaWireError";
  readonly code: number;

  constructor(message: string, code = 0) {
    super(message);
    this.code = code;
  }
}

/** Metadata, version 4, of one topic or of all. Never creates the topic. */
export async function fetchMetadata(address: BrokerAddress, topic?: string): Promise<Metadata> {
  const answer = await request(address, 3, 4, (body) => {
    if (topic === undefined) body.int32(-1);
    else body.int32(1).string(topic);
    body.int8(0); // allow_auto_topic_creation
  });
  answer.int32(); // throttle_time_ms
  const brokers = answer.array(() => [answer.int32(), answer.string(), answer.int32(), answer.string()]);
  const clusterId = answer.string();
  answer.int32(); // controller_id
  const topics = answer.array(() => {
    answer.int16(); // error_code
    answer.string();
    answer.int8(); // is_internal
    return answer.array(() => {
      const error = answer.int16();
      const partition = answer.int32();
      const leader = answer.int32();
      answer.array(() => answer.int32()); // replica_nodes
      answer.array(() => answer.int32()); // isr_nodes
      return { partition, hasLeader: error === 0 && leader >= 0 };
    });
  });
  const partitions = topics.flat().sort((a, b) => a.partition - b.partition);
  return { clusterId, brokers: brokers.length, partitions };
}

/** CreateTopics, version 4. */
export async function createTopic(address: BrokerAddress, name: string, options: TopicOptions = {}): Promise<void> {
  const config = Object.entries(options.config ?? {});
  const answer = await request(address, 19, 4, (body) => {
    body.int32(1).string(name).int32(options.partitions ?? 1).int16(1).int32(0).int32(config.length);
    for (const [key, value] of config) body.string(key).string(value);
    body.int32(10_000).int8(0); // timeout_ms, validate_only
  });
  answer.int32(); // throttle_time_ms
  answer.array(() => {
    answer.string();
    const code = answer.int16();
    const message = answer.string();
    if (code !== 0) throw new KafkaWireError(`topic ${name}: error ${code}${message ? `: ${message}` : ""}`, code);
  });
}

/** ListOffsets, version 4: per partition the offset that the next record will get. */
export async function fetchEndOffsets(address: BrokerAddress, topic: string, partitions: number[]): Promise<bigint[]> {
  const answer = await request(address, 2, 4, (body) => {
    body.int32(-1).int8(0).int32(1).string(topic).int32(partitions.length); // replica_id, isolation_level
    for (const partition of partitions) body.int32(partition).int32(-1).int64(-1n); // current_leader_epoch, timestamp
  });
  answer.int32(); // throttle_time_ms
  const ends = new Map<number, bigint>();
  answer.array(() => {
    answer.string();
    answer.array(() => {
      const partition = answer.int32();
      const code = answer.int16();
      answer.int64(); // timestamp
      ends.set(partition, answer.int64());
      answer.int32(); // leader_epoch
      if (code !== 0) throw new KafkaWireError(`${topic} partition ${partition}: error ${code}`, code);
    });
  });
  return partitions.map((partition) => ends.get(partition)!);
}

async function request(
  address: BrokerAddress,
  api: number,
  version: number,
  write: (body: Writer) => void,
  timeoutMs = 15_000,
): Promise<Reader> {
  const body = new Writer().int16(api).int16(version).int32(1).string("dhcpkit-tests"); // correlation_id, client_id
  write(body);
  using connection = await Deno.connect(address);
  const timer = setTimeout(() => connection.close(), timeoutMs);
  try {
    await writeAll(connection, new Writer().int32(body.length).raw(body.bytes()).bytes());
    const size = new Reader(await readExactly(connection, 4)).int32();
    const answer = new Reader(await readExactly(connection, size));
    answer.int32(); // correlation_id
    return answer;
  } finally {
    clearTimeout(timer);
  }
}

async function writeAll(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
}

async function readExactly(connection: Deno.Conn, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length;) {
    const count = await connection.read(bytes.subarray(at));
    if (count === null) throw new KafkaWireError(`the broker hung up after ${at} of ${length} bytes`);
    at += count;
  }
  return bytes;
}

class Writer {
  #bytes: number[] = [];

  get length(): number {
    return this.#bytes.length;
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  raw(bytes: Uint8Array): this {
    this.#bytes.push(...bytes);
    return this;
  }

  int8(value: number): this {
    this.#bytes.push(value & 0xff);
    return this;
  }

  int16(value: number): this {
    return this.int8(value >> 8).int8(value);
  }

  int32(value: number): this {
    return this.int16(value >> 16).int16(value);
  }

  int64(value: bigint): this {
    return this.int32(Number(BigInt.asIntN(32, value >> 32n))).int32(Number(BigInt.asIntN(32, value)));
  }

  string(value: string): this {
    const bytes = new TextEncoder().encode(value);
    return this.int16(bytes.length).raw(bytes);
  }
}

class Reader {
  #bytes: Uint8Array;
  #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  int8(): number {
    return this.#view.getInt8(this.#take(1));
  }

  int16(): number {
    return this.#view.getInt16(this.#take(2));
  }

  int32(): number {
    return this.#view.getInt32(this.#take(4));
  }

  int64(): bigint {
    return this.#view.getBigInt64(this.#take(8));
  }

  /** A nullable string; null reads as empty. */
  string(): string {
    const length = Math.max(0, this.int16());
    const start = this.#take(length);
    return new TextDecoder().decode(this.#bytes.subarray(start, start + length));
  }

  array<T>(item: () => T): T[] {
    return Array.from({ length: Math.max(0, this.int32()) }, item);
  }

  #take(length: number): number {
    const start = this.#at;
    this.#at += length;
    return start;
  }
}
