import { Duid, IPv6Address, IPv6Prefix, Message, messageTypeName, toText } from "../dhcpv6/mod.ts";
import { durationText, printable } from "../collector/present.ts";
import { leaseAnswerJson, remoteIdText } from "../store/lease_answer_json.ts";
import {
  type Doubt,
  type Holding,
  type LeaseAnswer,
  leaseEnd,
  type LeaseKey,
  leaseKey,
  leaseText,
  type Microseconds,
  NEVER,
  type StoredTransaction,
  type TransactionReader,
  whoHeld,
} from "../store/mod.ts";
import { textOf } from "../store/read_transaction.ts";
import { momentText } from "./_moment.ts";
import { UserError } from "./_terminal.ts";

/** How to answer. */
export interface WhoOptions {
  /** Milliseconds since 1970-01-01 UTC; absent = the newest time up to which any partition was read. */
  readonly at?: number;
  /** Whether the answer is one line of JSON. Default: false. */
  readonly json?: boolean;
  /** Whether the packets that prove it are shown. Default: false. */
  readonly packets?: boolean;
  /** Whether times are in UTC instead of the zone of this machine. Default: false. */
  readonly utc?: boolean;
  /** Names the maker of a device with a MAC address. Default: nobody does. */
  readonly vendorOf?: (macAddress: string) => string | undefined;
}

/** An address or prefix as the key of a lease. Throws `UserError` for anything else. */
export function parseLease(text: string): LeaseKey {
  try {
    if (!text.includes("/")) return leaseKey(IPv6Address.parse(text).bytes, 0, 128);
    const { address, length } = IPv6Prefix.parse(text);
    return leaseKey(address.bytes, 0, length);
  } catch {
    throw new UserError(`${JSON.stringify(text)} is neither an IPv6 address nor a prefix such as 2001:db8::/56`);
  }
}

/** Who had an address or prefix, as lines for people or one of JSON. */
export async function who(
  store: TransactionReader,
  lease: LeaseKey,
  options: WhoOptions = {},
): Promise<{ lines: string[]; verdict: LeaseAnswer["verdict"] }> {
  const isNow = options.at === undefined, at = isNow ? await newest(store) : Math.round(options.at! * 1000);
  const answer = await whoHeld(store, lease, at, { toleranceMs: isNow ? IDLE_MS : 0 });
  const lines = options.json ? [JSON.stringify(leaseAnswerJson(answer))] : answerLines(answer, options);
  return { lines, verdict: answer.verdict };
}

/** A collector hears of a partition without new records at least this often, in milliseconds, with some time to store it. */
const IDLE_MS = 10_000;

/** Up to when anything was read: the present, as far as a store knows it. */
async function newest(store: TransactionReader): Promise<Microseconds> {
  const coverage = await store.coverage();
  if (coverage.length === 0) throw new UserError("the store has nothing yet: run collect first");
  return Math.max(...coverage.map(({ coveredUntil }) => coveredUntil));
}

function answerLines(answer: LeaseAnswer, options: WhoOptions): string[] {
  const { lease, at, verdict, holder, others, within, hasMoreWithin, before, doubts } = answer;
  const name = leaseText(lease), time = timeText(at, options);
  const first = {
    held: () => `${name} was held at ${time} by`,
    free: () => `${name} was not held by anybody at ${time}.`,
    unknown: () => `It is unknown who held ${name} at ${time}:`,
  }[verdict]();
  return [
    first,
    ...(verdict === "unknown" ? doubts.map((doubt) => `  ${doubtText(doubt, options)}`) : []),
    ...(verdict === "unknown" && holder ? ["By what is known, it was held by"] : []),
    ...(holder ? holdingLines(holder, options) : []),
    ...(before ? ["The last to hold it before was", ...holdingLines(before, options)] : []),
    ...others.flatMap((one) => ["By what servers said, it was also held by", ...holdingLines(one, options)]),
    ...(within.length > 0 ? [`Within ${name} there were`] : []),
    ...within.flatMap((one) => holdingLines(one, options)),
    ...(hasMoreWithin ? ["There may have been more: ask for a smaller prefix."] : []),
  ];
}

