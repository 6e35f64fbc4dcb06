import { assertEquals } from "@std/assert";
import {
  ClientServerMessage,
  Duid,
  fromHex,
  IPv6Address,
  IPv6Prefix,
  type Message,
  MessageType,
  type OptionEntry,
  Options,
  RelayMessage,
  toHex,
} from "../../src/dhcpv6/mod.ts";
import {
  ClientId,
  DnsServers,
  ElapsedTime,
  IaAddress,
  IaNa,
  IaPd,
  IaPrefix,
  InterfaceId,
  OptionRequest,
  RapidCommit,
  ReconfigureAccept,
  RelayMsg,
  RemoteId,
  ServerId,
  VendorClass,
} from "../../src/dhcpv6/options/mod.ts";
import { testWith } from "../support/requirements.ts";
import { fixture } from "../vectors/fixtures.ts";

const iaid = 0xc43cb2f1, peer = IPv6Address.parse("fe80::3631:c4ff:fe3c:b2f1");
const clientId = ClientId.of({ duid: Duid.linkLayer(1, fromHex("3431c43cb2f1")) });
const port = InterfaceId.of({ id: new TextEncoder().encode("Fa2/3") });
const uplink = InterfaceId.of({ id: new TextEncoder().encode("Gi0/0/0") });

function relay(type: number, hopCount: number, link: string, ...entries: OptionEntry[]): Message {
  const options = Options.of(...entries), linkAddress = IPv6Address.parse(link);
  return new RelayMessage({ type, hopCount, linkAddress, peerAddress: peer, options });
}

function solicit(): Message {
  const anyPrefix = IaPrefix.of({
    preferredLifetime: 0,
    validLifetime: 0,
    prefix: IPv6Prefix.parse("::/0"),
    options: Options.none,
  });
  return new ClientServerMessage({
    type: MessageType.Solicit,
    transactionId: 0xf350d6,
    options: Options.of(
      ElapsedTime.of({ elapsed: 0 }),
      clientId,
      RapidCommit.of({}),
      IaNa.of({ iaid, t1: 0, t2: 0, options: Options.none }),
      IaPd.of({ iaid, t1: 0, t2: 0, options: Options.of(anyPrefix) }),
      ReconfigureAccept.of({}),
      OptionRequest.of({ codes: [23, 56, 31, 25, 3, 17, 82, 83] }),
      VendorClass.of({ enterprise: 872, classes: [] }),
    ),
  });
}

function advertise(): Message {
  const times = { preferredLifetime: 375, validLifetime: 600, options: Options.none };
  const address = IaAddress.of({ address: IPv6Address.parse("2001:db8:ffff:1:c::e09c"), ...times });
  const prefix = IaPrefix.of({ prefix: IPv6Prefix.parse("2001:db8:ffcc:fe00::/56"), ...times });
  return new ClientServerMessage({
    type: MessageType.Advertise,
    transactionId: 0xf350d6,
    options: Options.of(
      IaNa.of({ iaid, t1: 0, t2: 0, options: Options.of(address) }),
      IaPd.of({ iaid, t1: 0, t2: 0, options: Options.of(prefix) }),
      clientId,
      ServerId.of({ duid: Duid.linkLayerTime(1, new Date("2015-06-24T10:58:23Z"), fromHex("00137265ca42")) }),
      ReconfigureAccept.of({}),
      DnsServers.of({ addresses: [IPv6Address.parse("2001:4860:4860::8888")] }),
    ),
  });
}

testWith({
  name: "build: the documented Solicit, relayed twice, is built from values byte for byte",
  needs: ["shared-fixtures"],
  fn() {
    const remoteId = (id: string) => RemoteId.of({ enterprise: 9, id: fromHex(id) });
    const { RelayForward } = MessageType;
    const inner = relay(
      RelayForward,
      0,
      "::",
      RelayMsg.of({ message: solicit() }),
      port,
      remoteId("020023000001000a0003000100211c7d486e"),
    );
    const outer = relay(
      RelayForward,
      1,
      "2001:db8:ffff:1::1",
      RelayMsg.of({ message: inner }),
      uplink,
      remoteId("020000000000000a0003000124e9b36e8100"),
    );
    assertEquals(toHex(outer.save()), toHex(fixture("relayed-solicit")));
  },
});

testWith({
  name: "build: the documented Advertise, relayed twice, is built from values byte for byte",
  needs: ["shared-fixtures"],
  fn() {
    const { RelayReply } = MessageType;
    const inner = relay(RelayReply, 0, "::", port, RelayMsg.of({ message: advertise() }));
    const outer = relay(RelayReply, 1, "2001:db8:ffff:1::1", uplink, RelayMsg.of({ message: inner }));
    assertEquals(toHex(outer.save()), toHex(fixture("relayed-advertise")));
  },
});
