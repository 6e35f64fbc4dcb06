import { assert, assertEquals, assertRejects } from "@std/assert";
import { Capture, readDatagrams } from "../support/capture.ts";
import { attemptCommand, CommandError } from "../support/command.ts";
import { kcatConsume } from "../support/kcat.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { NetworkLab, removeAbandonedLabs } from "../support/network_lab.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { forwardTcp } from "../support/tcp_forward.ts";

testWith({
  name: "machines of a lab reach their neighbours at once, and nothing but them",
  needs: ["network-namespaces", "ping"],
  async fn() {
    await using lab = await NetworkLab.create({ relays: 2 });
    const [first, second] = lab.relays;
    assert(await lab.client.ping(await first.linkLocal("down0"), "eth0"));
    assert(await second.ping(await first.linkLocal("up0"), "down0"));
    assert(await first.ping(lab.serverAddress));
    assert(await lab.server.ping("2001:db8:1::1"));
    assertEquals((await lab.client.addresses("eth0")).map(({ scope }) => scope), ["link"]);
    assertEquals((await lab.client.run(["ip", "-o", "link"])).stdout.trim().split("\n").length, 2);
  },
});

testWith({
  name: "a lab leaves nothing behind: no namespace, no process, no file, also after a failure",
  needs: ["network-namespaces"],
  async fn() {
    let [name, folder, pid] = ["", "", 0];
    const failing = async () => {
      await using lab = await NetworkLab.create();
      pid = lab.server.start(["sleep", "1000"]).pid;
      await lab.client.run(["sh", "-c", "sleep 1000 >/dev/null 2>&1 & echo started"]);
      [name, folder] = [lab.server.name, lab.server.folder];
      await lab.server.run(["false"]);
    };
    await assertRejects(failing, CommandError, "exit code 1");
    assert(!(await attemptCommand(["ip", "netns", "list"])).stdout.includes(name));
    await assertRejects(() => Deno.stat(folder), Deno.errors.NotFound);
    await assertRejects(() => Deno.stat(`/proc/${pid}`), Deno.errors.NotFound);
  },
});

testWith({
  name: "a lab whose test process was killed is removed by the next one",
  needs: ["network-namespaces"],
  async fn() {
    const gone = await attemptCommand(["sh", "-c", "echo $$"]);
    const name = `dhcpkit-lab-${gone.stdout.trim()}-abandoned`;
    await attemptCommand(["ip", "netns", "add", name]);
    await removeAbandonedLabs();
    assert(!(await attemptCommand(["ip", "netns", "list"])).stdout.includes(name));
  },
});

testWith({
  name: "a capture holds each datagram of a link byte for byte, with its addresses and ports",
  needs: ["network-namespaces", "tcpdump", "tshark", "python-original"],
  async fn() {
    await using lab = await NetworkLab.create();
    await using capture = await Capture.start(lab.server, "lan0");
    const payloads = [0, 1, 7, 548, 1232].map((size) => crypto.getRandomValues(new Uint8Array(size)));
    const program = `import socket, sys
s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
s.bind(("::", 546))
for line in sys.stdin:
    s.sendto(bytes.fromhex(line), ("ff02::1:2", 547, 0, socket.if_nametoindex("eth0")))`;
    const stdin = payloads.map((payload) => `${payload.toHex()}\n`).join("");
    await lab.client.run(["python3", "-c", program], { stdin });
    await capture.waitForPackets(payloads.length);
    const datagrams = await capture.datagrams();
    assertEquals(datagrams.map(({ payload }) => payload), payloads);
    const source = await lab.client.linkLocal("eth0");
    for (const datagram of datagrams) {
      assertEquals([datagram.source, datagram.sourcePort], [source, 546]);
      assertEquals([datagram.destination, datagram.destinationPort], ["ff02::1:2", 547]);
      assert(Math.abs(Date.now() / 1000 - datagram.time) < 60);
    }
    assertEquals(await readDatagrams(capture.file), datagrams);
  },
});

testWith({
  name:
    "the shared broker answers inside a namespace at the same address, until the way to it is cut, and again when it is mended",
  needs: ["network-namespaces", "kafka", "kcat"],
  async fn() {
    const broker = await sharedBroker();
    const topic = await broker.createTopic(uniqueTopic("lab"));
    await using lab = await NetworkLab.create();
    await using way = await forwardTcp(lab.server, broker);
    const produce = (value: string) =>
      lab.server.attempt(["kcat", "-P", "-b", broker.bootstrap, "-t", topic, "-X", "message.timeout.ms=1500"], {
        stdin: value,
      });
    assertEquals((await produce("from inside")).code, 0);
    await way.cut();
    assertEquals((await produce("lost")).code, 1);
    await way.mend();
    assertEquals((await produce("again")).code, 0);
    const values = (await kcatConsume(broker.bootstrap, topic)).map(({ value }) => new TextDecoder().decode(value!));
    assertEquals(values, ["from inside", "again"]);
  },
});
