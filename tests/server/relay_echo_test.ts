import { assertEquals } from "@std/assert";
import {
  fromHex,
  type Message,
  MessageType,
  type OptionEntry,
  rawOption,
  RelayMessage,
  StatusCode,
  toHex,
  validate,
} from "../../src/dhcpv6/mod.ts";
import {
  EchoRequest,
  InterfaceId,
  RelayMsg,
  RelayPort,
  RemoteId,
  SubscriberId,
  VendorOptions,
} from "../../src/dhcpv6/options/mod.ts";
import {
  Handler,
  type PipelineInit,
  ReplyWithStatus,
  type TransactionBundle,
  unwrapReply,
} from "../../src/server/mod.ts";
import { answer, ascii, interfaceId, received, relayed, request } from "./_transaction.ts";

const solicit = request(MessageType.Solicit);
const remoteId = RemoteId.of({ enterprise: 9, id: fromHex("0102") });
const subscriberId = SubscriberId.of({ id: ascii("s7") });
const echo = (...codes: number[]): OptionEntry => EchoRequest.of({ codes });

/** The options of the Relay-replies for the relays, the one closest to the server first; the listener's own is left out. */
async function replies(message: Message, init: Partial<PipelineInit> = {}): Promise<string[][]> {
  const { outgoingMessage } = await answer(message, init.handlers, init), found: string[][] = [];
  let inner = (outgoingMessage as RelayMessage).relayedMessage;
  for (; inner instanceof RelayMessage; inner = inner.relayedMessage) {
    found.push([...inner.options].map(({ code, data }) => `${code} ${code === RelayMsg.code ? "…" : toHex(data)}`));
  }
  return found;
}

Deno.test("relay source port: each relay gets its option back, with the port of the one behind it", async () => {
  const inner = relayed(solicit, { hopCount: 0 }, RelayPort.of({ downstreamPort: 0 }));
  const middle = relayed(inner, { hopCount: 1 }, interfaceId("x"));
  const outer = relayed(middle, { hopCount: 2 }, RelayPort.of({ downstreamPort: 10547 }));
  assertEquals(await replies(outer), [["135 2933", "9 …"], ["18 78", "9 …"], ["135 0000", "9 …"]]);
});

Deno.test("relay source port: an option of another length comes back as it is, and the client is answered", async () => {
  assertEquals(await replies(relayed(solicit, {}, rawOption(RelayPort.code, fromHex("01")))), [["135 01", "9 …"]]);
});

const PORTS: readonly [behaviour: string, packet: Message, port: string][] = [
  ["a client is answered on the port of clients", solicit, "client"],
  ["a relay is answered on the port of servers", relayed(solicit), "server"],
  [
    "a relay with the option is answered on the port that it sent from",
    relayed(solicit, {}, RelayPort.of({ downstreamPort: 0 })),
    "sender",
  ],
  [
    "the option of a relay further down says nothing of the one that sent the packet",
    relayed(relayed(solicit, {}, RelayPort.of({ downstreamPort: 0 })), { hopCount: 1 }),
    "server",
  ],
];

for (const [behaviour, packet, port] of PORTS) {
  Deno.test(`relay source port: ${behaviour}`, async () => {
    assertEquals(unwrapReply((await answer(packet)).outgoingMessage!).port, port);
  });
}

Deno.test("echo request: what a relay wants back it gets back byte for byte, known or not", async () => {
  const odd = rawOption(65_000, fromHex("00ff0a80")), short = rawOption(RemoteId.code, fromHex("00"));
  assertEquals(
    await replies(relayed(solicit, {}, remoteId, subscriberId, odd, echo(65_000, RemoteId.code))),
    [["37 000000090102", "65000 00ff0a80", "9 …"]],
  );
  assertEquals(await replies(relayed(solicit, {}, short, echo(RemoteId.code))), [["37 00", "9 …"]]);
});

Deno.test("echo request: each relay gets its own back", async () => {
  const inner = relayed(solicit, {}, remoteId, subscriberId, echo(RemoteId.code));
  const outer = relayed(inner, { hopCount: 1 }, subscriberId, echo(SubscriberId.code, RemoteId.code));
  assertEquals(await replies(outer), [["38 7337", "9 …"], ["37 000000090102", "9 …"]]);
});

Deno.test("echo request: all options of a code come back, in their order", async () => {
  const vendors = ["00000001", "00000002"].map((enterprise) => rawOption(VendorOptions.code, fromHex(enterprise)));
  assertEquals(await replies(relayed(solicit, {}, ...vendors, echo(VendorOptions.code, VendorOptions.code))), [
    ["17 00000001", "17 00000002", "9 …"],
  ]);
});

Deno.test("echo request: what is in the Relay-reply already, or was not in the Relay-forward, is not echoed", async () => {
  class Decides extends Handler {
    override post({ outgoingRelayOptions }: TransactionBundle): void {
      outgoingRelayOptions[0].push(SubscriberId.of({ id: ascii("decided") }));
    }
  }
  const wanted = echo(RelayMsg.code, InterfaceId.code, SubscriberId.code, RemoteId.code);
  const message = relayed(solicit, {}, interfaceId("x"), subscriberId, wanted);
  assertEquals(await replies(message, { handlers: [new Decides()] }), [["18 78", "38 64656369646564", "9 …"]]);
});

Deno.test("echo request: without one nothing is echoed, nor with one that cannot be read", async () => {
  assertEquals(await replies(relayed(solicit, {}, remoteId)), [["9 …"]]);
  assertEquals(await replies(relayed(solicit, {}, remoteId, rawOption(EchoRequest.code, fromHex("00")))), [["9 …"]]);
});

Deno.test("echo request: an answer that is a status alone has it too", async () => {
  class Refuses extends Handler {
    override pre(): void {
      throw new ReplyWithStatus(StatusCode.UnspecFail, "no");
    }
  }
  const message = relayed(solicit, {}, remoteId, echo(RemoteId.code));
  assertEquals(await replies(message, { handlers: [new Refuses()] }), [["37 000000090102", "9 …"]]);
});

Deno.test("echo request: nobody finds anything wrong with the answer", async () => {
  const message = relayed(solicit, {}, RelayPort.of({ downstreamPort: 0 }), remoteId, echo(RemoteId.code));
  const { outgoingMessage, incomingMessage } = await answer(message);
  assertEquals(validate(outgoingMessage!, "observer", { request: incomingMessage }), []);
  assertEquals(received(message).incomingMessage.save(), incomingMessage.save());
});
