/**
 * One request of the Kafka protocol to one broker, and what it is made of. Formats: Kafka protocol guide.
 */

/** Where a broker listens. */
export interface BrokerAddress {
  readonly hostname: string;
  readonly port: number;
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

/** What one request is, beside its body. */
export interface RequestOptions {
  /** Its API key in the protocol. */
  readonly api: number;
  readonly version: number;
  /** Whether this version has compact types and tagged fields (KIP-482). */
  readonly isFlexible?: boolean;
  readonly timeoutMs?: number;
}

/** Sends a request and returns the answer, read up to its body. */
export async function request(
  address: BrokerAddress,
  { api, version, isFlexible = false, timeoutMs = 15_000 }: RequestOptions,
  write: (body: Writer) => void,
): Promise<Reader> {
  const body = new Writer().int16(api).int16(version).int32(1).string("dhcpkit-tests"); // correlation_id, client_id
  if (isFlexible) body.noTags();
  write(body);
  using connection = await Deno.connect(address);
  const timer = setTimeout(() => connection.close(), timeoutMs);
  try {
    await writeAll(connection, new Writer().int32(body.length).raw(body.bytes()).bytes());
    const size = new Reader(await readExactly(connection, 4)).int32();
    const answer = new Reader(await readExactly(connection, size));
    answer.int32(); // correlation_id
    if (isFlexible) answer.noTags();
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

/** Writes the types of the protocol. */
export class Writer {
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

  array<T>(items: readonly T[], write: (item: T) => void): this {
    this.int32(items.length);
    items.forEach(write);
    return this;
  }

  /** The length of a compact array or string of less than 127 items, which a string's bytes or the items follow. */
  compactLength(length: number): this {
    return this.int8(length + 1);
  }

  compactString(value: string): this {
    const bytes = new TextEncoder().encode(value);
    return this.compactLength(bytes.length).raw(bytes);
  }

  /** The end of a structure in a flexible version: no tagged fields. */
  noTags(): this {
    return this.int8(0);
  }
}

/** Reads the types of the protocol. */
export class Reader {
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

  /** The length of a compact array or string of less than 127 items; -1 for null. */
  compactLength(): number {
    return this.int8() - 1;
  }

  /** A nullable compact string of less than 127 bytes; null reads as empty. */
  compactString(): string {
    const length = Math.max(0, this.compactLength()), start = this.#take(length);
    return new TextDecoder().decode(this.#bytes.subarray(start, start + length));
  }

  array<T>(item: () => T): T[] {
    return Array.from({ length: Math.max(0, this.int32()) }, item);
  }

  /** Reads the end of a structure in a flexible version that has no tagged fields. */
  noTags(): void {
    if (this.int8() !== 0) throw new KafkaWireError("tagged fields are not read here");
  }

  #take(length: number): number {
    const start = this.#at;
    this.#at += length;
    return start;
  }
}
