/** A TCP port of this machine that leads to another one, and counts who comes. */
export interface CountingForward extends AsyncDisposable {
  readonly address: string;
  /** Connections so far. */
  readonly connections: number;
}

/** Starts to forward to a port. */
export function countingForward(target: { hostname: string; port: number }): CountingForward {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 }), passing: Promise<unknown>[] = [];
  let connections = 0;
  const accepting = (async () => {
    for await (const near of listener) {
      connections++;
      const far = await Deno.connect(target);
      passing.push(
        near.readable.pipeTo(far.writable).catch(() => {}),
        far.readable.pipeTo(near.writable).catch(() => {}),
      );
    }
  })();
  return {
    address: `127.0.0.1:${listener.addr.port}`,
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
      await Promise.all(passing);
    },
  };
}
