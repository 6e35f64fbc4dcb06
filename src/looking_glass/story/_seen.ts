import { type MessageSummary, MessageType, StatusCode, summarizeMessage } from "../../dhcpv6/mod.ts";
import {
  answerTime,
  type LeaseEvent,
  type LeaseKey,
  leaseKey,
  type Microseconds,
  readLeaseEvents,
  type StoredTransaction,
} from "../../store/mod.ts";
import { toHex, u16At } from "../../wire/mod.ts";

/** Codes of options that are looked at beside those of a {@linkcode MessageSummary}. */
const IA_NA = 3, IA_TA = 4, ELAPSED_TIME = 8, RECONFIGURE_MESSAGE = 19, IA_PD = 25;

/** Which kind of lease: an address, a temporary one, or a prefix. */
export type Association = LeaseEvent["association"];

/** A status other than Success. */
export interface Refusal {
  readonly code: number;
  /** The server's own words. */
  readonly words: string;
}

/** A transaction as the story reads it. */
export interface Seen {
  readonly transaction: StoredTransaction;
  /** When its request came in. */
  readonly at: Microseconds;
  /** For how long the client had been trying by then, by its own word (RFC 9915 section 21.9). */
  readonly elapsed: Microseconds;
  /** What the client asked for, in the order NA, TA, PD. */
  readonly wants: readonly Association[];
  /** The addresses and prefixes in its request. */
  readonly named: readonly LeaseKey[];
  /** DUID of the server that the request is for, in hexadecimal digits. */
  readonly toServer: string | undefined;
  /** DUID of the server that answered. */
  readonly fromServer: string | undefined;
  /** What an Advertise offers. */
  readonly offers: readonly LeaseKey[];
  /** What a Reply says of leases. */
  readonly events: readonly LeaseEvent[];
  /** Which of these leases are not to be used for anything new any more. */
  readonly deprecated: ReadonlySet<LeaseKey>;
  /** Statuses of the answer, each once. */
  readonly refusals: readonly Refusal[];
  /** What a Reconfigure tells the client to send. */
  readonly reconfigures: number | undefined;
}

/** Reads a transaction. Never throws: what cannot be read says nothing. */
export function seen(transaction: StoredTransaction): Seen {
  const { receivedAt: at, request, response } = transaction;
  const asked = summarized(request), answer = summarized(response);
  const elapsed = asked?.body(ELAPSED_TIME), told = answer?.body(RECONFIGURE_MESSAGE);
  const leases = (answer?.leases ?? []).filter(({ validLifetime }) => validLifetime > 0);
  return {
    transaction,
    at,
    elapsed: elapsed?.length === 2 ? u16At(elapsed, 0) * 10_000 : 0,
    wants: asked === undefined ? [] : ([["na", IA_NA], ["ta", IA_TA], ["pd", IA_PD]] as const)
      .filter(([, code]) => asked.body(code) !== undefined).map(([association]) => association),
    named: (asked?.leases ?? []).filter(({ address }) => !address.isUnspecified).map(keyOf),
    toServer: duidOf(asked),
    fromServer: duidOf(answer),
    offers: answer?.type === MessageType.Advertise ? leases.map(keyOf) : [],
    events: readLeaseEvents(request, response, answerTime(transaction)),
    deprecated: new Set(leases.filter(({ preferredLifetime }) => preferredLifetime === 0).map(keyOf)),
    refusals: refusalsOf(answer),
    reconfigures: told?.length === 1 ? told[0] : undefined,
  };
}

function summarized(packet: Uint8Array | undefined): MessageSummary | undefined {
  if (packet === undefined) return undefined;
  try {
    return summarizeMessage(packet);
  } catch {
    return undefined;
  }
}

function duidOf(message: MessageSummary | undefined): string | undefined {
  const duid = message?.serverId;
  return duid && toHex(duid);
}

function keyOf({ address, prefixLength }: MessageSummary["leases"][number]): LeaseKey {
  return leaseKey(address.bytes, 0, prefixLength ?? 128);
}

function refusalsOf(answer: MessageSummary | undefined): Refusal[] {
  const byCode = new Map<number, Refusal>();
  for (const { code, message } of answer?.statuses ?? []) {
    if (code === StatusCode.Success || byCode.get(code)?.words) continue;
    byCode.set(code, { code, words: message.slice(0, 200) });
  }
  return [...byCode.values()];
}
