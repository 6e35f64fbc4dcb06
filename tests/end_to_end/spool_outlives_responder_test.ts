import { assertEquals, assertStringIncludes } from "@std/assert";
import { ClientServerMessage, Duid, MessageType, Options, unwrap } from "@dhcpkit/kafka/dhcpv6";
import { ClientId, ElapsedTime } from "@dhcpkit/kafka/dhcpv6/options";
import { DHCPKafkaMessage, KafkaMessage } from "@dhcpkit/kafka/messages";
import { BackgroundProcess } from "../support/background_process.ts";
import { eventually } from "../support/eventually.ts";
import { freePorts } from "../support/free_port.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { kcatConsume } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { headerCommand } from "./_header_command.ts";

/** The responder with the command of its header, which may also use the directory of its spool. */
async function responder(folder: TempFolder, broker: string, topic: string): Promise<BackgroundProcess> {
  const spool = folder.file("spool");
  await Deno.mkdir(folder.file("examples/03_responder"), { recursive: true });
  await folder.write(
    "examples/03_responder/dhcpd.conf",
    `<listen-unicast [::1]:0/>
<send-to-kafka>
    server-name dhcp01
    broker ${broker}
    topic ${topic}
    queue-policy spool
    spool-directory ${spool}
</send-to-kafka>
`,
  );
  const [deno, run, ...rest] = await headerCommand("examples/03_responder/main.ts", {
    replace: { "--allow-read=examples/03_responder": `--allow-read=examples/03_responder,${spool}` },
  });
  const logFile = folder.file(`log-${crypto.randomUUID()}`);
  return new BackgroundProcess([deno, run, `--allow-write=${spool}`, ...rest], {
    ...{ cwd: folder.path, logFile, env: { NO_COLOR: "1" } },
  });
}

/** Sends Information-Requests of this transaction id and those that follow, and waits for their answers. */
async function ask(port: number, first: number, count: number): Promise<void> {
  const client = Deno.listenDatagram({ transport: "udp", hostname: "::1", port: 0 });
  const options = Options.of(
    ClientId.of({ duid: Duid.linkLayer(1, new Uint8Array([2, 0, 0x5e, 0, 0, 1])) }),
    ElapsedTime.of({ elapsed: 0 }),
  );
  for (let transactionId = first; transactionId < first + count; transactionId++) {
    // Information-Requests are answered to whoever asks by unicast.
    const type = MessageType.InformationRequest;
    const request = new ClientServerMessage({ type, transactionId, options });
    await client.send(request.save(), { transport: "udp", hostname: "::1", port });
    await client.receive();
  }
  client.close();
}

/** How often the name of the server, which is in each record, is in the files of a directory. */
async function namesIn(directory: string): Promise<number> {
  let count = 0;
  for await (const { name } of Deno.readDir(directory)) {
    const text = new TextDecoder("latin1").decode(await Deno.readFile(`${directory}/${name}`));
    count += text.split("dhcp01").length - 1;
  }
  return count;
}

testWith({
  name: "a responder with a spool is killed while Kafka is away, and the next one delivers what it answered",
  needs: ["kafka", "kcat"],
  async fn() {
    await using folder = await TempFolder.create("spool");
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("spool"));
    {
      const first = await responder(folder, `127.0.0.1:${freePorts(1)[0]}`, topic);
      const [, port] = await first.waitForLog(/^listening on \[::1\]:(\d+)/m, 20_000);
      await first.waitForLog(/Kafka logging disabled: "nobody listens/);
      await ask(Number(port), 1, 50);
      // What came in the last milliseconds before a kill is not promised.
      await eventually("50 records on disk", async () => await namesIn(folder.file("spool")) === 50);
      await first.stop("SIGKILL");
    }
    await using second = await responder(folder, broker.bootstrap, topic);
    await second.waitForLog(/50 transactions wait on disk/, 20_000);
    await second.waitForLog(/Kafka has what waited on disk: 50 transactions/);
    const seen = (await kcatConsume(broker.bootstrap, topic, { count: 50 })).map(({ value }) => {
      const { message } = KafkaMessage.parse(value!);
      if (!(message instanceof DHCPKafkaMessage)) throw new TypeError("no transaction");
      const request = unwrap(message.messageIn!).message;
      return request instanceof ClientServerMessage && message.messageOut ? request.transactionId : -1;
    });
    assertEquals(seen, Array.from({ length: 50 }, (_, i) => i + 1));
    await second.stop("SIGTERM", 20_000);
    assertStringIncludes(await second.log(), '"recovered":50');
  },
});
