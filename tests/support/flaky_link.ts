/**
 * A TCP link to a broker that can lose an answer: the request went through, the connection breaks before its answer is back, and
 * nobody at this end knows what became of it.
 */
export class FlakyLink implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #open = new Set<Deno.Conn>();
  readonly #accepting: Promise<void>;
  #target: number | undefined;
  #losesAnswer = false;

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
        const writer = to.writable.getWriter();
        await writer.write(chunk);
        writer.releaseLock();
      }
    } finally {
      close(to);
      close(from);
    }
  }
}

function close(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
