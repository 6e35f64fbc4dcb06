import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { DHCPKafkaMessage } from "@dhcpkit/kafka";
import {
  ClientServerMessage,
  Duid,
  fromHex,
  IPv6Address,
  IPv6Prefix,
  Message,
  MessageType,
  type OptionEntry,
  Options,
  rawOption,
  RelayMessage,
  toHex,
  unwrap,
} from "@dhcpkit/kafka/dhcpv6";
import * as o from "@dhcpkit/kafka/dhcpv6/options";
import { createPseudonyms, type PseudonymsInit } from "@dhcpkit/kafka/privacy";

const KEY = Uint8Array.from({ length: 32 }, (_, i) => i * 7 + 1);
const MAC = fromHex("34:31:c4:3c:b2:f1");

function make(init: Partial<PseudonymsInit> = {}) {
  return createPseudonyms({ key: KEY, keyId: "one", ...init });
}

function request(...entries: OptionEntry[]): Message {
  return Message.parse(
    new ClientServerMessage({ type: MessageType.Solicit, transactionId: 7, options: Options.of(...entries) }).save(),
  );
}

function relayed(message: Message, peer: string, link = "::", ...entries: OptionEntry[]): Message {
  const options = Options.of(...entries, o.RelayMsg.of({ message }));
  const [linkAddress, peerAddress] = [IPv6Address.parse(link), IPv6Address.parse(peer)];
  return Message.parse(
    new RelayMessage({ type: MessageType.RelayForward, hopCount: 0, linkAddress, peerAddress, options }).save(),
  );
}

function clientDuid(duid: string, init: Partial<PseudonymsInit> = {}): Duid {
  const message = make(init).replaceIn(request(o.ClientId.of({ duid: Duid.parse(duid) })));
  return message.options.get(o.ClientId)!.duid;
}

Deno.test("a MAC address has the same token in every kind of DUID, in option 79 and in interface identifiers", () => {
  const inner = request(
    o.ClientId.of({ duid: Duid.linkLayerTime(1, new Date("2016-12-08"), MAC) }),
    o.IaNa.of({
      iaid: 1,
      t1: 0,
      t2: 0,
      options: Options.of(o.IaAddress.of({
        address: IPv6Address.parse("2001:db8:ffff:1:3631:c4ff:fe3c:b2f1"),
        preferredLifetime: 0,
        validLifetime: 0,
        options: Options.none,
      })),
    }),
  );
  const published = make().replaceIn(relayed(
    inner,
    "fe80::3631:c4ff:fe3c:b2f1",
    "2001:db8::1",
    o.ClientLinkLayerAddress.of({ hardwareType: 1, address: MAC }),
    o.RelayId.of({ duid: Duid.linkLayer(1, MAC) }),
  )) as RelayMessage;
  const mac = published.options.get(o.ClientLinkLayerAddress)!.address, { message } = unwrap(published);
  assertNotEquals(mac, MAC);
  assertEquals(mac[0] & 3, 2, "locally administered, and no group");
  assertEquals(published.options.get(o.RelayId)!.duid.macAddress, toHex(mac, ":"));
  assertEquals(message.options.get(o.ClientId)!.duid.macAddress, toHex(mac, ":"));
  const identifier = toHex(new Uint8Array([mac[0] ^ 2, mac[1], mac[2], 0xff, 0xfe, mac[3], mac[4], mac[5]]));
  assertEquals(toHex(published.peerAddress.bytes), "fe80000000000000" + identifier);
  const { address } = message.options.get(o.IaNa)!.options.get(o.IaAddress)!;
  assertEquals(toHex(address.bytes.subarray(8)), identifier);
});

Deno.test("a DUID stays one of its type, hardware type and enterprise, and the rest of it is another", () => {
  const opaque = "00aabbccddeeff0011";
  for (const duid of ["000300013431c43cb2f1", "000100011fdb3d803431c43cb2f1", "0002000003680102030405", opaque]) {
    const token = clientDuid(duid);
    assertEquals([token.bytes.length, token.content.type], [duid.length / 2, Duid.parse(duid).content.type]);
    assertNotEquals(token.toString(), duid);
  }
  assertEquals(clientDuid("0002000003680102030405").toString().slice(0, 12), "000200000368");
  const uuid = clientDuid("0004 6ba7b810-9dad-11d1-80b4-00c04fd430c8").content;
  assert(uuid.type === "uuid" && /^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[89ab]/.test(uuid.uuid), JSON.stringify(uuid));
  assertNotEquals(clientDuid(opaque).toString().slice(0, 4), "00aa");
});

Deno.test("servers with the same key make the same tokens; with another key, none is the same", () => {
  const duid = "000100011fdb3d803431c43cb2f1", other = KEY.map((byte) => byte ^ 1);
  assertEquals(clientDuid(duid).toString(), clientDuid(duid, { keyId: "other-name" }).toString());
  assertNotEquals(clientDuid(duid, { key: other }).macAddress, clientDuid(duid).macAddress);
});

