import { DHCPKafkaMessage } from "@dhcpkit/kafka";
import {
  ClientServerMessage,
  Duid,
  IPv6Address,
  IPv6Prefix,
  type Message,
  type OptionEntry,
  Options,
  rawOption,
  RelayMessage,
} from "@dhcpkit/kafka/dhcpv6";
import {
  ClientId,
  DnsServers,
  DomainList,
  ElapsedTime,
  IaAddress,
  IaNa,
  IaPd,
  IaPrefix,
  InterfaceId,
  NtpServer,
  NtpServerAddress,
  NtpServerFqdn,
  OptionRequest,
  Preference,
  RapidCommit,
  RelayMsg,
  RemoteId,
  ServerId,
  SntpServers,
  Status,
  SubscriberId,
  UserClass,
  VendorClass,
} from "@dhcpkit/kafka/dhcpv6/options";
import { SeededRandom } from "../vectors/random.ts";

/** Transactions as a server might publish them, the same ones for the same seed. */
export function randomTransactions(seed: number, count: number): DHCPKafkaMessage[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => transaction(random));
}

class Random extends SeededRandom {
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  u32(): number {
    return this.below(0x10000) * 0x10000 + this.below(0x10000);
  }

  address(): IPv6Address {
    return IPv6Address.from(this.bytes(16));
  }

  some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }

  list<T>(most: number, make: () => T): T[] {
    return Array.from({ length: 1 + this.below(most) }, make);
  }
}

const NAMES = ["", "dhcp01.example.com", "größer.example", "サーバー", "a".repeat(255)];
const DOMAINS = ["example.com", "a.b.c.example", "x".repeat(63) + ".example"];

function transaction(random: Random): DHCPKafkaMessage {
  const timestampIn = random.below(2 ** 31) + random.below(1e6) / 1e6;
  return new DHCPKafkaMessage({
    serverName: random.pick(NAMES),
    timestampIn,
    timestampOut: random.chance(20) ? 0 : timestampIn + random.below(1e6) / 1e6,
    ...(random.chance(5) ? {} : { messageIn: relayed(random, 12, request(random)) }),
    ...(random.chance(15) ? {} : { messageOut: relayed(random, 13, response(random)) }),
  });
}

function request(random: Random): Message {
  return new ClientServerMessage({
    type: random.pick([1, 3, 4, 5, 6, 8, 9, 11]),
    transactionId: random.below(0x1000000),
    options: Options.of(...shuffled(random, [
      ClientId.of({ duid: duid(random) }),
      ElapsedTime.of({ elapsed: random.below(0x10000) }),
      OptionRequest.of({ codes: random.some(9, () => random.below(200)) }),
      ...ias(random),
      ...(random.chance(20) ? [RapidCommit.of({})] : []),
      ...(random.chance(20) ? [UserClass.of({ classes: random.list(3, () => random.bytes(random.below(20))) })] : []),
      ...(random.chance(20)
        ? [VendorClass.of({ enterprise: random.u32(), classes: random.list(3, () => random.bytes(random.below(20))) })]
        : []),
      ...(random.chance(20) ? [rawOption(2000 + random.below(60000), random.bytes(random.below(50)))] : []),
    ])),
  });
}

function response(random: Random): Message {
  return new ClientServerMessage({
    type: random.pick([2, 7]),
    transactionId: random.below(0x1000000),
    options: Options.of(...shuffled(random, [
      ClientId.of({ duid: duid(random) }),
      ServerId.of({ duid: duid(random) }),
      ...ias(random),
      ...(random.chance(40) ? [DnsServers.of({ addresses: random.list(3, () => random.address()) })] : []),
      ...(random.chance(40) ? [SntpServers.of({ addresses: random.list(3, () => random.address()) })] : []),
      ...(random.chance(40) ? [DomainList.of({ names: random.list(3, () => random.pick(DOMAINS)) })] : []),
      ...(random.chance(40) ? [NtpServer.of({ options: Options.of(...random.list(2, () => ntp(random))) })] : []),
      ...(random.chance(20) ? [Preference.of({ preference: random.below(256) })] : []),
      ...(random.chance(20) ? [status(random)] : []),
    ])),
  });
}

function ntp(random: Random): OptionEntry {
  return random.chance(50)
    ? NtpServerAddress.of({ address: IPv6Address.parse(`2001:db8::${random.below(65536).toString(16)}`) })
    : NtpServerFqdn.of({ fqdn: random.pick(DOMAINS) });
}

function ias(random: Random): OptionEntry[] {
  const times = () => ({ iaid: random.u32(), t1: random.below(1000), t2: 1000 + random.below(1000) });
  return [
    ...random.some(2, () => {
      const addresses = random.some(2, () => IaAddress.of({ address: random.address(), ...lifetimes(random) }));
      return IaNa.of({ ...times(), options: Options.of(...addresses) });
    }),
    ...random.some(2, () => {
      const prefixes = random.some(2, () => IaPrefix.of({ prefix: prefix(random), ...lifetimes(random) }));
      return IaPd.of({ ...times(), options: Options.of(...prefixes) });
    }),
  ];
}

/** The original wants the bits after the length to be zero. */
function prefix(random: Random): IPv6Prefix {
  const bytes = new Uint8Array(16), whole = 1 + random.below(16);
  bytes.set(random.bytes(whole));
  return new IPv6Prefix(IPv6Address.from(bytes), whole * 8);
}

function lifetimes(random: Random) {
  const preferredLifetime = random.below(100000);
  const options = random.chance(10) ? Options.of(status(random)) : Options.none;
  return { preferredLifetime, validLifetime: preferredLifetime + random.below(100000), options };
}

function status(random: Random): OptionEntry {
  return Status.of({ code: random.below(7), message: random.pick(["", "no address left", "größer"]) });
}

function duid(random: Random): Duid {
  const address = random.bytes(6);
  return random.pick([
    () => Duid.linkLayer(1, address),
    () => Duid.linkLayerTime(1, new Date(Date.UTC(2001) + random.below(1e9) * 1000), address),
    () => Duid.enterprise(random.u32(), random.bytes(1 + random.below(60))),
    () => new Duid(new Uint8Array([0, 4, ...random.bytes(16)])),
  ])();
}

function relayed(random: Random, type: number, inner: Message): Message {
  let message = inner;
  for (let hop = random.below(3); hop > 0; hop--) {
    message = new RelayMessage({
      type,
      hopCount: random.below(8),
      linkAddress: random.address(),
      peerAddress: random.address(),
      options: Options.of(...shuffled(random, [
        RelayMsg.of({ message }),
        ...(random.chance(70) ? [InterfaceId.of({ id: random.bytes(random.below(30)) })] : []),
        ...(type === 12 && random.chance(50)
          ? [RemoteId.of({ enterprise: random.u32(), id: random.bytes(1 + random.below(30)) })]
          : []),
        ...(type === 12 && random.chance(30) ? [SubscriberId.of({ id: random.bytes(1 + random.below(30)) })] : []),
      ])),
    });
  }
  return message;
}

function shuffled<T>(random: Random, list: T[]): T[] {
  for (let i = list.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
}
