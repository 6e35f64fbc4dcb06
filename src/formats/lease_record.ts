import { at } from "../dhcpv6/json_error.ts";
import { integerFrom, itemsFrom, objectFrom, shown, textFrom } from "../dhcpv6/json_value.ts";
import { IPv6Address, IPv6Prefix, type Json, JsonError } from "../dhcpv6/mod.ts";
import { type LeaseEventKind, type LeaseKey, leaseKey } from "../store/lease_event.ts";
import type { LeaseInterval } from "../store/lease_interval.ts";
import { type Microseconds, NEVER, type RecordPlace } from "../store/record_place.ts";
import { parseTime, timeText } from "../store/time_text.ts";

/** Who a client is, as far as it is known: see `TransactionFacts`. */
export interface LeaseHolder {
  /** The client's DUID, hexadecimal digits. */
  readonly "client-duid": string | null;
  /** The client's MAC address. */
  readonly "client-mac": string | null;
  /** Interface-Id of the relay agent closest to the client: text where it is printable ASCII, otherwise `0x` and digits. */
  readonly "interface-id": string | null;
  /** Remote-ID of that relay agent: enterprise number, colon, and the rest like an Interface-Id. */
  readonly "remote-id": string | null;
  /** The name that the client gives itself. */
  readonly "host-name": string | null;
}

/** A client that has an address or prefix, and until when. Times are RFC 3339 in UTC with microseconds. */
export interface HoldingJson extends LeaseHolder {
  /** Which kind of identity association it is in. */
  readonly association: "ia-na" | "ia-ta" | "ia-pd";
  /** Number of the identity association. */
  readonly iaid: number;
  /** The server that confirmed it last. */
  readonly "server-name": string;
  /** Since when without a break. */
  readonly "held-since": string;
  /** When it was granted or extended last. */
  readonly "confirmed-at": string;
  /** When the client should ask the same server to extend it (T1); `null` where the server does not say. */
  readonly "renew-at": string | null;
  /** When it should ask any server (T2); `null` where the server does not say. */
  readonly "rebind-at": string | null;
  /** When it ends unless it is extended; `null` for never. */
  readonly "valid-until": string | null;
  /** The record that said so last. */
  readonly record: { readonly topic: string; readonly partition: number; readonly offset: string };
}

/** The value of a record of a lease topic: who has an address or prefix. */
export interface LeaseRecordJson extends HoldingJson {
  /** The address, or the prefix with its length (RFC 5952): the key of the record. */
  readonly lease: string;
  /** Other clients that have it as well, by what servers said: mostly none. */
  readonly others: readonly HoldingJson[];
}

/** What a tombstone of a lease topic says in its header `lease-ended`: who had it last, and why nobody has it. */
export interface LeaseEndedJson extends LeaseRecordJson {
  /** When it ended. */
  readonly "ended-at": string | null;
  /** What ended it: an answer, or its lifetime. */
  readonly ending: Exclude<LeaseEventKind, "granted"> | "expired";
}

/** What may end a lease. */
export const LEASE_ENDINGS: readonly LeaseEndedJson["ending"][] = [
  ...["expired", "released", "declined", "withdrawn", "unbound"] as const,
];

/** An interval, with what a record of it says beside numbers. */
export interface HeldInterval extends LeaseInterval {
  /** Name of the server that confirmed it last. */
  serverName: string;
  /** The topic that told of it. */
  topic: string;
}

/** The key of an address or prefix as text. Throws `JsonError`. */
export function leaseKeyFrom(text: string): LeaseKey {
  try {
    const { address, length } = text.includes("/")
      ? IPv6Prefix.parse(text)
      : { address: IPv6Address.parse(text), length: 128 };
    return leaseKey(address.bytes, 0, length);
  } catch {
    throw new JsonError(`${shown(text)} is neither an address nor a prefix`);
  }
}

