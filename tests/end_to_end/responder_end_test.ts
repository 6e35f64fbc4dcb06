import { assertEquals } from "@std/assert";
import { freePorts } from "../support/free_port.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { figuresIn, Responder, unaccounted } from "./_responder.ts";

/** An Information-request of a client with DUID-LL that asks for DNS servers. */
const informationRequest = Uint8Array.fromHex("0bf350d60001000a000300013431c43cb2f1000600020017");

/** A responder whose Kafka was never there, after so many answers. */
async function publishingToNobody(folder: TempFolder, closeTimeout: string, answers: number): Promise<Responder> {
  const [deserted] = freePorts(1);
  const config = `<listen-unicast [::1]:0>
</listen-unicast>
<send-to-kafka>
    broker 127.0.0.1:${deserted}
    close-timeout ${closeTimeout}
</send-to-kafka>
`;
  const responder = await Responder.attempt(folder.path, { config });
  const [, port] = await responder.process.waitForLog(/^listening on \[::1\]:(\d+)$/m);
  using sockets = new DisposableStack();
  const client = sockets.adopt(
    Deno.listenDatagram({ transport: "udp", hostname: "::1", port: 0 }),
    (socket) => socket.close(),
  );
  for (let packets = 0; packets < answers; packets++) {
    await client.send(informationRequest, { transport: "udp", hostname: "::1", port: Number(port) });
    await client.receive();
  }
  return responder;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`${signal} ends the responder cleanly, with figures that add up, also when Kafka was never there`, async () => {
    await using folder = await TempFolder.create("responder");
    await using responder = await publishingToNobody(folder, "200ms", 3);
    const end = await responder.stop(signal);
    assertEquals([end.code, end.signal], [0, null], end.output);
    const { server, kafka } = figuresIn(end);
    assertEquals(server, {
      received: 3,
      malformed: 0,
      answered: 3,
      unanswered: 0,
      failed: 0,
      dropped: 0,
      underWay: 0,
    });
    assertEquals([kafka.offered, kafka.delivered, kafka.dropped.shutdown, kafka.queued], [3, 0, 3, 0]);
    assertEquals(unaccounted(kafka), 0);
  });
}

Deno.test("a second Ctrl-C ends the responder at once, whatever is left to deliver", async () => {
  await using folder = await TempFolder.create("responder");
  await using responder = await publishingToNobody(folder, "10m", 1);
  responder.process.kill("SIGINT");
  await responder.process.waitForLog(/^closing\b/m);
  const end = await responder.stop("SIGINT");
  assertEquals([end.code, end.signal], [130, null], end.output);
});
