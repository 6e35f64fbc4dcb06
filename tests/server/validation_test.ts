import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  fromHex,
  Message,
  MessageType,
  messageTypeName,
  type OptionEntry,
  Options,
  rawOption,
  RelayMessage,
} from "../../src/dhcpv6/mod.ts";
import { ElapsedTime, IaAddress, IaNa, IaTa, OptionRequest, ServerId } from "../../src/dhcpv6/options/mod.ts";
import { StaticAssignment } from "../../src/server/mod.ts";
import {
  answer,
  bare,
  CLIENT_ADDRESS,
  clientId,
  iaNa,
  iaPd,
  ip,
  OTHER_SERVER,
  relayed,
  reply,
  request,
  SERVER,
  serverId,
  silence,
} from "./_transaction.ts";

const everybody = new StaticAssignment({ source: { lookUp: () => ({ address: ip("2001:db8::7") }) } });

const SERVERS = {
  "no server identifier": [],
  "this server's identifier": [serverId],
  "another server's identifier": [ServerId.of({ duid: OTHER_SERVER })],
} as const;

/** RFC 9915 section 16: whether a server answers, in the order of {@linkcode SERVERS}. */
const SECTION_16: readonly [type: number, withClientId: boolean[], withoutClientId: boolean[]][] = [
  [MessageType.Solicit, [true, false, false], [false, false, false]],
  [MessageType.Request, [false, true, false], [false, false, false]],
  [MessageType.Confirm, [true, false, false], [false, false, false]],
  [MessageType.Renew, [false, true, false], [false, false, false]],
  [MessageType.Rebind, [true, false, false], [false, false, false]],
  [MessageType.Release, [false, true, false], [false, false, false]],
  [MessageType.Decline, [false, true, false], [false, false, false]],
  [MessageType.InformationRequest, [true, true, false], [true, true, false]],
];

for (const [type, withClientId, withoutClientId] of SECTION_16) {
  const name = messageTypeName(type);
  const content = type === MessageType.InformationRequest ? [] : [iaNa(1, "2001:db8::7")];
  for (const [i, [server, identifier]] of Object.entries(SERVERS).entries()) {
    for (const hasClientId of [true, false]) {
      const answered = (hasClientId ? withClientId : withoutClientId)[i];
      const client = hasClientId ? "a" : "no";
      Deno.test(`section 16: ${name} with ${client} client identifier and ${server} is ${answered ? "" : "not "}answered`, async () => {
        const message = bare(type, ...(hasClientId ? [clientId] : []), ...identifier, ...content);
        const bundle = await answer(message, [everybody]);
        assertEquals(bundle.outcome?.kind, answered ? "answered" : "unanswered");
        assertEquals(reply(bundle) !== undefined, answered);
      });
    }
  }
}

Deno.test("section 16: no message of any other type is answered", async () => {
  const answerable = SECTION_16.map(([type]) => type);
  const isRelay = (type: number) => type === MessageType.RelayForward || type === MessageType.RelayReply;
  const others = Array.from({ length: 256 }, (_, type) => type).filter((type) =>
    !answerable.includes(type) && !isRelay(type)
  );
  assertEquals(others.length, 246);
  for (const type of others) {
    const packet = new Uint8Array([type, 0, 0, 1, ...Options.of(clientId, serverId).bytes]);
    const reason = silence(await answer(Message.parse(packet), [everybody]));
    assertEquals(reason, `${messageTypeName(type)} is not a message that a client sends to a server`);
  }
});

const solicit = request(MessageType.Solicit);
const empty = relayed(solicit).withOptions(Options.none);
const { hopCount, linkAddress, peerAddress } = empty as RelayMessage;
const relayReply = { type: MessageType.RelayReply };

/** `count` relay messages around `message`, without the listener's. */
function throughRelays(count: number, message: Message = solicit): Message {
  return Array.from({ length: count }).reduce((inner: Message) => relayed(inner), message);
}

/** An IA_NA whose options are these bytes. */
const iaAround = (bytes: string) => rawOption(IaNa.code, fromHex(`00000001 00000000 00000000 ${bytes}`));
const solicitWith = (...options: OptionEntry[]) => request(MessageType.Solicit, ...options);

