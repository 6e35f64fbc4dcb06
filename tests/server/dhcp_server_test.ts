import { assert, assertEquals } from "@std/assert";
import { fromHex, Message, MessageType, Options, rawOption, toHex } from "../../src/dhcpv6/mod.ts";
import { IaNa, InterfaceId, RelayMsg } from "../../src/dhcpv6/options/mod.ts";
import { Handler, IgnoreRequest, type Logger, silentLogger, type TransactionBundle } from "../../src/server/mod.ts";
import { interfaceId, ip, relayed, request, status } from "./_transaction.ts";
import { leakFreeTest, LOOPBACK, NOTHING_YET, serve, UdpClient } from "./_udp.ts";

const solicit = request(MessageType.Solicit);
const ADVERTISE = "02f350d6" + "0002000a00030001020000000001" + "0001000a000300013431c43cb2f1";

/** Does `act` with each bundle. */
class Act extends Handler {
  constructor(readonly act: (bundle: TransactionBundle) => void | Promise<void>) {
    super();
  }

  override handle(bundle: TransactionBundle): void | Promise<void> {
    return this.act(bundle);
  }
}

leakFreeTest("server: a client gets its answer from the port that it asked, byte for byte", async () => {
  await using server = await serve();
  using client = new UdpClient();
  const { port } = server.listeners[0];
  await client.send(solicit.save(), port);
  const answer = await client.receive();
  assertEquals(toHex(answer.bytes), ADVERTISE);
  assertEquals(answer.port, port);
  assertEquals(server.listeners[0].name, `[::1]:${port}`);
});

leakFreeTest(
  "server: a relay gets the answer in the relay messages that it sent, without the listener's own",
  async () => {
    await using server = await serve();
    using relay = new UdpClient();
    const message = relayed(solicit, { hopCount: 3, link: "2001:db8::1", peer: "fe80::1" }, interfaceId("Fa2/3"));
    await relay.send(message.save(), server.listeners[0].port);
    assertEquals(
      toHex((await relay.receive()).bytes),
      "0d03" + toHex(ip("2001:db8::1").bytes) + toHex(ip("fe80::1").bytes) + "00120005" +
        toHex(new TextEncoder().encode("Fa2/3")) +
        "0009" + (ADVERTISE.length / 2).toString(16).padStart(4, "0") + ADVERTISE,
    );
  },
);

leakFreeTest("server: handlers are told when, where and how a request came in", async () => {
  let seen: TransactionBundle | undefined;
  const handlers = [new Act((bundle) => void (seen = bundle))];
  const init = { clock: () => 1234.5, allowRapidCommit: true, listeners: [{ ...LOOPBACK, marks: ["a", "b"] }] };
  await using server = await serve(handlers, init);
  using client = new UdpClient();
  await client.send(solicit.save(), server.listeners[0].port);
  await client.receive();
  assert(seen);
  const [own] = seen.incomingRelayMessages;
  const loopback = Deno.networkInterfaces().find(({ address }) => address === "::1")?.name;
  assertEquals([own.hopCount, String(own.linkAddress), String(own.peerAddress)], [0, "::", "::1"]);
  assertEquals(new TextDecoder().decode(own.options.get(InterfaceId)?.id), loopback);
  assertEquals([seen.receivedAt, seen.receivedOverMulticast, seen.receivedOverTcp, seen.allowRapidCommit], [
    1234.5,
    true,
    false,
    true,
  ]);
  assertEquals([...seen.marks], ["a", "b"]);
});

leakFreeTest("server: what a unicast listener gets came by unicast, unless it simulates", async () => {
  await using server = await serve([], { listeners: [{ ...LOOPBACK, asMulticast: false }] });
  using client = new UdpClient();
  await client.send(request(MessageType.Request).save(), server.listeners[0].port);
  assertEquals(status(Message.parse((await client.receive()).bytes)), "UseMulticast");
});

