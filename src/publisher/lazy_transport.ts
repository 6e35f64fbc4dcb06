import type { Transport } from "./transport.ts";

/** A transport that is loaded when it is first connected. */
export function lazyTransport(name: string, load: () => Promise<Transport>): Transport {
  let loaded: Transport | undefined;
  return {
    name,
    async connect() {
      loaded ??= await load();
      await loaded.connect();
    },
    send: (records) => loaded ? loaded.send(records) : Promise.reject(new Error("not connected")),
    disconnect: () => loaded ? loaded.disconnect() : Promise.resolve(),
  };
}