const SILENT: readonly [behaviour: string, message: Message, reason: string][] = [
  ["a request without client identifier", bare(MessageType.Solicit), "it has no client identifier"],
  ["a request without server identifier", bare(MessageType.Request, clientId), "it has no server identifier"],
  [
    "a request with a server identifier too many",
    bare(MessageType.Solicit, clientId, serverId),
    "it has a server identifier, which it should not",
  ],
  [
    "a request for another server",
    bare(MessageType.Request, clientId, ServerId.of({ duid: OTHER_SERVER })),
    "it is for the server 00030001020000000002",
  ],
  [
    "an information-request with an IA_NA",
    request(MessageType.InformationRequest, iaNa(1)),
    "an information-request does not ask for addresses or prefixes",
  ],
  [
    "an information-request with an IA_PD",
    request(MessageType.InformationRequest, iaPd(1)),
    "an information-request does not ask for addresses or prefixes",
  ],
  [
    "an information-request with an IA_TA",
    request(MessageType.InformationRequest, IaTa.of({ iaid: 1, options: Options.none })),
    "an information-request does not ask for addresses or prefixes",
  ],
  ["a relay-forward that holds nothing", empty, "relay-forward is not a message that a client sends to a server"],
  ["a relay-reply", relayed(solicit, relayReply), "a relay-reply is not for servers"],
  [
    "a relay-reply that holds nothing",
    new RelayMessage({ ...relayReply, hopCount, linkAddress, peerAddress }),
    "relay-reply is not a message",
  ],
  ["a relay-reply further in", relayed(relayed(solicit, relayReply)), "a relay-reply is not for servers"],
  ["a request through 33 relays", throughRelays(33), "it came through more than 32 relay agents"],
  ["stray bytes at the end", bytes(solicit, "00"), "needed 4 bytes for an option header"],
  ["an option that is longer than the message", bytes(solicit, "0006 0004 0017"), "needed 4 bytes for option 6"],
  ["an option request that cannot be read", solicitWith(rawOption(OptionRequest.code, fromHex("001700"))), "oro: "],
  ["an elapsed time that cannot be read", solicitWith(rawOption(ElapsedTime.code, fromHex("00"))), "elapsed-time: "],
  ["an address that cannot be read", solicitWith(iaAround("0005 0002 2001")), "ia-address: needed 16 bytes"],
  ["a prefix that cannot be read", solicitWith(iaAround("001a 0000")), "ia-prefix: needed 4 bytes"],
  ["stray bytes in an IA", solicitWith(iaAround("0005 0018 2001")), "needed 24 bytes for option 5"],
];

/** A message with these bytes after it. */
function bytes(message: Message, tail: string): Message {
  return { save: () => new Uint8Array([...message.save(), ...fromHex(tail)]) } as Message;
}

for (const [behaviour, message, reason] of SILENT) {
  Deno.test(`validation: ${behaviour} is not answered, and the outcome tells why`, async () => {
    assertStringIncludes(silence(await answer(message, [everybody])) ?? "(no silence)", reason);
  });
}

Deno.test("validation: a request through 32 relays is answered", async () => {
  const bundle = await answer(throughRelays(32));
  assertEquals(bundle.incomingRelayMessages.length, 33);
  assertEquals(reply(bundle)?.typeName, "advertise");
});

const TOLERATED: readonly [behaviour: string, options: OptionEntry[]][] = [
  ["unknown options", [rawOption(65_000, fromHex("0102"))]],
  ["an option of no concern that cannot be read", [rawOption(39, fromHex(""))]],
  ["vendor options of an unknown enterprise", [rawOption(17, fromHex("ffffffff 0001 0001 00"))]],
  ["an address outside an IA", [
    IaAddress.of({ address: CLIENT_ADDRESS, preferredLifetime: 0, validLifetime: 0, options: Options.none }),
  ]],
  ["two client identifiers", [clientId]],
];

for (const [behaviour, options] of TOLERATED) {
  Deno.test(`validation: a request with ${behaviour} is answered`, async () => {
    assertEquals(reply(await answer(solicitWith(...options)))?.typeName, "advertise");
  });
}

Deno.test("validation: the identifiers of the answer are the server's and the client's, once each", async () => {
  const options = reply(await answer(solicit))!.options;
  assertEquals([...options].map(({ code, data }) => [code, data]), [[2, SERVER.bytes], [1, solicit.options.data(1)!]]);
});

Deno.test("validation: an answer to a client without identifier has only the server's", async () => {
  assertEquals(reply(await answer(bare(MessageType.InformationRequest)))!.options.codes, [ServerId.code]);
});
