import { loadVendors } from "../collector/vendor.ts";
import { aborted } from "../kafka/waiting.ts";
import {
  Access,
  followStore,
  lookingGlass,
  readTokens,
  readUsers,
  serveLookingGlass,
  storeAudit,
} from "../looking_glass/mod.ts";
import { loopbackHosts } from "../looking_glass/access/request_check.ts";
import { isTimeZone } from "../looking_glass/present/times.ts";
import type { GlassFlags } from "./_looking_glass.ts";
import { openJournal, openReader } from "./_stores.ts";
import { reason, UserError } from "./_terminal.ts";

/** What the command needs besides its flags. */
export interface GlassSettings {
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Says a line to whoever started it. */
  readonly say: (line: string) => void;
  /** The flag that says where to listen. Default: `--listen`. */
  readonly listenFlag?: string;
}

/** Serves the dashboard of a store until `signal` aborts. Throws `UserError`. */
export async function glass(
  flags: GlassFlags,
  { signal, say, listenFlag = "--listen" }: GlassSettings,
): Promise<void> {
  const access = await accessOf(flags), { timeZone, allowHost, listen } = flags;
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw new UserError(`--time-zone: ${JSON.stringify(timeZone)} is no time zone; write Europe/Amsterdam, or UTC`);
  }
  await using reader = await openReader(flags.store);
  await using journal = await openJournal(flags.store);
  const failed = (error: unknown) => say(`dhcpkit-kafka: ${reason(error)}`);
  await using dashboard = lookingGlass({
    ...{ reader, access, failed, vendors: await loadVendors(), live: followStore(reader, { failed }) },
    audit: storeAudit({ journal, reader, failed }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(allowHost === undefined ? {} : { hosts: [...loopbackHosts(), ...allowHost] }),
  });
  await using served = serve(dashboard, listen, listenFlag);
  say(`looking glass at ${served.url}`);
  await aborted(signal);
}

function serve(dashboard: ReturnType<typeof lookingGlass>, { hostname, port }: GlassFlags["listen"], flag: string) {
  try {
    return serveLookingGlass({ glass: dashboard, hostname, port });
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    if (error instanceof RangeError) throw new UserError(`${flag}: ${reason(error)}`, { cause: error });
    throw new UserError(`${flag}: cannot listen on ${hostname}, port ${port}: ${reason(error)}`, { cause: error });
  }
}

async function accessOf({ tokenFile, usersFile, trustHeader, trustProxy }: GlassFlags): Promise<Access> {
  if (trustHeader !== undefined && !/^[\w!#$%&'*+.^`|~-]+$/.test(trustHeader)) {
    throw new UserError(`--trust-header: ${JSON.stringify(trustHeader)} is no name of a header; write X-Remote-User`);
  }
  return new Access({
    ...(tokenFile === undefined ? {} : { tokens: await read("--token-file", tokenFile, readTokens) }),
    ...(usersFile === undefined ? {} : { users: await read("--users-file", usersFile, readUsers) }),
    ...(trustHeader === undefined ? {} : { proxy: { header: trustHeader, addresses: trustProxy } }),
  });
}

async function read<T>(flag: string, file: string, parse: (text: string) => T): Promise<T> {
  try {
    return parse(await Deno.readTextFile(file));
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw new UserError(`${flag}: ${file}: ${reason(error)}`, { cause: error });
  }
}
