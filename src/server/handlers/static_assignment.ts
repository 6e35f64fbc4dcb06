import {
  type IPv6Address,
  type IPv6Prefix,
  MessageType,
  type OptionEntry,
  Options,
  StatusCode,
} from "../../dhcpv6/mod.ts";
import { Status } from "../../dhcpv6/options/rfc9915_exchange.ts";
import { IaAddress, IaPrefix } from "../../dhcpv6/options/rfc9915_identity_association.ts";
import type { Assignment, AssignmentSource } from "../assignment.ts";
import type { RequestedIa, TransactionBundle } from "../bundle.ts";
import { Handler } from "../handler.ts";
import { DEFAULT_RENEWAL_LIMITS, renewalTimes } from "../timing.ts";
import { iaOption } from "./leftover_ias.ts";

/** Lifetimes in seconds. */
export interface Lifetimes {
  /** How long it should be used. */
  readonly preferred: number;
  /** How long it may be used. */
  readonly valid: number;
}

/** What a {@linkcode StaticAssignment} is made of. */
export interface StaticAssignmentInit {
  /** Where assignments come from. */
  source: AssignmentSource;
  /** Default: preferred 7 days, valid 30 days. */
  addressLifetimes?: Lifetimes;
  /** Default: preferred 7 days, valid 30 days. */
  prefixLifetimes?: Lifetimes;
}

const DAY = 86_400;
const DEFAULT_LIFETIMES: Lifetimes = { preferred: 7 * DAY, valid: 30 * DAY };

/**
 * Requests in which clients list what they hold, so that what they are not to keep is given back with lifetimes of 0 (RFC
 * 9915 sections 18.3.4 and 18.3.5). In others they list what they wish for.
 */
const EXTENDING: readonly number[] = [MessageType.Renew, MessageType.Rebind];

/**
 * Gives each client the address and prefix that are assigned to it: always the same, so nothing needs to be stored.
 *
 * A client has one address and one prefix; what it asks for beyond that is refused. When it is to extend them is up to
 * `TimingLimits`; otherwise T1 is half and T2 four fifths of the preferred lifetime.
 *
 * @example
 * ```ts
 * import { Duid, fromHex, Message } from "@dhcpkit/kafka/dhcpv6";
 * import { IaAddress, IaNa } from "@dhcpkit/kafka/dhcpv6/options";
 * import { CsvAssignments, Pipeline, StaticAssignment, TransactionBundle } from "@dhcpkit/kafka/server";
 * import { assertEquals } from "@std/assert";
 *
 * const source = CsvAssignments.parse("id,address,prefix\nduid:000300013431c43cb2f1,2001:db8::7,2001:db8:7::/48\n");
 * const handlers = [new StaticAssignment({ source })];
 * const pipeline = new Pipeline({ serverId: Duid.parse("00030001 020000000001"), handlers });
 * const incomingMessage = Message.parse(fromHex("01f350d6 0001000a 00030001 3431c43cb2f1 0003000c 00000001 00000000 00000000"));
 * const bundle = new TransactionBundle({ incomingMessage, receivedOverMulticast: true });
 * await pipeline.handle(bundle);
 * const ia = bundle.outgoingMessage?.options.get(IaNa);
 * assertEquals(String(ia?.options.get(IaAddress)?.address), "2001:db8::7");
 * ```
 */
export class StaticAssignment extends Handler {
  readonly #source: AssignmentSource;
  readonly #lifetimes: { readonly address: Lifetimes; readonly prefix: Lifetimes };

  /** Uses the assignments of `source`. */
  constructor({ source, addressLifetimes, prefixLifetimes }: StaticAssignmentInit) {
    super();
    this.#source = source;
    this.#lifetimes = { address: addressLifetimes ?? DEFAULT_LIFETIMES, prefix: prefixLifetimes ?? DEFAULT_LIFETIMES };
  }

