import {
  ClientServerMessage,
  Duid,
  IPv6Address,
  Message,
  MessageType,
  type OptionEntry,
  Options,
  rawOption,
  RelayMessage,
  unwrap,
} from "../dhcpv6/mod.ts";
import {
  ClientId,
  DnsServers,
  ElapsedTime,
  IaAddress,
  IaNa,
  IaPd,
  IaPrefix,
  InterfaceId,
  NtpServer,
  OptionRequest,
  RelayMsg,
  RemoteId,
  ServerId,
} from "../dhcpv6/options/mod.ts";
import { pause } from "../kafka/waiting.ts";

/** What a simulated client does. */
export type ClientKind = "customer" | "slow" | "ignored" | "unknown" | "information-only";

/** A client that is to be simulated. */
export interface SimulatedClient {
  /** Counted from 1; everything about the client follows from it. */
  readonly number: number;
  /** What it does. */
  readonly kind: ClientKind;
  /** Relay agents between it and the server, 0 to 2. */
  readonly relays: number;
  /** Who it is. */
  readonly duid: Duid;
  /** Its link-local address. */
  readonly address: IPv6Address;
}

/** Sends a message and resolves with the answer, or `undefined` when there is none in time. */
export type Exchange = (message: Message, transactionId: number) => Promise<Message | undefined>;

const KINDS: readonly { readonly kind: ClientKind; readonly relays: number }[] = [
  { kind: "customer", relays: 2 },
  { kind: "customer", relays: 1 },
  { kind: "customer", relays: 0 },
  { kind: "slow", relays: 1 },
  { kind: "ignored", relays: 1 },
  { kind: "unknown", relays: 0 },
  { kind: "information-only", relays: 0 },
  { kind: "customer", relays: 1 },
];

/** The first `count` clients. */
export function simulatedClients(count: number): SimulatedClient[] {
  return Array.from({ length: count }, (_, i) => {
    const mac = [0x02, 0x00, 0x5e, 0x00, (i + 1) >> 8, (i + 1) & 0xff];
    return {
      number: i + 1,
      ...KINDS[i % KINDS.length],
      duid: Duid.linkLayer(1, new Uint8Array(mac)),
      address: IPv6Address.from(
        new Uint8Array([0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0x00, 0x00, 0x5e, 0xff, 0xfe, 0x00, mac[4], mac[5]]),
      ),
    };
  });
}

/** Lives the life of a client, with pauses of about `paceMs`, until the signal aborts. */
export async function live(
  client: SimulatedClient,
  { exchange, random, paceMs, signal }: {
    exchange: Exchange;
    random: () => number;
    paceMs: number;
    signal: AbortSignal;
  },
): Promise<void> {
  const breathe = () => pause(paceMs * (0.5 + random()), signal);
  const ask = (type: number, ...options: OptionEntry[]) => {
    const transactionId = Math.floor(random() * 0x1000000);
    const message = new ClientServerMessage({ type, transactionId, options: Options.of(...options) });
    return exchange(relayed(message, client), transactionId);
  };
  const me = ClientId.of({ duid: client.duid }), elapsed = ElapsedTime.of({ elapsed: 0 });
  const wishes = OptionRequest.of({ codes: [DnsServers.code, NtpServer.code] });
  await breathe();
  while (!signal.aborted) {
    if (client.kind === "information-only") await ask(MessageType.InformationRequest, elapsed, wishes);
    else {
      const offer = await ask(MessageType.Solicit, me, elapsed, wishes, ...emptyIas(client.number));
      const lease = offer && leaseIn(offer);
      await breathe();
      if (lease && !signal.aborted) {
        await ask(MessageType.Request, me, elapsed, wishes, ...lease);
        for (let renewals = Math.floor(random() * 4); renewals > 0 && !signal.aborted; renewals--) {
          await breathe();
          await ask(MessageType.Renew, me, elapsed, wishes, ...lease);
        }
        await breathe();
        if (!signal.aborted) await ask(MessageType.Release, me, elapsed, ...lease);
      }
    }
    await breathe();
  }
}

