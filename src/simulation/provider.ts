import type { Duid } from "../dhcpv6/mod.ts";
import { accessNodes, type Place } from "./access_node.ts";
import { type Device, deviceOf } from "./device.ts";
import type { Cast, Fault, FaultId, Label } from "./fault.ts";
import { faults } from "./faults.ts";
import { randomNumbers } from "./random_numbers.ts";
import type { Subscriber } from "./subscriber.ts";

/** Who is in the network, and what is wrong in it. */
export interface ProviderInit {
  /** The same number gives the same clients, which do the same. */
  readonly seed: number;
  /** How many clients, those with faults included. */
  readonly clients: number;
  /** What is wrong. Default: everything that there are clients enough for. */
  readonly faults?: readonly FaultId[];
}

/** A provider's customers, and what is wrong. */
export interface Provider {
  readonly seed: number;
  readonly subscribers: readonly Subscriber[];
  /** What is wrong: all that there were clients enough for. */
  readonly faults: readonly Fault[];
  /** What should be found. */
  readonly labels: readonly Label[];
  /** Whose DUID it is; of those who share one, the first. */
  subscriberOf(duid: Duid | undefined): Subscriber | undefined;
  has(fault: FaultId): boolean;
}

/** Seconds within which everybody appears: as long as T1, so that renewals are spread evenly. */
const RUSH = 12;
/** Clients on the servers' own link: to detectors, it is one port. */
const IN_OFFICE = 2;
/** Where ordinary customers are. */
const USUAL = [accessNodes.bng1, accessNodes.bng2, accessNodes.bng3, accessNodes.bng4] as const;

/** The provider that follows from a seed. */
export function provider({ seed, clients, faults: wanted }: ProviderInit): Provider {
  const subscribers: Subscriber[] = [], active: Fault[] = [], labels: Label[] = [], places = new Places();
  for (const fault of faults) {
    if (wanted !== undefined && !wanted.includes(fault.id)) continue;
    if (subscribers.length + (fault.cast?.count ?? 0) > clients) continue;
    const cast = fault.cast === undefined ? [] : castOf(fault.id, fault.cast, seed, subscribers.length, places);
    subscribers.push(...cast);
    active.push(fault);
    labels.push(...fault.labels(cast));
  }
  for (let i = 0; subscribers.length < clients; i++) {
    const number = subscribers.length + 1, random = randomNumbers(seed, number), isInOffice = i < IN_OFFICE;
    const node = isInOffice ? accessNodes.office : USUAL[i % USUAL.length];
    const device = deviceOf(number, random, isInOffice ? "address" : undefined);
    subscribers.push({ number, device, place: places.next(node), appearsAfter: RUSH * random(), order: i });
  }
  const byDuid = new Map(subscribers.toReversed().map((subscriber) => [String(subscriber.device.duid), subscriber]));
  return {
    seed,
    subscribers,
    faults: active,
    labels,
    subscriberOf: (duid) => byDuid.get(String(duid)),
    has: (fault) => active.some(({ id }) => id === fault),
  };
}

function castOf(fault: FaultId, cast: Cast, seed: number, before: number, places: Places): Subscriber[] {
  const { count, node, wish, atOnePort, asOneDevice, appears, alsoHears } = cast;
  let first: { device: Device; place: Place } | undefined;
  return Array.from({ length: count }, (_, order) => {
    const number = before + order + 1;
    const device = asOneDevice && first ? first.device : deviceOf(number, randomNumbers(seed, number), wish);
    const place = atOnePort && first ? first.place : places.next(accessNodes[node]);
    first ??= { device, place };
    return {
      ...{ number, device, place, fault, order, appearsAfter: appears(order) },
      ...(alsoHears === undefined ? {} : { alsoHears }),
    };
  });
}

/** Ports that are given away one after the other. */
class Places {
  readonly #taken = new Map<Place["node"], number>();

  next(node: Place["node"]): Place {
    const number = this.#taken.get(node) ?? 0;
    this.#taken.set(node, number + 1);
    return { node, ...node.portOf(number) };
  }
}