  /** Looks the client up and answers its IAs; a client that is not known is left to other handlers. */
  override async handle(bundle: TransactionBundle): Promise<void> {
    if (bundle.requestedIas.length === 0) return;
    const assignment = await this.#source.lookUp(bundle);
    if (!assignment) return;
    switch (bundle.request.type) {
      case MessageType.Solicit:
      case MessageType.Request:
      case MessageType.Renew:
      case MessageType.Rebind:
        return this.#assign(bundle, assignment);
      case MessageType.Confirm:
        return confirm(bundle, assignment);
      case MessageType.Release:
      case MessageType.Decline:
        return acknowledge(bundle, assignment);
    }
  }

  #assign({ request, requestedIas, response, timing }: TransactionBundle, assignment: Assignment): void {
    for (const kind of ["address", "prefix"] as const) {
      const lease = assignment[kind], open = requestedIas.filter((ia) => ia.kind === kind && !ia.answered);
      if (!lease || open.length === 0) continue;
      const ia = open.find((ia) => leasesOf(ia).some((held) => isSame(held, lease))) ?? open[0];
      ia.answered = true;
      const { preferred, valid } = this.#lifetimes[kind];
      const ended = EXTENDING.includes(request.type) ? leasesOf(ia).filter((held) => !isSame(held, lease)) : [];
      const options = Options.of(
        leaseOption(lease, preferred, valid),
        ...ended.filter((held) => !isHint(held)).map((held) => leaseOption(held, 0, 0)),
      );
      const times = renewalTimes(preferred, timing[kind] ?? DEFAULT_RENEWAL_LIMITS);
      response?.add(iaOption(ia).of({ iaid: ia.value.iaid, ...times, options }));
    }
  }
}

type Lease = IPv6Address | IPv6Prefix;

/** Whether the client's addresses fit its link: here, whether they are the one assigned to it. */
function confirm({ requestedIas, response }: TransactionBundle, assignment: Assignment): void {
  const held = requestedIas.flatMap(leasesOf);
  for (const ia of requestedIas) ia.answered = true;
  if (held.length === 0 || response?.has(Status)) return;
  const fits = held.every((lease) => isAssigned(lease, assignment));
  response?.add(Status.of(
    fits
      ? { code: StatusCode.Success, message: "" }
      : { code: StatusCode.NotOnLink, message: "These addresses are not of this link" },
  ));
}

/**
 * Takes note of what is released or declined. What else is in the IA does not matter (RFC 9915 sections 18.3.7 and 18.3.8);
 * an IA with nothing that was assigned is left for a NoBinding status.
 */
function acknowledge({ requestedIas }: TransactionBundle, assignment: Assignment): void {
  for (const ia of requestedIas) {
    const leases = leasesOf(ia);
    ia.answered ||= leases.length === 0
      ? assignment[ia.kind] !== undefined
      : leases.some((lease) => isAssigned(lease, assignment));
  }
}

function leasesOf({ kind, value }: RequestedIa): Lease[] {
  return kind === "address"
    ? value.options.getAll(IaAddress).map(({ address }) => address)
    : value.options.getAll(IaPrefix).map(({ prefix }) => prefix);
}

function leaseOption(lease: Lease, preferredLifetime: number, validLifetime: number): OptionEntry {
  const lifetimes = { preferredLifetime, validLifetime, options: Options.none };
  return "length" in lease
    ? IaPrefix.of({ prefix: lease, ...lifetimes })
    : IaAddress.of({ address: lease, ...lifetimes });
}

function isAssigned(lease: Lease, { address, prefix }: Assignment): boolean {
  return (address !== undefined && isSame(lease, address)) || (prefix !== undefined && isSame(lease, prefix));
}

function isSame(a: Lease, b: Lease): boolean {
  return String(a) === String(b);
}

/** `::` and `::/56` are wishes of clients that hold nothing. */
function isHint(lease: Lease): boolean {
  return ("length" in lease ? lease.address : lease).isUnspecified;
}