/** Requests for any address and any prefix. */
function emptyIas(iaid: number): OptionEntry[] {
  const empty = { iaid, t1: 0, t2: 0, options: Options.none };
  return [IaNa.of(empty), IaPd.of(empty)];
}

/** Server, address and prefix of an offer, for the messages that follow; `undefined` when it offers nothing. */
function leaseIn({ options }: Message): OptionEntry[] | undefined {
  const server = options.data(ServerId.code);
  const ias = [...options].filter(({ code }) => code === IaNa.code || code === IaPd.code);
  const offers = options.getAll(IaNa).some((ia) => ia.options.has(IaAddress)) ||
    options.getAll(IaPd).some((ia) => ia.options.has(IaPrefix));
  if (!server || !offers) return undefined;
  return [rawOption(ServerId.code, server), ...ias.map(({ code, data }) => rawOption(code, data))];
}

/** The message as it reaches the server: through a switch that adds the port, and a router behind that. */
function relayed(message: Message, { number, relays, address }: SimulatedClient): Message {
  let outer = message;
  for (let hop = 0; hop < relays; hop++) {
    const isLast = hop === relays - 1;
    outer = new RelayMessage({
      type: MessageType.RelayForward,
      hopCount: hop,
      linkAddress: isLast ? IPv6Address.parse("2001:db8:ffff:1::1") : IPv6Address.unspecified,
      peerAddress: address,
      options: Options.of(
        InterfaceId.of({ id: new TextEncoder().encode(hop === 0 ? `Fa2/${number}` : "Gi0/0/0") }),
        RemoteId.of({ enterprise: 9, id: new Uint8Array([0x02, 0x00, hop, number & 0xff]) }),
        RelayMsg.of({ message: outer }),
      ),
    });
  }
  return outer;
}

/** A socket that all simulated clients share. */
export class ClientSocket {
  readonly #conn: Deno.DatagramConn;
  readonly #server: Deno.NetAddr;
  readonly #timeoutMs: number;
  readonly #waiting = new Map<number, (answer: Message | undefined) => void>();
  readonly #receiving: Promise<void>;
  #sent = 0;
  #answered = 0;
  #closed = false;

  /** Talks to a server on the same host. */
  constructor(server: { hostname: string; port: number }, timeoutMs: number) {
    this.#server = { transport: "udp", ...server };
    this.#timeoutMs = timeoutMs;
    this.#conn = Deno.listenDatagram({ transport: "udp", hostname: server.hostname, port: 0 });
    this.#receiving = this.#receive();
  }

  /** Messages sent. */
  get sent(): number {
    return this.#sent;
  }

  /** Messages that were answered in time. */
  get answered(): number {
    return this.#answered;
  }

  /** See {@linkcode Exchange}. */
  readonly exchange: Exchange = async (message, transactionId) => {
    const { promise, resolve } = Promise.withResolvers<Message | undefined>();
    this.#waiting.set(transactionId, resolve);
    const timer = setTimeout(resolve, this.#timeoutMs, undefined);
    this.#sent++;
    await this.#conn.send(message.save(), this.#server);
    const answer = await promise;
    clearTimeout(timer);
    this.#waiting.delete(transactionId);
    if (answer) this.#answered++;
    return answer;
  };

  /** Stops receiving; whoever waits for an answer gets none. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#conn.close();
    await this.#receiving;
    for (const resolve of this.#waiting.values()) resolve(undefined);
  }

  async #receive(): Promise<void> {
    while (!this.#closed) {
      try {
        const [bytes] = await this.#conn.receive();
        const { message } = unwrap(Message.parse(bytes));
        if (message instanceof ClientServerMessage) this.#waiting.get(message.transactionId)?.(message);
      } catch (error) {
        if (!this.#closed) throw error;
      }
    }
  }
}