leakFreeTest("server: each of several listeners answers what it got", async () => {
  await using server = await serve([], { listeners: [LOOPBACK, LOOPBACK] });
  using client = new UdpClient();
  const ports = server.listeners.map(({ port }) => port);
  assert(ports[0] !== ports[1]);
  for (const port of ports) {
    await client.send(solicit.save(), port);
    assertEquals((await client.receive()).port, port);
  }
});

const around = (bytes: string) =>
  relayed(solicit).withOptions(Options.of(rawOption(RelayMsg.code, fromHex(bytes)))).save();

const MALFORMED: readonly [behaviour: string, packet: Uint8Array][] = [
  ["an empty packet", new Uint8Array()],
  ["half a header", fromHex("01f350")],
  ["half the header of a relay message", fromHex("0c00 2001")],
  ["a relayed message with half a header", around("01f350")],
  ["an IA_NA that cannot be read", request(MessageType.Solicit, rawOption(IaNa.code, fromHex("00"))).save()],
];

leakFreeTest("server: what cannot be read is counted and logged, not answered, and the server lives on", async () => {
  const heard: unknown[] = [];
  const logger: Logger = {
    ...silentLogger,
    debug: (_, properties) => {
      if (typeof properties === "object" && properties.problem) heard.push(properties.peer);
    },
  };
  await using server = await serve([], { logger });
  using client = new UdpClient();
  for (const [i, [behaviour, packet]] of MALFORMED.entries()) {
    await client.send(packet, server.listeners[0].port);
    await client.send(solicit.save(), server.listeners[0].port);
    assertEquals(toHex((await client.receive()).bytes), ADVERTISE, behaviour);
    assertEquals(server.stats.malformed, i + 1, behaviour);
  }
  assertEquals(heard, MALFORMED.map(() => "::1"));
});

leakFreeTest("server: a request that takes time does not keep others waiting", async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const handler = new Act(({ request }) => request.type === MessageType.Solicit ? gate : undefined);
  await using server = await serve([handler]);
  using client = new UdpClient();
  const types: number[] = [];
  await client.send(solicit.save(), server.listeners[0].port);
  await client.send(request(MessageType.Request).save(), server.listeners[0].port);
  types.push((await client.receive()).bytes[0]);
  open();
  types.push((await client.receive()).bytes[0]);
  assertEquals(types, [MessageType.Reply, MessageType.Advertise]);
});

leakFreeTest("server: every packet is counted once, as malformed, answered, unanswered or failed", async () => {
  const failing = new Act(({ request }) => {
    if (request.type === MessageType.Renew) throw new Error("broken");
  });
  /** The answer to a Rebind fits its options, but no datagram. */
  const huge = new Act(({ request, response }) => {
    if (request.type === MessageType.Rebind) response?.add(rawOption(65_000, new Uint8Array(65_495)));
  });
  const server = await serve([failing, huge, new IgnoreRequest([MessageType.Release])]);
  using client = new UdpClient();
  const types = ["Solicit", "Request", "Renew", "Release", "Rebind", "Advertise"] as const;
  const packets = [...types.map((type) => request(MessageType[type]).save()), fromHex("01")];
  for (const packet of packets) await client.send(packet, server.listeners[0].port);
  await client.send(request(MessageType.InformationRequest).save(), server.listeners[0].port);
  for (let i = 0; i < 3; i++) await client.receive();
  await server.close();
  assertEquals(server.stats, { ...NOTHING_YET, received: 8, malformed: 1, answered: 3, unanswered: 2, failed: 2 });
});

leakFreeTest("server: a packet whose handling breaks off is counted as failed", async () => {
  let calls = 0;
  const clock = () => {
    if (++calls === 1) throw new Error("no time");
    return 0;
  };
  const server = await serve([], { clock });
  using client = new UdpClient();
  await client.send(solicit.save(), server.listeners[0].port);
  await client.send(solicit.save(), server.listeners[0].port);
  await client.receive();
  await server.close();
  assertEquals(server.stats, { ...NOTHING_YET, received: 2, answered: 1, failed: 1 });
});