/** An interval for JSON. */
export function holdingJson(interval: HeldInterval, holder: LeaseHolder): HoldingJson {
  return {
    ...holder,
    association: `ia-${interval.association}`,
    iaid: interval.iaid,
    "server-name": interval.serverName,
    "held-since": timeText(interval.startedAt)!,
    "confirmed-at": timeText(interval.confirmedAt)!,
    "renew-at": interval.renewAt === 0 ? null : timeText(interval.renewAt),
    "rebind-at": interval.rebindAt === 0 ? null : timeText(interval.rebindAt),
    "valid-until": timeText(interval.validUntil),
    record: { topic: interval.topic, partition: interval.partition, offset: String(interval.offset) },
  };
}

/** What JSON tells of a client and its interval; of what has ended, with its end. Throws `JsonError` with the place. */
export function holdingFrom(json: unknown, lease: LeaseKey): { interval: HeldInterval; holder: LeaseHolder } {
  const members = objectFrom(json);
  const text = (name: string) => at(name, () => textFrom(members.get(name) ?? null));
  const textOrNull = (name: string) => (members.get(name) ?? null) === null ? null : text(name);
  const time = (name: string, missing: Microseconds) => timeFrom(textOrNull(name), name, missing);
  const { partition, offset, topic } = at("record", () => placeFrom(members.get("record") ?? null));
  const association = text("association").replace("ia-", "") as HeldInterval["association"];
  if (!["na", "ta", "pd"].includes(association)) {
    throw new JsonError("ia-na, ia-ta or ia-pd is expected", "/association");
  }
  const ending = members.has("ending") ? at("ending", () => endingFrom(members.get("ending"))) : undefined;
  const confirmedAt = time("confirmed-at", 0),
    endedAt = ending === undefined ? undefined : time("ended-at", confirmedAt);
  return {
    holder: {
      "client-duid": textOrNull("client-duid"),
      "client-mac": textOrNull("client-mac"),
      "interface-id": textOrNull("interface-id"),
      "remote-id": textOrNull("remote-id"),
      "host-name": textOrNull("host-name"),
    },
    interval: {
      ...{ id: 0, lease, clientId: 0, serverId: 0, openedBy: 0, confirmedBy: 0, endedBy: undefined, grants: 1 },
      iaid: at("iaid", () => integerFrom(members.get("iaid"), 0xffffffff)),
      association,
      serverName: text("server-name"),
      startedAt: time("held-since", confirmedAt),
      confirmedAt,
      renewAt: time("renew-at", 0),
      rebindAt: time("rebind-at", 0),
      validUntil: time("valid-until", NEVER),
      endedAt: ending === "expired" ? undefined : endedAt,
      ending: ending === "expired" ? undefined : ending,
      changedAt: endedAt !== undefined && ending !== "expired" ? endedAt : confirmedAt,
      ...{ topic, partition, offset },
    },
  };
}

function endingFrom(json: unknown): LeaseEndedJson["ending"] {
  const text = textFrom(json), ending = LEASE_ENDINGS.find((one) => one === text);
  if (ending !== undefined) return ending;
  throw new JsonError(`${shown(text)} is none of ${LEASE_ENDINGS.join(", ")}`);
}

/** The other clients that JSON tells of. Throws `JsonError` with the place. */
export function othersFrom(json: unknown, lease: LeaseKey): ReturnType<typeof holdingFrom>[] {
  const others = objectFrom(json).get("others") ?? [];
  return at("others", () => itemsFrom(others, (other) => holdingFrom(other, lease)));
}

function timeFrom(text: string | null, name: string, missing: Microseconds): Microseconds {
  const time = text === null ? missing : parseTime(text);
  if (time === undefined) throw new JsonError(`${shown(text)} is not a time as in RFC 3339`, `/${name}`);
  return time;
}

function placeFrom(json: Json): RecordPlace {
  const members = objectFrom(json), offset = at("offset", () => textFrom(members.get("offset") ?? null));
  if (!/^\d{1,19}$/.test(offset)) throw new JsonError(`${shown(offset)} is not an offset`, "/offset");
  return {
    topic: at("topic", () => textFrom(members.get("topic") ?? null)),
    partition: at("partition", () => integerFrom(members.get("partition"), 0x7fffffff)),
    offset: BigInt(offset),
  };
}
