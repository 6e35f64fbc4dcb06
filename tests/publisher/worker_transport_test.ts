import { assertRejects } from "@std/assert";
import { workerTransport } from "@dhcpkit/kafka/publisher/worker";

Deno.test({
  name: "a thread that broke down takes nothing any more, and says at once why",
  permissions: { read: false },
  async fn() {
    const transport = workerTransport("kafkajs", { brokers: ["127.0.0.1:9092"], topic: "any" });
    await assertRejects(() => transport.connect(), Error, "read access");
    await assertRejects(
      () => transport.send([{ key: null, value: new Uint8Array(1) }]) as Promise<unknown>,
      Error,
      "read access",
    );
    await transport.disconnect();
  },
});
