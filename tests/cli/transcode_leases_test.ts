import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { ClientServerMessage, Duid, type Message, MessageType, Options } from "@dhcpkit/kafka/dhcpv6";
import { ClientId, IaNa } from "@dhcpkit/kafka/dhcpv6/options";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import type { LeaseRecordJson } from "@dhcpkit/kafka/formats";
import { address, type TypeName } from "../store/_packets.ts";
import { BackgroundProcess } from "../support/background_process.ts";
import { eventually } from "../support/eventually.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { kcatConsume } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { fill, published, transcode, transcodeCommand } from "./_transcode.ts";

const text = new TextDecoder();

/** What a client asks and gets so many seconds ago, for so many seconds. */
function exchange(request: TypeName, client: number, lease: string, secondsAgo: number, lifetime: number) {
  const duid = Duid.parse(`000300010200000001${String(client).padStart(2, "0")}`), at = Date.now() / 1000 - secondsAgo;
  const ia = (valid: number) => IaNa.of({ iaid: 1, t1: 0, t2: 0, options: Options.of(address(lease, valid)) });
  const message = (type: TypeName, valid: number): Message =>
    new ClientServerMessage({
      type: MessageType[type],
      transactionId: 1,
      options: Options.of(ClientId.of({ duid }), ia(valid)),
    });
  const transaction = new DHCPKafkaMessage({
    serverName: "dhcp01",
    timestampIn: at,
    messageIn: message(request, 0),
    timestampOut: at + 0.001,
    messageOut: message("Reply", request === "Release" ? 0 : lifetime),
  });
  return published(transaction, duid.bytes);
}

/** The last record of each key. */
async function compacted(bootstrap: string, topic: string): Promise<Map<string, LeaseRecordJson | null>> {
  const records = await kcatConsume(bootstrap, topic);
  return new Map(
    records.map(({ key, value }) => [text.decode(key!), value && JSON.parse(text.decode(value))] as const),
  );
}

testWith({
  name:
    "a topic of current leases is created compacted, has tombstones, and goes on after a restart and beside another process",
  needs: ["kafka", "kcat"],
  async fn() {
    const { bootstrap, createTopic } = await sharedBroker();
    const topic = await createTopic(uniqueTopic("binary"), { partitions: 3 }), leases = uniqueTopic("leases");
    const args = ["--topic", topic, "--to", "leases", leases, "--until-caught-up"];
    await fill(bootstrap, topic, [
      exchange("Request", 1, "2001:db8::1", 300, 3600),
      exchange("Request", 2, "2001:db8::2", 290, 3600),
      exchange("Release", 2, "2001:db8::2", 200, 0),
      exchange("Request", 4, "2001:db8::4", 100, 7200),
    ]);
    const first = await transcode(bootstrap, args);
    assertEquals(first.code, 0, first.stderr);
    assertStringIncludes(first.stderr, `created ${leases} with cleanup.policy=compact\n`);
    const before = await compacted(bootstrap, leases);
    const given = [...before].filter(([, value]) => value).map(([key]) => key);
    assertEquals(given.toSorted(), ["2001:db8::1", "2001:db8::4"]);
    const held = before.get("2001:db8::1")!;
    assertEquals([held["client-duid"], held["server-name"], held.record.topic], [
      "00030001020000000101",
      "dhcp01",
      topic,
    ]);

    const was = before.get("2001:db8::4")!;
    await fill(bootstrap, topic, [
      exchange("Release", 1, "2001:db8::1", 5, 0),
      exchange("Renew", 4, "2001:db8::4", 4, 7200),
    ]);
    await using folder = await TempFolder.create("leases");
    const on = transcodeCommand(bootstrap, args.slice(0, -1));
    await using running = new BackgroundProcess(on, { logFile: folder.file("log") });
    await running.waitForLog(/read \d+ records of .* to know which leases there are/, 60_000);
    const after = await eventually("what has changed", async () => {
      const found = await compacted(bootstrap, leases), renewed = found.get("2001:db8::4")!;
      const isDone = found.get("2001:db8::1") === null && renewed["confirmed-at"] > was["confirmed-at"];
      return isDone ? found : undefined;
    }, { timeoutMs: 60_000 });
    assertEquals(after.get("2001:db8::4")!["held-since"], was["held-since"]);
    const last = (await kcatConsume(bootstrap, leases)).findLast(({ key }) => text.decode(key!) === "2001:db8::1")!;
    assertMatch(last.headers.join(), /lease-ended.*"ending":"released"/);

    // A second process in the group is told at once, and the first one has all partitions back, and reads the topic anew.
    const second = await transcode(bootstrap, args);
    assertEquals(second.code, 1, second.stderr);
    assertMatch(second.stderr, /another process of the group .* has some of the partitions; leases need all of them/);
    await running.waitForLog(/waiting: another process[^]*read \d+ records of/, 60_000);
    assertEquals((await running.stop("SIGINT")).code, 0, await running.log());
  },
});

testWith({
  name: "a topic for leases that forgets or grows is refused, with the remedy",
  needs: ["kafka"],
  async fn() {
    const { bootstrap, createTopic } = await sharedBroker(), topic = await createTopic(uniqueTopic("binary"));
    for (const policy of ["delete", "compact,delete"]) {
      const other = await createTopic(uniqueTopic("other"), { config: { "cleanup.policy": policy } });
      const { code, stderr } = await transcode(bootstrap, ["--topic", topic, "--to", "leases", other]);
      assertEquals(code, 1);
      assertMatch(stderr, /kafka-configs\.sh --alter .*cleanup\.policy=compact\n/);
      assertStringIncludes(stderr, `${other} has cleanup.policy=${policy} and would grow for ever or forget`);
    }
  },
});