Deno.test("the same bytes have other tokens in other options, and the same in the same option", () => {
  const id = fromHex("0102030405060708");
  const message = make().replaceIn(request(
    o.InterfaceId.of({ id }),
    o.SubscriberId.of({ id }),
    o.RemoteId.of({ enterprise: 9, id }),
    rawOption(60000, id),
    rawOption(60001, id),
  ));
  const again = make().replaceIn(request(o.InterfaceId.of({ id }), rawOption(60001, id)));
  const tokens = [...message.options].map(({ code, data }) => toHex(code === 37 ? data.subarray(4) : data));
  assertEquals(new Set([...tokens, toHex(id)]).size, 6);
  assertEquals(message.options.get(o.RemoteId)!.enterprise, 9);
  assertEquals([...again.options].map(({ data }) => toHex(data)), [tokens[0], tokens[4]]);
});

Deno.test("short identifiers never share a token", () => {
  const pseudonyms = make();
  const tokenOf = (id: Uint8Array) => toHex(pseudonyms.replaceIn(request(o.InterfaceId.of({ id }))).options.data(18)!);
  // By chance, a hundred of the longer ones would share one.
  for (const [length, count] of [[1, 256], [2, 4096]]) {
    const tokens = Array.from({ length: count }, (_, i) => tokenOf(new Uint8Array([i >> 8, i]).subarray(2 - length)));
    assertEquals(new Set(tokens).size, count);
  }
});

Deno.test("host names and texts keep how they are put together, and names do not depend on capitals", () => {
  const nameOf = (name: string) =>
    make().replaceIn(request(o.ClientFqdn.of({ flags: 0, name }))).options.get(o.ClientFqdn)!.name;
  assert(
    /^[a-z2-7]{11}\.[a-z2-7]{7}\.[a-z2-7]{3}\.$/.test(nameOf("anna-laptop.example.com.")),
    nameOf("anna-laptop.example.com."),
  );
  assertEquals(nameOf("Anna-Laptop"), nameOf("anna-laptop.example.com.").split(".")[0]);
  const url = "https://[2001:db8::1]/boot/34-31-c4-3c-b2-f1.cfg";
  const token = make().replaceIn(request(o.BootfileUrl.of({ url }))).options.get(o.BootfileUrl)!.url;
  assertEquals(token.replace(/[a-z0-9]/g, "x"), url.replace(/[a-z0-9]/g, "x"));
  assert(!token.includes("34-31"));
});

Deno.test("what nobody knows is replaced: unknown options, vendors and suboptions, and bytes that are no option", () => {
  const secret = fromHex("c0ffeec0ffee"), text = toHex(secret);
  const vendor = (enterprise: number, options: Options) => o.VendorOptions.of({ enterprise, options });
  const raw = (bytes: Uint8Array) => Options.at(bytes, 0, bytes.length);
  const message = request(
    rawOption(4711, secret),
    vendor(99999, Options.of(rawOption(1, secret))),
    vendor(4491, Options.of(rawOption(7777, secret))),
    vendor(88888, raw(secret)),
  );
  const published = make().replaceIn(Message.parse(fromHex(toHex(message.save()) + text)));
  assert(!toHex(published.save()).includes(text), toHex(published.save()));
  assertEquals(published.options.stray, new Uint8Array(6).fill(0xff));
  assertEquals(published.options.codes, message.options.codes);
  assertEquals(published.options.getAll(o.VendorOptions).map((value) => value.enterprise), [99999, 4491, 88888]);
  const unknownType = Message.parse(fromHex("c8000001" + text));
  assertEquals(toHex(make().replaceIn(unknownType).save()), "c8000001ffffffffffff");
});

Deno.test("servers, times, codes and settings for everybody stay", () => {
  const message = request(
    o.ServerId.of({ duid: Duid.parse("00030001020000000001") }),
    o.ElapsedTime.of({ elapsed: 7 }),
    o.OptionRequest.of({ codes: [23, 24] }),
    o.DnsServers.of({ addresses: [IPv6Address.parse("2001:4860:4860::8888")] }),
    o.DomainList.of({ names: ["example.com"] }),
  );
  assertEquals(make().replaceIn(message).save(), message.save());
});

Deno.test("an option that is to be kept stays, unless it holds identifiers that stand elsewhere too", () => {
  const message = request(o.VendorClass.of({ enterprise: 311, classes: [fromHex("4d53465420352e30")] }));
  assertNotEquals(make().replaceIn(message).save(), message.save());
  assertEquals(make({ keep: ["vendor-class"] }).replaceIn(message).save(), message.save());
  for (const name of ["client-id", "ia-address", "relay-msg", "client-linklayer-addr", "radius"]) {
    assertThrows(() => make({ keep: [name] }), TypeError, `keep: ${name} holds identifiers`);
  }
  assertThrows(() => make({ keep: ["vendor-clas"] }), TypeError, 'there is no option "vendor-clas"');
});

