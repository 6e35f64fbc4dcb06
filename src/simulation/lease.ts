import { type Duid, type OptionEntry, Options, StatusCode } from "../dhcpv6/mod.ts";
import {
  IaAddress,
  type IaAddressValue,
  IaNa,
  IaPd,
  IaPrefix,
  type IaPrefixValue,
  type IaValue,
  ServerId,
  Status,
} from "../dhcpv6/options/mod.ts";
import type { ServerName } from "./access_node.ts";
import type { Device } from "./device.ts";
import type { Answer } from "./exchanges.ts";

/** What a server offers to a client, or has granted it. */
export interface Lease {
  readonly server: ServerName;
  readonly serverId: Duid;
  readonly address?: IaAddressValue;
  readonly prefix?: IaPrefixValue;
  /** When it was granted or offered: seconds since 1970-01-01 UTC. */
  readonly since: number;
  /** Seconds after that. */
  readonly t1: number;
  readonly t2: number;
  readonly valid: number;
}

/**
 * What an answer gives; `undefined` where it gives nothing, or no prefix to who wants one. An identity association with T1 after
 * T2 is discarded, as RFC 9915 section 21.4 has it.
 */
export function leaseIn({ message, server }: Answer, { wish }: Device, since: number): Lease | undefined {
  const serverId = message.options.get(ServerId)?.duid;
  const na = message.options.getAll(IaNa).find(isUsable), pd = message.options.getAll(IaPd).find(isUsable);
  const address = na?.options.getAll(IaAddress).find(lasts), prefix = pd?.options.getAll(IaPrefix).find(lasts);
  const first = pd ?? na, lifetime = (prefix ?? address)?.validLifetime;
  const isMissing = wish === "address" ? address === undefined : prefix === undefined;
  if (serverId === undefined || first === undefined || lifetime === undefined || isMissing) return undefined;
  return {
    ...{ server, serverId, since, t1: first.t1, t2: first.t2, valid: lifetime },
    ...(address === undefined ? {} : { address }),
    ...(prefix === undefined ? {} : { prefix }),
  };
}

/** Whether a server says that it knows nothing of a lease. */
export function isUnbound({ message: { options } }: Answer): boolean {
  return [...options.getAll(IaNa), ...options.getAll(IaPd)].some((ia) =>
    ia.options.get(Status)?.code === StatusCode.NoBinding
  );
}

/** Identity associations that ask for whatever a server has. */
export function wishes({ wish, iaid }: Device): OptionEntry[] {
  const empty = { iaid, t1: 0, t2: 0, options: Options.none };
  return [
    ...(wish === "address" || wish === "address and prefix" ? [IaNa.of(empty)] : []),
    ...(wish === "prefix" || wish === "address and prefix" ? [IaPd.of(empty)] : []),
  ];
}

/** Identity associations with what a lease has, and the lifetimes that the client would like: those that it has, or others. */
export function associations({ address, prefix }: Lease, { iaid }: Device, lifetime?: number): OptionEntry[] {
  const changed = lifetime === undefined ? {} : { preferredLifetime: lifetime, validLifetime: lifetime };
  const ia = (option: OptionEntry) => ({ iaid, t1: 0, t2: 0, options: Options.of(option) });
  return [
    ...(address === undefined ? [] : [IaNa.of(ia(IaAddress.of({ ...address, ...changed })))]),
    ...(prefix === undefined ? [] : [IaPd.of(ia(IaPrefix.of({ ...prefix, ...changed })))]),
  ];
}

function isUsable({ t1, t2, options }: IaValue): boolean {
  return (t2 === 0 || t1 <= t2) && (options.has(IaAddress) || options.has(IaPrefix));
}

function lasts({ validLifetime }: { validLifetime: number }): boolean {
  return validLifetime > 0;
}
