import {
  ClientServerMessage,
  Duid,
  IPv6Address,
  IPv6Prefix,
  type Message,
  MessageType,
  type OptionEntry,
  Options,
  RelayMessage,
  statusCodeName,
} from "../../src/dhcpv6/mod.ts";
import {
  ClientId,
  IaAddress,
  IaNa,
  IaPd,
  IaPrefix,
  type IaValue,
  InterfaceId,
  RelayMsg,
  ServerId,
  Status,
} from "../../src/dhcpv6/options/mod.ts";
import {
  type Handler,
  Pipeline,
  type PipelineInit,
  silentLogger,
  TransactionBundle,
  type TransactionBundleInit,
  wrapReceived,
} from "../../src/server/mod.ts";

/** Who the server under test is. */
export const SERVER: Duid = Duid.parse("00030001 020000000001");
/** Who another server is. */
export const OTHER_SERVER: Duid = Duid.parse("00030001 020000000002");
/** Who the client is. */
export const CLIENT: Duid = Duid.parse("00030001 3431c43cb2f1");
/** The client's link-local address. */
export const CLIENT_ADDRESS: IPv6Address = IPv6Address.parse("fe80::3631:c4ff:fe3c:b2f1");
/** The transaction id of every request. */
export const TRANSACTION_ID = 0xf350d6;

/** An IPv6 address. */
export const ip = (text: string): IPv6Address => IPv6Address.parse(text);
/** An IPv6 prefix. */
export const net = (text: string): IPv6Prefix => IPv6Prefix.parse(text);
/** Text as the bytes that options hold. */
export const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
/** The client identifier option of {@linkcode CLIENT}. */
export const clientId: OptionEntry = ClientId.of({ duid: CLIENT });
/** The server identifier option of {@linkcode SERVER}. */
export const serverId: OptionEntry = ServerId.of({ duid: SERVER });

/** Message types that carry the identifier of the server that they are for. */
const ADDRESSED: readonly number[] = [
  MessageType.Request,
  MessageType.Renew,
  MessageType.Release,
  MessageType.Decline,
];

/** A message of a client with exactly these options. */
export function bare(type: number, ...options: OptionEntry[]): ClientServerMessage {
  return new ClientServerMessage({ type, transactionId: TRANSACTION_ID, options: Options.of(...options) });
}

/** A message of the client with the identifiers that its type needs, and these options. */
export function request(type: number, ...options: OptionEntry[]): ClientServerMessage {
  return bare(type, clientId, ...(ADDRESSED.includes(type) ? [serverId] : []), ...options);
}

/** An IA_NA that holds these addresses. */
export function iaNa(iaid: number, ...addresses: string[]): OptionEntry {
  const held = addresses.map((address) => IaAddress.of({ address: ip(address), ...NO_LIFETIMES }));
  return IaNa.of({ iaid, t1: 0, t2: 0, options: Options.of(...held) });
}

/** An IA_PD that holds these prefixes. */
export function iaPd(iaid: number, ...prefixes: string[]): OptionEntry {
  const held = prefixes.map((prefix) => IaPrefix.of({ prefix: net(prefix), ...NO_LIFETIMES }));
  return IaPd.of({ iaid, t1: 0, t2: 0, options: Options.of(...held) });
}

const NO_LIFETIMES = { preferredLifetime: 0, validLifetime: 0, options: Options.none };

/** `message` in a Relay-forward. */
export function relayed(
  message: Message,
  { hopCount = 0, link = "::", peer = String(CLIENT_ADDRESS), type = MessageType.RelayForward as number }: {
    hopCount?: number;
    link?: string;
    peer?: string;
    type?: number;
  } = {},
  ...options: OptionEntry[]
): RelayMessage {
  return new RelayMessage({
    type,
    hopCount,
    linkAddress: ip(link),
    peerAddress: ip(peer),
    options: Options.of(...options, RelayMsg.of({ message })),
  });
}

/** What a server has of `message`, which a listener got from the client; sent to everybody unless `init` says otherwise. */
export function received(message: Message, init: Partial<TransactionBundleInit> = {}): TransactionBundle {
  const arrival = { interfaceName: "eth0", linkAddress: IPv6Address.unspecified, peerAddress: CLIENT_ADDRESS };
  return new TransactionBundle({
    incomingMessage: wrapReceived(message.save(), arrival),
    receivedAt: 12345,
    receivedOverMulticast: true,
    ...init,
  });
}

/** What a server with these handlers makes of `message`. */
export async function answer(
  message: Message,
  handlers: readonly Handler[] = [],
  init: Partial<TransactionBundleInit> & Partial<PipelineInit> = {},
): Promise<TransactionBundle> {
  const { serverId = SERVER, rapidCommitRejections, logger = silentLogger, ...bundleInit } = init;
  const bundle = received(message, bundleInit);
  await new Pipeline({ serverId, handlers, rapidCommitRejections, logger }).handle(bundle);
  return bundle;
}

/** The answer without the relay messages around it, or `undefined` for none. */
export function reply({ outgoingMessage }: TransactionBundle): Message | undefined {
  let message = outgoingMessage;
  while (message instanceof RelayMessage) message = message.relayedMessage;
  return message;
}

/** Why there is no answer; `undefined` when there is one or a handler failed. */
export function silence({ outcome, outgoingMessage }: TransactionBundle): string | undefined {
  return outcome?.kind === "unanswered" && outgoingMessage === undefined ? outcome.reason : undefined;
}

/** The status of a whole answer, as its name. */
export function status(message: Message | undefined): string | undefined {
  const value = message?.options.get(Status);
  return value && statusCodeName(value.code);
}

/** The IAs of an answer, one line each: `ia-na 7 t1 43200 t2 69120: 2001:db8::7 86400/172800; NoAddrsAvail`. */
export function ias(message: Message | undefined): string[] {
  const line = (name: string, { iaid, t1, t2, options }: IaValue) => {
    const leases = [
      ...options.getAll(IaAddress).map((lease) => ({ ...lease, of: String(lease.address) })),
      ...options.getAll(IaPrefix).map((lease) => ({ ...lease, of: String(lease.prefix) })),
    ].map((lease) => `${lease.of} ${lease.preferredLifetime}/${lease.validLifetime}`);
    const statuses = options.getAll(Status).map(({ code }) => statusCodeName(code));
    return `${name} ${iaid} t1 ${t1} t2 ${t2}: ${[...leases, ...statuses].join("; ")}`;
  };
  return [
    ...(message?.options.getAll(IaNa) ?? []).map((value) => line("ia-na", value)),
    ...(message?.options.getAll(IaPd) ?? []).map((value) => line("ia-pd", value)),
  ];
}

/** An Interface-Id option. */
export function interfaceId(id: string | Uint8Array): OptionEntry {
  return InterfaceId.of({ id: typeof id === "string" ? ascii(id) : id });
}
