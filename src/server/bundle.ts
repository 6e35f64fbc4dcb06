import { IPv6Address } from "../dhcpv6/address.ts";
import type { Duid } from "../dhcpv6/duid.ts";
import { ClientServerMessage, type Message, RelayMessage } from "../dhcpv6/message.ts";
import { MessageType } from "../dhcpv6/message_type.ts";
import type { OptionEntry } from "../dhcpv6/option.ts";
import { Options } from "../dhcpv6/options.ts";
import { unwrap } from "../dhcpv6/relay.ts";
import { ClientId } from "../dhcpv6/options/rfc9915_identity.ts";
import { IaNa, IaPd, type IaValue } from "../dhcpv6/options/rfc9915_identity_association.ts";
import { RelayMsg } from "../dhcpv6/options/rfc9915_relay.ts";
import { requestedEcho } from "./_requested_echo.ts";
import type { Handler } from "./handler.ts";
import type { Outcome } from "./outcome.ts";
import type { Response } from "./response.ts";
import type { Timing } from "./timing.ts";

/** What a {@linkcode TransactionBundle} is made of. */
export interface TransactionBundleInit {
  /** The message as received, relay messages around it included. */
  incomingMessage: Message;
  /** When it was received: seconds since 1970-01-01 UTC. Default: now. */
  receivedAt?: number;
  /** Whether it was sent to a multicast address. Default: false. */
  receivedOverMulticast?: boolean;
  /** Whether it came over TCP. Default: false. */
  receivedOverTcp?: boolean;
  /** Whether a Solicit with Rapid Commit may be answered by a Reply. Default: false. */
  allowRapidCommit?: boolean;
  /** Marks of the listener. Default: none. */
  marks?: Iterable<string>;
}

/** An identity association that the client asks for, and whether a handler has answered it. */
export interface RequestedIa {
  /** What the client asks for. */
  readonly kind: "address" | "prefix";
  /** The option as received. */
  readonly value: IaValue;
  /** Set by the handler that answers it; what is left at the end of the phase `handle` is refused. */
  answered: boolean;
}

/**
 * All that handlers know of one transaction: the request, what is around it, and the answer that comes about.
 *
 * @example
 * ```ts
 * import { fromHex, Message } from "@dhcpkit/kafka/dhcpv6";
 * import { TransactionBundle } from "@dhcpkit/kafka/server";
 * import { assertEquals } from "@std/assert";
 *
 * const incomingMessage = Message.parse(fromHex("0bf350d6 0001000a 00030001 3431c43cb2f1"));
 * const bundle = new TransactionBundle({ incomingMessage });
 * assertEquals(String(bundle), "information-request from 000300013431c43cb2f1 with marks 'unmarked'");
 * ```
 */
export class TransactionBundle {
  /** The message as received, relay messages around it included. */
  readonly incomingMessage: Message;
  /** The message of the client. */
  readonly request: Message;
  /** The relay messages around the request, the one closest to the client first. */
  readonly incomingRelayMessages: readonly RelayMessage[];
  /** When the message was received: seconds since 1970-01-01 UTC. */
  readonly receivedAt: number;
  /** Whether it was sent to a multicast address. */
  readonly receivedOverMulticast: boolean;
  /** Whether it came over TCP. */
  readonly receivedOverTcp: boolean;
  /** Marks of the listener, which filters ask for before the first phase, and what handlers add for those behind them. */
  readonly marks: Set<string>;
  /** What handlers keep for themselves during the transaction. */
  readonly handlerData: Map<Handler, unknown> = new Map();
  /** The addresses and prefixes that the client asks for. */
  readonly requestedIas: readonly RequestedIa[];
  /** Options to add to the Relay-reply for each of {@linkcode TransactionBundle.incomingRelayMessages}. */
  readonly outgoingRelayOptions: readonly OptionEntry[][];
  /** When clients are to extend what they are given, where a handler has set it. */
  readonly timing: Timing = {};

  /** Whether a Solicit with Rapid Commit may be answered by a Reply. */
  allowRapidCommit: boolean;
  /** Whether the client may send to this server by unicast. */
  allowUnicast = false;
  /** Whether an address or prefix that the client asked for is refused. */
  refused = false;
  /** The answer so far, or `undefined` for none. */
  response: Response | undefined;
  /** The answer in its relay messages, once all handlers are through; `undefined` for none. */
  outgoingMessage: Message | undefined;
  /** What became of the request, once all handlers are through. */
  outcome: Outcome | undefined;

  /** Throws `WireError` when a relayed message, or an IA in the request, cannot be read. */
  constructor(init: TransactionBundleInit) {
    const { message, relays } = unwrap(init.incomingMessage);
    this.incomingMessage = init.incomingMessage;
    this.request = message;
    this.incomingRelayMessages = relays;
    this.outgoingRelayOptions = relays.map(() => []);
    this.receivedAt = init.receivedAt ?? Date.now() / 1000;
    this.receivedOverMulticast = init.receivedOverMulticast ?? false;
    this.receivedOverTcp = init.receivedOverTcp ?? false;
    this.allowRapidCommit = init.allowRapidCommit ?? false;
    this.marks = new Set(init.marks ?? ["unmarked"]);
    this.requestedIas = [
      ...message.options.getAll(IaNa).map((value): RequestedIa => ({ kind: "address", value, answered: false })),
      ...message.options.getAll(IaPd).map((value): RequestedIa => ({ kind: "prefix", value, answered: false })),
    ];
  }

  /** The client's DUID, or `undefined` when it did not say. */
  get clientId(): Duid | undefined {
    return this.request.options.get(ClientId)?.duid;
  }

  /** Where the client is: the link-address closest to it that says something, otherwise `::`. */
  get linkAddress(): IPv6Address {
    const relay = this.incomingRelayMessages.find(({ linkAddress }) => linkAddress.isGlobal);
    return relay?.linkAddress ?? IPv6Address.unspecified;
  }

  /** The transaction id of the request. */
  get transactionId(): number {
    return this.request instanceof ClientServerMessage ? this.request.transactionId : 0;
  }

  /**
   * `message` in a Relay-reply for each relay message that the request came in (RFC 9915 section 19.3), with the options
   * that its relay agent asked to have back (RFC 4994).
   */
  wrap(message: Message): Message {
    return this.incomingRelayMessages.reduce((inner: Message, relay, i) => {
      const replied = this.outgoingRelayOptions[i];
      return new RelayMessage({
        type: MessageType.RelayReply,
        hopCount: relay.hopCount,
        linkAddress: relay.linkAddress,
        peerAddress: relay.peerAddress,
        options: Options.of(...replied, ...requestedEcho(relay, replied), RelayMsg.of({ message: inner })),
      });
    }, message);
  }

  /** `solicit from 0003… at fe80::… via 2001:db8::1 -> LDRA with marks 'a', 'b'`. */
  toString(): string {
    const { clientId, incomingRelayMessages: relays } = this;
    const at = relays.length > 0 ? ` at ${relays[0].peerAddress}` : "";
    const via = relays.map(({ linkAddress }) => linkAddress.isUnspecified ? "LDRA" : String(linkAddress)).reverse();
    const marks = [...this.marks].map((mark) => `'${mark}'`).join(", ");
    return `${this.request.typeName} from ${clientId ?? "a client without DUID"}${at}` +
      (via.length > 0 ? ` via ${via.join(" -> ")}` : "") + (marks === "" ? "" : ` with marks ${marks}`);
  }
}