Deno.test("a DHCPv4 message within has other addresses, another hardware address and no names, and stays one", () => {
  const packet = new Uint8Array(280);
  packet.set(fromHex("01010600 39030000 00000000 c0a80105 00000000 00000000 0a000001"));
  packet.set(MAC, 28);
  packet.set(fromHex("63825363 350101 3d07013431c43cb2f1 0c04616e6e61 3204c0a80105 3c024142 ff"), 236);
  const published = make().replaceIn(request(o.Dhcpv4Msg.of({ message: packet }))).options.get(o.Dhcpv4Msg)!.message;
  const mac = clientDuid("000300013431c43cb2f1").macAddress!.replaceAll(":", "");
  assertEquals(toHex(published.subarray(28, 44)), mac + "00".repeat(10));
  assertEquals(toHex(published.subarray(236, 243)), "63825363350101");
  assertEquals(toHex(published.subarray(243, 252)), "3d0701" + mac);
  assertEquals(published.subarray(12, 16), published.subarray(260, 264));
  assertEquals([published[12], toHex(published.subarray(16, 20)), published[24]], [192, "00000000", 10]);
  for (const secret of ["3431c43cb2f1", "616e6e61", "c0a80105", "3c024142"]) {
    assert(!toHex(published).includes(secret), secret);
  }
});

Deno.test("a delegated prefix holds the addresses that it held, and is as long as it was", () => {
  const prefix = IPv6Prefix.parse("2001:db8:ffcc:fe00::/56"), address = IPv6Address.parse("2001:db8:ffcc:fe12::77");
  const lifetimes = { preferredLifetime: 0, validLifetime: 0, options: Options.none };
  const message = make().replaceIn(request(
    o.IaPrefix.of({ prefix, ...lifetimes }),
    o.IaAddress.of({ address, ...lifetimes }),
  ));
  const [other, within] = [message.options.get(o.IaPrefix)!.prefix, message.options.get(o.IaAddress)!.address];
  assertEquals(other.length, 56);
  assert(other.contains(within) && !prefix.contains(within) && !other.equals(prefix));
  assert(IPv6Prefix.parse("2001:db8::/32").contains(within));
  assertEquals(other.address.sharesPrefix(other.address, 128), true);
  assertEquals(toHex(other.address.bytes.subarray(7)), "00".repeat(9));
});

Deno.test("the message that was given stays as it is, and a record without packets is one", () => {
  const message = request(o.ClientId.of({ duid: Duid.linkLayer(1, MAC) })), before = message.save().slice();
  const given = new DHCPKafkaMessage({ serverName: "dhcp01", timestampIn: 1, messageIn: message, timestampOut: 2 });
  const published = make().replace(given);
  assertEquals(given.messageIn?.save(), before);
  assertEquals([published.serverName, published.timestampIn, published.timestampOut], ["dhcp01", 1, 2]);
  assertEquals(published.messageOut, undefined);
});

Deno.test("no more than so many identifiers of a packet get a token; beyond, nothing is left either", () => {
  const many = Array.from({ length: 3000 }, (_, i) => rawOption(60000, new Uint8Array([i >> 8, i, 1, 2, 3, 4, 5, 6])));
  const message = request(...many), published = make().replaceIn(message);
  const bodiesOf = ({ options }: Message) => [...options].map(({ data }) => toHex(data));
  const before = bodiesOf(message), bodies = bodiesOf(published);
  assertEquals(bodies.length, 3000);
  assertEquals(bodies[2999], "ff".repeat(8));
  assertEquals(bodies.filter((body, i) => body === before[i]), []);
});

Deno.test("the key is in no text, JSON or error, and one that is short or not random is refused", () => {
  const pseudonyms = make();
  for (
    const text of [
      Deno.inspect(pseudonyms, { depth: 9, showHidden: true }),
      JSON.stringify(pseudonyms),
      `${pseudonyms}`,
    ]
  ) {
    assert(!text.includes(toHex(KEY).slice(0, 8)) && !/\b1, *8, *15\b/.test(text.replace(/\s+/g, " ")), text);
  }
  assertThrows(() => make({ key: KEY.subarray(1) }), RangeError, "the key has 31 bytes; it needs at least 32");
  assertThrows(() => make({ key: new Uint8Array(32) }), RangeError, "openssl rand -hex 32");
  assertThrows(() => make({ keyId: "" }), RangeError, "keyId");
  assertThrows(() => make({ keyId: "a\nb" }), RangeError, "keyId");
  assertThrows(() => make({ keptAddressBits: 65 }), RangeError, "keptAddressBits must be 10 to 64, not 65");
});

Deno.test("a key that its owner changes later, or wipes, goes on as it was", () => {
  const key = KEY.slice(), pseudonyms = createPseudonyms({ key, keyId: "one" });
  key.fill(0);
  const message = request(o.ClientId.of({ duid: Duid.linkLayer(1, MAC) }));
  assertEquals(pseudonyms.replaceIn(message).save(), make().replaceIn(message).save());
});
