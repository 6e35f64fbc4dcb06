import {
  Dhcpv4Message,
  Duid,
  fromHex,
  IPv6Address,
  IPv6Prefix,
  Message,
  messageTypeByName,
  type OptionEntry,
  Options,
  rawOption,
  type ReceiverRole,
  RelayMessage,
  type ValidateOptions,
} from "../../../src/dhcpv6/mod.ts";
import {
  ClientFqdn,
  ClientId,
  DnsServers,
  ElapsedTime,
  IaAddress,
  IaNa,
  IaPd,
  IaPrefix,
  InterfaceId,
  OptionRequest,
  RelayMsg,
  S46BorderRelay,
  S46MapE,
  S46PortParams,
  S46Rule,
  ServerId,
  Status,
} from "../../../src/dhcpv6/options/mod.ts";

/** A message that a rule is about, and one that is like it and as it should be. */
export interface FindingCase {
  readonly rule: string;
  /** What is wrong, for the name of the test. */
  readonly what: string;
  readonly bad: Uint8Array<ArrayBuffer>;
  /** Names around the place where the finding has to be. */
  readonly path: readonly string[];
  /** What the finding has to say. */
  readonly says: RegExp;
  readonly good: Uint8Array<ArrayBuffer>;
  readonly role?: ReceiverRole;
  readonly options?: ValidateOptions;
  /** Default: those of the bad one. */
  readonly goodRole?: ReceiverRole;
  readonly goodOptions?: ValidateOptions;
}

export const duid: Duid = Duid.parse("00:03:00:01:34:31:c4:3c:b2:f1");
export const otherDuid: Duid = Duid.parse("00:03:00:01:34:31:c4:3c:b2:f2");
export const serverDuid: Duid = Duid.parse("00:03:00:01:02:00:00:00:00:01");

export const cid: OptionEntry = ClientId.of({ duid });
export const sid: OptionEntry = ServerId.of({ duid: serverDuid });
export const elapsed: OptionEntry = ElapsedTime.of({ elapsed: 0 });
export const address = (text: string): IPv6Address => IPv6Address.parse(text);
export const prefix = (text: string): IPv6Prefix => IPv6Prefix.parse(text);

/** A message of that type as the wire has it. */
export function message(
  typeName: string,
  entries: readonly OptionEntry[],
  transactionId = 0xf350d6,
): Uint8Array<ArrayBuffer> {
  const type = messageTypeByName(typeName)!;
  const header = [type, transactionId >> 16, transactionId >> 8 & 255, transactionId & 255];
  return new Uint8Array([...header, ...Options.of(...entries).bytes]);
}

/** A message by which a client asks, with what it needs. */
export function request(typeName: string, ...entries: readonly OptionEntry[]): Uint8Array<ArrayBuffer> {
  const toOne = ["request", "renew", "release", "decline"].includes(typeName);
  return message(typeName, [cid, ...toOne ? [sid] : [], elapsed, ...entries]);
}

/** An answer of a server, with what it needs. */
export function answer(typeName: string, ...entries: readonly OptionEntry[]): Uint8Array<ArrayBuffer> {
  return message(typeName, [cid, sid, ...entries]);
}

/** What a relay agent, or a server to one, puts around a message. */
export function relayed(
  inner: Uint8Array<ArrayBuffer> | undefined,
  init: { typeName?: string; hopCount?: number; link?: string; peer?: string; options?: readonly OptionEntry[] } = {},
): Uint8Array<ArrayBuffer> {
  const { typeName = "relay-forward", hopCount = 0, link = "2001:db8::1", peer = "fe80::1", options = [] } = init;
  const entries = inner ? [RelayMsg.of({ message: Message.parse(inner) })] : [];
  return bytesOf(
    new RelayMessage({
      type: messageTypeByName(typeName)!,
      hopCount,
      linkAddress: address(link),
      peerAddress: address(peer),
      options: Options.of(...options, ...entries),
    }),
  );
}

/** A message that carries DHCPv4. */
export function dhcpv4(flags: number, ...entries: readonly OptionEntry[]): Uint8Array<ArrayBuffer> {
  return bytesOf(new Dhcpv4Message({ type: 20, flags, options: Options.of(...entries) }));
}

export function iaNa(entries: readonly OptionEntry[], iaid = 1, t1 = 0, t2 = 0): OptionEntry {
  return IaNa.of({ iaid, t1, t2, options: Options.of(...entries) });
}

export function iaPd(entries: readonly OptionEntry[], iaid = 1, t1 = 0, t2 = 0): OptionEntry {
  return IaPd.of({ iaid, t1, t2, options: Options.of(...entries) });
}

export function iaAddress(preferredLifetime = 0, validLifetime = 0, ...entries: readonly OptionEntry[]): OptionEntry {
  const options = Options.of(...entries);
  return IaAddress.of({ address: address("2001:db8::5"), preferredLifetime, validLifetime, options });
}

export function iaPrefix(text: string, entries: readonly OptionEntry[] = []): OptionEntry {
  const options = Options.of(...entries);
  return IaPrefix.of({ preferredLifetime: 100, validLifetime: 200, prefix: prefix(text), options });
}

export const interfaceId = (text: string): OptionEntry => InterfaceId.of({ id: new TextEncoder().encode(text) });
/** An option whose body is given in hexadecimal digits. */
export const raw = (code: number, hex: string): OptionEntry => rawOption(code, fromHex(hex));

export const dns: OptionEntry = DnsServers.of({ addresses: [address("2001:db8::53")] });
export const failed: OptionEntry = Status.of({ code: 2, message: "" });
export const oro = (...codes: number[]): OptionEntry => OptionRequest.of({ codes });
export const fqdn = (flags: number): OptionEntry => ClientFqdn.of({ flags, name: "host" });

/** Fields of a mapping rule and of its ports. */
export interface SoftwireFields {
  readonly flags: number;
  readonly eaLength: number;
  readonly prefix4Length: number;
  readonly offset: number;
  readonly psidLength: number;
  readonly psid: number;
}

/** A softwire of one rule that is as it should be, but for what is given. */
export function mapE(fields: Partial<SoftwireFields> = {}): OptionEntry {
  const { flags = 0, eaLength = 16, prefix4Length = 24, offset = 6, psidLength = 8, psid = 0x3400 } = fields;
  const options = Options.of(S46PortParams.of({ offset, psidLength, psid }));
  const prefix6 = prefix("2001:db8::/40"), prefix4 = "192.0.2.0";
  return S46MapE.of({
    options: Options.of(
      S46Rule.of({ flags, eaLength, prefix4Length, prefix4, prefix6, options }),
      S46BorderRelay.of({ address: address("2001:db8::9") }),
    ),
  });
}

function bytesOf(message: Message): Uint8Array<ArrayBuffer> {
  return new Uint8Array(message.save());
}
