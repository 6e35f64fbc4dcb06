import { assert, assertAlmostEquals, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  Dhcpv4Message,
  fromHex,
  type Message,
  MessageType,
  type OptionEntry,
  Options,
  rawOption,
  RelayMessage,
  WireError,
} from "../../src/dhcpv6/mod.ts";
import { IaNa, IaPd, RelayMsg } from "../../src/dhcpv6/options/mod.ts";
import { TransactionBundle } from "../../src/server/mod.ts";
import { bare, CLIENT, iaNa, iaPd, ip, relayed, request, TRANSACTION_ID } from "./_transaction.ts";

const solicit = request(MessageType.Solicit);
const bundleOf = (incomingMessage: Message) => new TransactionBundle({ incomingMessage });

Deno.test("bundle: the request is what all relay messages hold, the relay closest to the client first", () => {
  const incomingMessage = relayed(
    relayed(relayed(solicit, { hopCount: 0, link: "2001:db8:1::1" }), { hopCount: 1, link: "2001:db8:2::1" }),
    { hopCount: 2, link: "2001:db8:3::1" },
  );
  const bundle = bundleOf(incomingMessage);
  assertStrictEquals(bundle.incomingMessage, incomingMessage);
  assertEquals(bundle.request.save(), solicit.save());
  assertEquals(bundle.incomingRelayMessages.map(({ hopCount }) => hopCount), [0, 1, 2]);
  assertEquals(bundle.incomingRelayMessages.map(({ linkAddress }) => String(linkAddress)), [
    "2001:db8:1::1",
    "2001:db8:2::1",
    "2001:db8:3::1",
  ]);
});

Deno.test("bundle: a message that nobody relayed is its own request", () => {
  const bundle = bundleOf(solicit);
  assertStrictEquals(bundle.request, solicit);
  assertEquals(bundle.incomingRelayMessages, []);
});

Deno.test("bundle: a relay message that holds nothing is its own request", () => {
  const empty = new RelayMessage({
    type: MessageType.RelayForward,
    hopCount: 0,
    linkAddress: ip("::"),
    peerAddress: ip("fe80::1"),
  });
  const bundle = bundleOf(relayed(empty));
  assertEquals(bundle.request.typeName, "relay-forward");
  assertEquals(bundle.incomingRelayMessages.length, 1);
});

const TEXTS: readonly [behaviour: string, message: Message, marks: string[] | undefined, text: string][] = [
  [
    "names type, client and marks",
    solicit,
    ["a", "b"],
    "solicit from 000300013431c43cb2f1 with marks 'a', 'b'",
  ],
  [
    "names the client's address and the way from the server to it",
    relayed(relayed(solicit, { peer: "fe80::1" }), { link: "2001:db8::1", peer: "fe80::2" }),
    ["a", "b"],
    "solicit from 000300013431c43cb2f1 at fe80::1 via 2001:db8::1 -> LDRA with marks 'a', 'b'",
  ],
  [
    "says so when the client has no DUID",
    relayed(bare(MessageType.InformationRequest), { link: "2001:db8::1", peer: "fe80::1" }),
    undefined,
    "information-request from a client without DUID at fe80::1 via 2001:db8::1 with marks 'unmarked'",
  ],
  ["leaves out marks where there are none", bare(200), [], "200 from a client without DUID"],
];

for (const [behaviour, incomingMessage, marks, text] of TEXTS) {
  Deno.test(`bundle: as text it ${behaviour}`, () => {
    assertEquals(String(new TransactionBundle({ incomingMessage, marks })), text);
  });
}

const LINKS: readonly [behaviour: string, links: readonly string[], link: string][] = [
  ["is :: without relay messages", [], "::"],
  ["is that of the relay closest to the client", ["2001:db8:1::1", "2001:db8:2::1"], "2001:db8:1::1"],
  ["passes over relays that give none", ["::", "2001:db8:2::1"], "2001:db8:2::1"],
  ["passes over addresses that say nothing beyond a link", ["fe80::1", "::1", "ff02::1", "fd00::1"], "fd00::1"],
  ["is :: when no relay gives one", ["::", "fe80::1"], "::"],
];

for (const [behaviour, links, link] of LINKS) {
  Deno.test(`bundle: the link address ${behaviour}`, () => {
    const message = links.reduce((inner: Message, link) => relayed(inner, { link }), solicit);
    assertEquals(String(bundleOf(message).linkAddress), link);
  });
}

Deno.test("bundle: the requested IAs are those of addresses, then of prefixes, not answered yet", () => {
  const { requestedIas } = bundleOf(relayed(request(MessageType.Solicit, iaPd(3), iaNa(1), iaNa(2, "2001:db8::7"))));
  assertEquals(requestedIas.map(({ kind, value, answered }) => [kind, value.iaid, answered]), [
    ["address", 1, false],
    ["address", 2, false],
    ["prefix", 3, false],
  ]);
});

Deno.test("bundle: without more said, it is of now, unmarked, by unicast, over UDP and without rapid commit", () => {
  const bundle = bundleOf(solicit);
  assertAlmostEquals(bundle.receivedAt, Date.now() / 1000, 60);
  assertEquals([...bundle.marks], ["unmarked"]);
  assertEquals([bundle.receivedOverMulticast, bundle.receivedOverTcp, bundle.allowRapidCommit, bundle.allowUnicast], [
    false,
    false,
    false,
    false,
  ]);
});

Deno.test("bundle: client and transaction id are those of the request", () => {
  const bundle = bundleOf(relayed(solicit));
  assert(bundle.clientId?.equals(CLIENT));
  assertEquals(bundle.transactionId, TRANSACTION_ID);
});

Deno.test("bundle: a message that has no transaction id has 0", () => {
  assertEquals(bundleOf(new Dhcpv4Message({ type: MessageType.Dhcpv4Query, flags: 0x800000 })).transactionId, 0);
});

/** A Relay-forward around bytes that need not be a message. */
function around(bytes: string): Message {
  const options = Options.of(rawOption(RelayMsg.code, fromHex(bytes)));
  const addresses = { linkAddress: ip("::"), peerAddress: ip("fe80::1") };
  return new RelayMessage({ type: MessageType.RelayForward, hopCount: 0, ...addresses, options });
}

const withOption = (entry: OptionEntry) => relayed(request(MessageType.Solicit, entry));

const MALFORMED: readonly [behaviour: string, message: Message, problem: string][] = [
  ["a relayed message without a whole header", around("01f350"), "relay-forward > relay-msg > solicit: needed 4 bytes"],
  ["an empty relayed message", around(""), "relay-forward > relay-msg > message: needed 4 bytes"],
  ["a relayed relay message without a whole header", relayed(around("0c00")), "relay-forward: needed 34 bytes"],
  ["an IA_NA without its times", withOption(rawOption(IaNa.code, fromHex("00000001"))), "ia-na: needed 4 bytes"],
  ["an IA_PD without its IAID", withOption(rawOption(IaPd.code, fromHex("0000"))), "ia-pd: needed 4 bytes"],
];

for (const [behaviour, message, problem] of MALFORMED) {
  Deno.test(`bundle: ${behaviour} throws a WireError that tells where`, () => {
    assertThrows(() => bundleOf(message), WireError, problem);
  });
}
