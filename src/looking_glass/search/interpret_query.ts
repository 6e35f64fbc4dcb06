import type { IPv6Address } from "../../dhcpv6/mod.ts";
import { leaseKey, leaseText } from "../../store/mod.ts";
import { macOfLinkLocal } from "../../store/mac_address.ts";
import { macText } from "../present/identifier.ts";
import { timesIn } from "../present/times.ts";
import { visible } from "../present/visible.ts";
import { type AddressText, readAddress } from "./_address_reading.ts";
import { readHex } from "./_hex_reading.ts";
import { identifierReadings } from "./_identifier_readings.ts";
import { textReadings } from "./_text_readings.ts";
import { readMoment } from "./moment.ts";
import { clientsReading, type QuerySettings, type Reading, type Readings } from "./reading.ts";

/** Longer than any interface-id, remote-id or DUID that anybody pastes. */
const LONGEST = 600;

/**
 * What somebody means who types this into the search box, the best reading first, each with a phrase that says how it was read and
 * where its answer is.
 *
 * Reads DUIDs and MAC addresses in all usual spellings, addresses (with a zone too), prefixes (without `::` too), either of them `@` a
 * time, remote-ids (`9:Gi0/1`, `9:0200…`), and texts: interface-ids, host names, vendors, vendor classes; `#42` is the client of that
 * number. In quotes, anything is a text. Never throws.
 *
 * @example
 * ```ts
 * import { interpretQuery } from "./interpret_query.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { readings } = interpretQuery("00:03:00:01:34:31:c4:3c:b2:f1", { now: 0, timeZone: "UTC" });
 * assertEquals(readings[0].phrase, "a DUID of type LL with the MAC address 34:31:c4:3c:b2:f1");
 * ```
 */
export function interpretQuery(query: string, settings: QuerySettings): Readings {
  const text = query.trim();
  if (text === "") return { readings: [], problem: undefined };
  if (text.length > LONGEST) {
    return { readings: [], problem: `longer than anything that is looked for: ${text.length} characters` };
  }
  const quoted = /^"(.+)"$|^“(.+)”$/.exec(text);
  if (quoted !== null) return { readings: textReadings(quoted[1] ?? quoted[2], settings.vendors), problem: undefined };
  return held(text, settings) ?? plain(text, settings);
}

/** `ADDRESS @ TIME`, where what stands before is an address or prefix. */
function held(text: string, settings: QuerySettings): Readings | undefined {
  const [, what, when] = /^(\S+?)\s*(?:@|\s+at\s+)\s*(.+)$/i.exec(text) ?? [];
  const address = what === undefined ? undefined : readAddress(what);
  if (address === undefined) return undefined;
  if ("problem" in address) return { readings: textReadings(text, undefined), problem: address.problem };
  const others = addressReadings(address, settings), moment = readMoment(when, settings);
  if ("problem" in moment) return { readings: others, problem: moment.problem };
  const lease = "lease" in address ? address.lease : leaseKey(address.address.bytes, 0, 128), { at } = moment;
  const phrase = `who had ${leaseText(lease)} at ${timesIn(settings.timeZone).exact(at)}`;
  return {
    readings: [{ kind: "holder", phrase, answer: { from: "holder", lease, at } }, ...others],
    problem: undefined,
  };
}

function plain(text: string, settings: QuerySettings): Readings {
  const whole = text.replace(/…$/, ""),
    address = readAddress(whole),
    hex = readHex(whole),
    number = clientNumber(whole);
  const vendorOf = settings.vendors?.vendorOf;
  const addresses = address === undefined || "problem" in address ? [] : addressReadings(address, settings);
  const identifiers = hex === undefined || "problem" in hex ? [] : identifierReadings(hex.bytes, vendorOf);
  const exact = [...addresses, ...identifiers];
  const readings = [...exact, ...textReadings(whole, exact.length > 0 ? undefined : settings.vendors)];
  const problem = exact.length > 0 ? undefined : problemOf(whole, address, hex);
  return { readings: number === undefined ? readings : withNumber(readings, number, identifiers.length > 0), problem };
}

/** A number alone is mostly that of a client; where it can be a MAC address, that is likelier. */
function withNumber(readings: readonly Reading[], id: number, isLast: boolean): Reading[] {
  const reading: Reading = { kind: "client-number", phrase: `client number ${id}`, answer: { from: "client", id } };
  return isLast ? [...readings, reading] : [reading, ...readings];
}

function clientNumber(text: string): number | undefined {
  const digits = /^(?:#|client\s+#?)?(\d{1,15})$/i.exec(text)?.[1];
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits);
}

function problemOf(
  text: string,
  address: AddressText | undefined,
  hex: ReturnType<typeof readHex>,
): string | undefined {
  if (address !== undefined && "problem" in address) return address.problem;
  if (hex !== undefined && "problem" in hex) return hex.problem;
  if (/^\d{1,3}(\.\d{1,3}){3}(\/\d+)?$/.test(text)) return `${text} is an IPv4 address; the leases here are of IPv6`;
  if (text.includes("…")) {
    return `${visible(text)} was shortened where it was shown; what is left out at “…” has to be there`;
  }
  return undefined;
}

function addressReadings(read: Exclude<AddressText, { problem: string }>, settings: QuerySettings): Reading[] {
  if ("lease" in read) {
    const phrase = `whoever had the prefix ${leaseText(read.lease)}${read.note}, one around it or one within it`;
    return [clientsReading("prefix", phrase, { by: "lease", lease: read.lease })];
  }
  const { address, zone } = read, lease = leaseKey(address.bytes, 0, 128);
  const without = zone === undefined ? "" : `; the zone ${visible(zone)} is not looked for`;
  const leased = clientsReading("address", `whoever had the address ${address} or a prefix around it${without}`, {
    by: "lease",
    lease,
  });
  const sent = clientsReading("client-address", `whoever sent from the address ${address}${without}`, {
    by: "clientAddress",
    bytes: address.bytes,
  });
  return address.isLinkLocal ? [sent, ...macReadings(address, settings), leased] : [leased, sent];
}

/** Many link-local addresses are made of the MAC address: the client may have sent from another one since. */
function macReadings(address: IPv6Address, { vendors }: QuerySettings): Reading[] {
  const mac = macOfLinkLocal(address.bytes);
  if (mac === undefined) return [];
  const phrase = `the MAC address ${macText(mac, vendors?.vendorOf)}, which ${address} is made of`;
  return [clientsReading("mac-address", phrase, { by: "macAddress", text: mac })];
}
