import { lazyTransport } from "./lazy_transport.ts";
import type { ClusterSettings, Transport } from "./transport.ts";

/** This folder, said in a way that keeps kafkajs out of the module graph of those who never publish. */
const HERE = ".";

/**
 * kafkajs, loaded when it is first connected.
 *
 * Programs that are compiled, bundled, or run without a network to load modules from name it themselves instead:
 * `import { kafkaJsTransport } from "@dhcpkit/kafka/publisher/kafkajs"`.
 */
export function defaultTransport(settings: ClusterSettings): Transport {
  return lazyTransport("kafkajs", async () => (await load()).kafkaJsTransport(settings));
}

async function load(): Promise<{ kafkaJsTransport(init: ClusterSettings): Transport }> {
  try {
    return await import(`./${HERE}/kafkajs_transport.ts`);
  } catch (error) {
    throw new Error(
      "kafkajs could not be loaded; import { kafkaJsTransport } from " +
        `"@dhcpkit/kafka/publisher/kafkajs" and pass it as \`transport\` (${
          error instanceof Error ? error.message : error
        })`,
      { cause: error },
    );
  }
}
