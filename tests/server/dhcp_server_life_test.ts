import { assert, assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { IPv6Address, MessageType, toHex } from "../../src/dhcpv6/mod.ts";
import {
  DhcpServer,
  Handler,
  type Logger,
  Pipeline,
  silentLogger,
  type TransactionBundle,
} from "../../src/server/mod.ts";
import { request, SERVER } from "./_transaction.ts";
import { eventually } from "../support/eventually.ts";
import { leakFreeTest, LOOPBACK, NOTHING_YET, serve, UdpClient } from "./_udp.ts";

const solicit = request(MessageType.Solicit).save();

/** Writes down when it starts and closes. */
class Living extends Handler {
  constructor(readonly label: string, readonly events: string[]) {
    super();
  }

  override workerInit(): void {
    this.events.push(`${this.label} starts`);
  }

  override close(): void {
    this.events.push(`${this.label} closes`);
  }
}

/** Tells when it has a request, and keeps it until it is let go. */
class Gate extends Handler {
  readonly entered: Promise<void>;
  readonly open: () => void;
  readonly #enter: () => void;
  readonly #opened: Promise<void>;

  constructor() {
    super();
    const entered = Promise.withResolvers<void>(), opened = Promise.withResolvers<void>();
    [this.entered, this.#enter] = [entered.promise, entered.resolve];
    [this.#opened, this.open] = [opened.promise, opened.resolve];
  }

  override async handle(_bundle: TransactionBundle): Promise<void> {
    this.#enter();
    await this.#opened;
  }
}

leakFreeTest("server: it starts its handlers in order and closes them once, in reverse order", async () => {
  const events: string[] = [];
  {
    await using server = await serve([new Living("a", events), new Living("b", events)]);
    assertEquals(events, ["a starts", "b starts"]);
    await Promise.all([server.close(), server.close()]);
  }
  assertEquals(events, ["a starts", "b starts", "b closes", "a closes"]);
});

leakFreeTest("server: closing answers what is under way before it closes the handlers", async () => {
  const gate = new Gate(), events: string[] = [];
  const server = await serve([new Living("handler", events), gate]);
  using client = new UdpClient();
  await client.send(solicit, server.listeners[0].port);
  await gate.entered;
  const closed = server.close().then(() => events.push("closed"));
  gate.open();
  assertEquals((await client.receive()).bytes[0], MessageType.Advertise);
  await closed;
  assertEquals(events, ["handler starts", "handler closes", "closed"]);
  assertEquals(server.stats, { ...NOTHING_YET, received: 1, answered: 1 });
});

leakFreeTest("server: what comes in while it closes is not taken any more", async () => {
  const gate = new Gate();
  const server = await serve([gate]);
  using client = new UdpClient();
  await client.send(solicit, server.listeners[0].port);
  await gate.entered;
  const closed = server.close();
  await client.send(solicit, server.listeners[0].port);
  await client.send(solicit, client.port);
  assertEquals((await client.receive()).port, client.port);
  gate.open();
  assertEquals((await client.receive()).port, server.listeners[0].port);
  await closed;
  assertEquals(server.stats.received, 1);
});

leakFreeTest("server: closing does not wait longer for a handler than it is told to, and says so", async () => {
  const gate = new Gate(), warnings: unknown[] = [];
  const logger: Logger = { ...silentLogger, warn: (_, properties) => warnings.push(properties) };
  const server = await serve([gate], { closeTimeoutMs: 0, logger });
  using client = new UdpClient();
  await client.send(solicit, server.listeners[0].port);
  await gate.entered;
  await server.close();
  assertEquals(warnings, [{ count: 1 }]);
  gate.open();
});

leakFreeTest(
  "server: beyond so many requests under way it drops what comes, counts it, and tells of it, but not each time",
  async () => {
    const gate = new Gate(), warnings: unknown[] = [];
    const logger: Logger = { ...silentLogger, warn: (_, properties) => warnings.push(properties) };
    const server = await serve([gate], { maxUnderWay: 2, logger });
    using client = new UdpClient();
    const { port } = server.listeners[0];
    for (let packets = 0; packets < 5; packets++) await client.send(solicit, port);
    await eventually("five packets", () => server.stats.received === 5);
    const waiting = { ...NOTHING_YET, received: 5, dropped: 3, underWay: 2 };
    assertEquals(server.stats, waiting);
    assertEquals(warnings, [{ dropped: 1, limit: 2 }]);
    gate.open();
    for (let answers = 0; answers < 2; answers++) await client.receive();
    await client.send(solicit, port);
    await client.receive();
    await server.close();
    assertEquals(server.stats, { ...waiting, received: 6, answered: 3, underWay: 0 });
    assertEquals(warnings, [{ dropped: 1, limit: 2 }, { dropped: 3, limit: 2 }]);
  },
);

leakFreeTest("server: a request that is still under way at its end is in its figures", async () => {
  const gate = new Gate();
  const server = await serve([gate], { closeTimeoutMs: 0 });
  using client = new UdpClient();
  await client.send(solicit, server.listeners[0].port);
  await gate.entered;
  await server.close();
  assertEquals(server.stats, { ...NOTHING_YET, received: 1, underWay: 1 });
  gate.open();
});

leakFreeTest("server: its port is free once it is closed", async () => {
  const server = await serve();
  const { port } = server.listeners[0];
  await server.close();
  await using next = await serve([], { listeners: [{ ...LOOPBACK, port }] });
  assertEquals(next.listeners[0].port, port);
});

leakFreeTest("server: a port in use is an error that leaves nothing open and no handler running", async () => {
  await using first = await serve();
  const events: string[] = [], { port } = first.listeners[0];
  const pipeline = new Pipeline({ serverId: SERVER, handlers: [new Living("a", events)] });
  const listeners = [LOOPBACK, { ...LOOPBACK, port }, LOOPBACK];
  await assertRejects(() => DhcpServer.start({ listeners, pipeline }), Deno.errors.AddrInUse);
  assertEquals(events.filter((event) => event === "a starts").length, 0);
  assertEquals(events, ["a closes"]);
});

leakFreeTest("server: an interface that is not there is an error that names those that are", async () => {
  const pipeline = new Pipeline({ serverId: SERVER, handlers: [] });
  const listeners = [LOOPBACK, { type: "interface", name: "no-such-0" } as const];
  const names = Deno.networkInterfaces().map(({ name }) => name);
  const { message } = await assertRejects(() => DhcpServer.start({ listeners, pipeline }), Deno.errors.NotFound);
  assert(message.includes("no-such-0") && names.every((name) => message.includes(name)), message);
});

leakFreeTest("server: a handler that cannot start is an error that leaves nothing open", async () => {
  class Failing extends Living {
    override workerInit(): void {
      throw new Error("cannot start");
    }
  }
  const events: string[] = [];
  await assertRejects(() => serve([new Living("a", events), new Failing("b", events)]), Error, "cannot start");
  assertEquals(events, ["a starts", "b closes", "a closes"]);
});

leakFreeTest("server: why it could not start is not hidden by a handler that cannot close either", async () => {
  const start = new Error("cannot start"), close = new Error("cannot close"), logged: unknown[] = [];
  class Failing extends Handler {
    override workerInit(): void {
      throw start;
    }
    override close(): void {
      throw close;
    }
  }
  const logger: Logger = { ...silentLogger, error: (_, properties) => logged.push(properties?.error) };
  assertStrictEquals(await assertRejects(() => serve([new Failing()], { logger })), start);
  assertEquals(logged, [close]);
});

leakFreeTest("server: it says where it listens", async () => {
  await using server = await serve([], { listeners: [{ ...LOOPBACK, address: IPv6Address.parse("0:0::1") }] });
  const [{ name, port }] = server.listeners;
  assert(port > 0);
  assertEquals(name, `[::1]:${port}`);
});

leakFreeTest("server: its statistics are a copy of what they were", async () => {
  await using server = await serve();
  using client = new UdpClient();
  const before = server.stats;
  await client.send(solicit, server.listeners[0].port);
  assertEquals(toHex((await client.receive()).bytes.subarray(0, 1)), "02");
  assertEquals(before.received, 0);
  assertEquals(server.stats.received, 1);
});
