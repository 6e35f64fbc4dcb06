import { Duid, IPv6Address, type MessageSummary, messageTypeName, summarizeMessage } from "../dhcpv6/mod.ts";
import type { DHCPKafkaMessage } from "../messages/mod.ts";
import { remoteIdText } from "../store/lease_answer_json.ts";
import { type LeaseEvent, leaseText } from "../store/lease_event.ts";
import type { Outcome } from "../store/new_transaction.ts";
import { readPackets, textOf } from "../store/read_transaction.ts";
import { storedText } from "../store/stored_text.ts";
import { timeText } from "../store/time_text.ts";

/** What people ask for in transactions, in flat values: `null` where it is not known or not there. */
export interface TransactionFacts {
  /** What came of the request: see `Outcome` of `@dhcpkit/kafka/store`. */
  readonly outcome: Outcome;
  /** The first status of the answer other than Success, with its message: `NoPrefixAvail: all in use`. */
  readonly reason: string | null;
  /** Milliseconds until the server had answered, or had decided not to, to the microsecond; `null` where a time is missing. */
  readonly "duration-ms": number | null;
  /** Of the client's message: six hexadecimal digits. */
  readonly "transaction-id": string | null;
  /** Name of the client's message type, `solicit`, or its number as text. */
  readonly "request-type": string | null;
  /** Name of the server's message type. */
  readonly "response-type": string | null;
  /** The client's DUID, hexadecimal digits. */
  readonly "client-duid": string | null;
  /** The client's MAC address by its DUID or its link-local address: `34:31:c4:3c:b2:f1`. */
  readonly "client-mac": string | null;
  /** The address that the client sent from, mostly its link-local one. */
  readonly "client-address": string | null;
  /** An address of the client's link, by the relay agent closest to it. */
  readonly "link-address": string | null;
  /** Interface-Id of the relay agent closest to the client: text where it is printable ASCII, otherwise `0x` and digits. */
  readonly "interface-id": string | null;
  /** Remote-ID of that relay agent: enterprise number, colon, and the rest like an Interface-Id. */
  readonly "remote-id": string | null;
  /** The name that the client gives itself. */
  readonly "host-name": string | null;
  /** Vendor class, its enterprise number first: `872:…`. */
  readonly "vendor-class": string | null;
  /** Addresses in the answer with a lifetime, offers included (RFC 5952). */
  readonly addresses: readonly string[];
  /** Prefixes in the answer with a lifetime, offers included. */
  readonly prefixes: readonly string[];
  /** What changed by the answer for addresses and prefixes: only a Reply says any of it. */
  readonly leases: readonly LeaseChangeJson[];
}

/** What an answer says of an address or prefix: a `LeaseEvent` of `@dhcpkit/kafka/store` for JSON. */
export interface LeaseChangeJson {
  /** The address, or the prefix with its length. */
  readonly lease: string;
  /** What happened: see `LeaseEventKind`. */
  readonly event: LeaseEvent["kind"];
  /** Which kind of identity association it is in. */
  readonly association: "ia-na" | "ia-ta" | "ia-pd";
  /** Number of the identity association. */
  readonly iaid: number;
  /** Of what was granted: when it ends unless it is extended; `null` for never, and where the server gives no time. */
  readonly "valid-until": string | null;
}

/** What people ask for in a transaction. Never throws: what cannot be read is `null`. */
export function transactionFacts(message: DHCPKafkaMessage): TransactionFacts {
  const { timestampIn, timestampOut } = message;
  const request = message.messageIn?.save(), response = message.messageOut?.save();
  const receivedAt = microseconds(timestampIn), answeredAt = microseconds(timestampOut);
  const hasTimes = receivedAt > 0 && answeredAt > 0, duration = hasTimes ? answeredAt - receivedAt : 0;
  const facts = readPackets({
    ...{ place: { topic: "", partition: 0, offset: 0n }, server: message.serverName, digest: 0 },
    ...{ request, response, receivedAt, recordedAt: receivedAt + Math.max(duration, 0), duration },
  });
  const { duid, interfaceId, remoteId } = facts.client;
  const answer = response && summarizeMessage(response);
  return {
    outcome: facts.outcome,
    reason: text(facts.reason),
    "duration-ms": hasTimes ? duration / 1000 : null,
    "transaction-id": request || response ? facts.transactionId.toString(16).padStart(6, "0") : null,
    "request-type": request ? messageTypeName(facts.requestType) : null,
    "response-type": response ? messageTypeName(facts.responseType) : null,
    "client-duid": duid.length > 0 ? String(new Duid(duid)) : null,
    "client-mac": facts.macAddress ?? null,
    "client-address": address(facts.clientAddress),
    "link-address": address(facts.linkAddress),
    "interface-id": interfaceId.length > 0 ? textOf(interfaceId) : null,
    "remote-id": remoteId.length > 0 ? remoteIdText(remoteId) : null,
    "host-name": text(facts.hostName),
    "vendor-class": text(facts.vendorClass),
    addresses: leased(answer, (length) => length === undefined),
    prefixes: leased(answer, (length) => length !== undefined),
    leases: facts.leaseEvents.map((event) => leaseChange(event, receivedAt > 0)),
  };
}

/** As stores take it: 0 for a time that no clock shows. */
function microseconds(seconds: number): number {
  const time = Math.round(seconds * 1e6);
  return time > 0 && time < Date.UTC(2200, 0) * 1000 ? time : 0;
}

function leaseChange(event: LeaseEvent, hasTime: boolean): LeaseChangeJson {
  const { kind, lease, iaid, association, validUntil } = event;
  return {
    lease: leaseText(lease),
    event: kind,
    association: `ia-${association}`,
    iaid,
    "valid-until": kind === "granted" && hasTime ? timeText(validUntil) : null,
  };
}

function leased(answer: MessageSummary | undefined, isWanted: (prefixLength: number | undefined) => boolean): string[] {
  const found = answer?.leases.filter(({ validLifetime, prefixLength }) => validLifetime > 0 && isWanted(prefixLength));
  return found?.map(({ address, prefixLength }) =>
    `${address}${prefixLength === undefined ? "" : `/${prefixLength}`}`
  ) ??
    [];
}

function address(bytes: Uint8Array | undefined): string | null {
  return bytes ? String(IPv6Address.from(bytes)) : null;
}

function text(value: string): string | null {
  return value === "" ? null : storedText(value);
}
