/**
 * A TCP link to a broker that can lose an answer (the request went through, the connection breaks before its answer is back, and nobody at
 * this end knows what became of it), or answer members of groups with an error in the broker's place.
 */
export class FlakyLink implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #open = new Set<Deno.Conn>();
  readonly #accepting: Promise<void>;
  #target: number | undefined;
  #losesAnswer = false;
  #joinErrors: { code: number; left: number } = { code: 0, left: 0 };

  constructor() {
    this.#accepting = this.#accept();
  }

  /** What clients connect to, on 127.0.0.1. */
  get port(): number {
    return (this.#listener.addr as Deno.NetAddr).port;
  }

  /** The port on 127.0.0.1 that connections go on to. */
  connectTo(port: number): void {
    this.#target = port;
  }

  /** The next answer is lost, and its connection with it. */
  loseNextAnswer(): void {
    this.#losesAnswer = true;
  }

  /** The next `times` requests to join a group are answered with an error of the protocol, at once and without the broker. */
  refuseJoins(code: number, times: number): void {
    this.#joinErrors = { code, left: times };
  }

  /** How many requests are still to be refused. */
  get joinsToRefuse(): number {
    return this.#joinErrors.left;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#accepting;
    for (const conn of this.#open) close(conn);
  }

  async #accept(): Promise<void> {
    const links: Promise<void>[] = [];
    for await (const client of this.#listener) links.push(this.#link(client));
    for (const conn of this.#open) close(conn);
    await Promise.all(links);
  }

  async #link(client: Deno.Conn): Promise<void> {
    const broker = await Deno.connect({ hostname: "127.0.0.1", port: this.#target! });
    const ends = [client, broker];
    ends.forEach((conn) => this.#open.add(conn));
    await Promise.allSettled([this.#pass(client, broker, false), this.#pass(broker, client, true)]);
    ends.forEach((conn) => {
      close(conn);
      this.#open.delete(conn);
    });
  }

  async #pass(from: Deno.Conn, to: Deno.Conn, answers: boolean): Promise<void> {
    try {
      for await (const chunk of from.readable.values({ preventCancel: true })) {
        if (answers && this.#losesAnswer) {
          this.#losesAnswer = false;
          return;
        }
        if (!answers && this.#joinErrors.left > 0 && isJoinGroup(chunk)) {
          this.#joinErrors.left--;
          await write(from, joinRefused(chunk, this.#joinErrors.code));
        } else await write(to, chunk);
      }
    } finally {
      close(to);
      close(from);
    }
  }
}

const JOIN_GROUP = 11;

/** Whether bytes begin with a request to join a group: a length, then the request's key and version, and its number. */
function isJoinGroup(chunk: Uint8Array): boolean {
  return chunk.length > 12 && new DataView(chunk.buffer, chunk.byteOffset).getInt16(4) === JOIN_GROUP;
}

/** An answer of version 5: throttle time, error, generation, no protocol, no leader, no member, no members. */
function joinRefused(request: Uint8Array, code: number): Uint8Array {
  const answer = new DataView(new ArrayBuffer(4 + 4 + 4 + 2 + 4 + 2 + 2 + 2 + 4));
  answer.setInt32(0, answer.byteLength - 4);
  answer.setInt32(4, new DataView(request.buffer, request.byteOffset).getInt32(8));
  answer.setInt16(12, code);
  answer.setInt32(14, -1);
  return new Uint8Array(answer.buffer);
}

async function write(to: Deno.Conn, chunk: Uint8Array): Promise<void> {
  const writer = to.writable.getWriter();
  await writer.write(chunk);
  writer.releaseLock();
}

function close(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