function holdingLines(holding: Holding, options: WhoOptions): string[] {
  const { interval, client, server, confirmedAt, confirmedBy, openedBy, endedBy } = holding;
  const rows: [string, string][] = [];
  const add = (label: string, text: string | undefined) => text && rows.push([label, text]);
  add("client", client && client.duid.length > 0 ? clientText(client.duid) : "(no DUID)");
  add("MAC", macText(client?.macAddress, options));
  add("host name", client && printable(client.hostName));
  add("vendor class", client && printable(client.vendorClass));
  add("interface-id", client && client.interfaceId.length > 0 ? textOf(client.interfaceId) : undefined);
  add("remote-id", client && client.remoteId.length > 0 ? remoteIdText(client.remoteId) : undefined);
  add("address", client?.clientAddress && String(IPv6Address.from(client.clientAddress)));
  add("lease", `${leaseText(interval.lease)} (ia-${interval.association}, iaid ${interval.iaid})`);
  add("from", proofText(interval.startedAt, openedBy, options));
  add("confirmed", `${proofText(confirmedAt, confirmedBy, options)}${server ? ` by ${printable(server.name)}` : ""}`);
  add("until", untilText(holding, options));
  const packets = [...new Set([openedBy, confirmedBy, endedBy])];
  return [
    ...rows.map(([label, text]) => `  ${label.padEnd(13)} ${text}`),
    ...(options.packets ? packets.flatMap((one) => one ? packetLines(one) : []) : []),
  ];
}

function clientText(duid: Uint8Array): string {
  return `${new Duid(duid)} (${new Duid(duid).describe()})`;
}

function macText(macAddress: string | undefined, { vendorOf }: WhoOptions): string | undefined {
  const vendor = macAddress && vendorOf?.(macAddress);
  return vendor ? `${macAddress} (${printable(vendor)})` : macAddress;
}

function untilText({ interval, endedBy }: Holding, options: WhoOptions): string {
  const { ending, validUntil } = interval, end = leaseEnd(interval);
  if (ending !== undefined) return `${ending} ${proofText(end, endedBy, options)}`;
  if (validUntil === NEVER) return "for ever: its lifetime is infinite";
  return `${timeText(validUntil, options)}, when its lifetime ends`;
}

/** A time and the record that tells it. */
function proofText(time: Microseconds, proof: StoredTransaction | undefined, options: WhoOptions): string {
  if (proof === undefined) return timeText(time, options);
  const { place: { topic, partition, offset }, requestType, responseType } = proof;
  const types = [requestType, responseType].filter((type) => type > 0).map(messageTypeName).join(" → ");
  return `${timeText(time, options)} (${types}, record ${topic}[${partition}] at ${offset})`;
}

function doubtText(doubt: Doubt, options: WhoOptions): string {
  switch (doubt.why) {
    case "forgotten":
      return `leases that ended before ${timeText(doubt.before, options)} were deleted (--keep-leases)`;
    case "nothing-read":
      return "nothing was read yet";
    case "not-read-yet": {
      const { topic, partition, coveredUntil } = doubt.position;
      return `${topic}[${partition}] was read up to ${timeText(coveredUntil, options)} only`;
    }
    case "gap": {
      const { topic, partition, fromOffset, toOffset, from, to } = doubt.gap;
      if (from === 0) return `what was before ${timeText(to, options)} was never read from ${topic}[${partition}]`;
      const records = toOffset - fromOffset;
      if (records === 0n) {
        return `${topic}[${partition}] was made anew: what it had from offset ${fromOffset} on was not read, ` +
          `between ${timeText(from, options)} and ${timeText(to, options)}`;
      }
      return `${records} ${
        records === 1n ? "record" : "records"
      } of ${topic}[${partition}] from offset ${fromOffset} on ` +
        `are missing, between ${timeText(from, options)} and ${timeText(to, options)} (${
          durationText((to - from) / 1e6)
        })`;
    }
  }
}

function packetLines({ request, response }: StoredTransaction): string[] {
  const show = (arrow: string, bytes: Uint8Array | undefined) =>
    bytes === undefined
      ? []
      : toText(Message.parse(bytes)).split("\n").map((line, i) => `    ${i === 0 ? arrow : " "} ${line}`);
  return [...show("→", request), ...show("←", response)];
}

function timeText(time: Microseconds, { utc = false }: WhoOptions): string {
  return momentText(time / 1000, { utc });
}
