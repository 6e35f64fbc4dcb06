/** What is decoded here, in the terms of FreeRADIUS. */
import { type Duid, IPv6Address, type OptionDef, type Options, Reader, WireError } from "../../src/dhcpv6/mod.ts";
import * as dhcp from "../../src/dhcpv6/options/mod.ts";
import type { Reading } from "./freeradius.ts";

/** Readings by FreeRADIUS' names, those of nested options behind that of the outer one. */
export type Readings = (readonly [name: string, value: Reading])[];

/**
 * Every option, the nested ones as well, as FreeRADIUS names it. An option that is not in the list below, or that is
 * malformed, is `raw`.
 */
export function readingsOf(options: Options, path = ""): Readings {
  return [...options.readers()].flatMap(({ code, reader }) => {
    const found = attempt(code, reader.view(reader.remaining));
    return found.map(([name, value]) => [path + name, value] as const);
  });
}

function attempt(code: number, body: Uint8Array): Readings {
  const inFreeradius = BY_CODE.get(code);
  try {
    if (inFreeradius) return inFreeradius(new Reader(body));
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
  }
  return [[`raw.${RAW_NAMES[code] ?? code}`, body]];
}

/** FreeRADIUS' names of the options that are malformed in its tests. */
const RAW_NAMES: Record<number, string> = { 17: "Vendor-Opts", 81: "RADIUS" };

const EPOCH_2000 = 946_684_800;

const LINK_TYPES: Record<number, string> = { 1: "Ethernet", 9: "Lanstar" };

/** By enterprise: FreeRADIUS' name of the vendor, and by code of its options and whether they hold text. */
const VENDORS: Record<number, readonly [string, Record<number, readonly [name: string, kind: "number" | "text"]>]> = {
  311: ["Microsoft", { 94: ["Rogue-Detection-Request", "number"] }],
  6527: ["Nokia-SR", {
    1: ["WAN-Pool", "text"],
    2: ["PFX-Pool", "text"],
    3: ["PFX-Len", "number"],
    4: ["Reserved-NA-Len", "number"],
  }],
};

const each = (name: string, values: readonly Reading[]): Readings => values.map((value) => [name, value]);

const within = (name: string, options: Options): Readings => readingsOf(options, `${name}.`);

const all = (name: string, readings: Readings): Readings => readings.map(([rest, value]) => [`${name}.${rest}`, value]);

/** Not an `IPv6Prefix`, which has no bits behind its length. */
const wholePrefix = (bytes: Uint8Array, length: number): string => {
  const address = new Uint8Array(16);
  address.set(bytes);
  return `${IPv6Address.from(address)}/${length}`;
};

function duid({ content, bytes }: Duid): Readings {
  const type: Readings = [["DUID", (bytes[0] << 8) + bytes[1]]];
  switch (content.type) {
    case "link-layer-time":
      return [...type, ...all("LLT", linkLayer("Hardware-Type", content)), ["LLT.Time", content.time]];
    case "link-layer":
      return [...type, ...all("LL", linkLayer("Hardware-Type", content))];
    case "enterprise":
      return [...type, ["EN.Enterprise-Number", content.enterprise], ["EN.Identifier", content.identifier]];
    case "uuid":
      return [...type, ["UUID.Value", bytes.subarray(2)]];
    case "opaque":
      return [...type, [`Value.raw.${type[0][1]}`, bytes.subarray(2)]];
  }
}

function linkLayer(
  typeName: string,
  { hardwareType, linkLayerAddress }: { hardwareType: number; linkLayerAddress: Uint8Array },
): Readings {
  const type = LINK_TYPES[hardwareType];
  return [[typeName, hardwareType], [type ? `${type}.Address` : `Value.raw.${hardwareType}`, linkLayerAddress]];
}

function ia(name: string, { iaid, t1, t2, options }: dhcp.IaValue): Readings {
  const times: Readings = [[`${name}.IAID`, iaid], [`${name}.T1`, t1], [`${name}.T2`, t2]];
  return [...times, ...within(`${name}.Options`, options)];
}

function vendorOptions({ enterprise, options }: dhcp.VendorOptionsValue): Readings {
  if (options.problem) throw options.problem;
  const [vendor, names] = VENDORS[enterprise];
  return [...options.readers()].map(({ code, reader }) => {
    const [name, kind] = names[code], bytes = reader.rest();
    return [`Vendor-Opts.${vendor}.${name}`, kind === "text" ? new TextDecoder().decode(bytes) : bytes[0]];
  });
}

const BY_CODE = new Map<number, (reader: Reader) => Readings>();

function name<T extends object>(option: OptionDef<T>, readings: (value: T) => Readings): void {
  BY_CODE.set(option.code, (reader) => readings(option.read(reader)));
}

const seconds = (attribute: string) => ({ seconds }: dhcp.SecondsValue): Readings => [[attribute, seconds]];
const addresses = (attribute: string) => (value: { addresses: IPv6Address[] }) => each(attribute, value.addresses);
const names = (attribute: string) => (value: { names: string[] }) => each(attribute, value.names);
const nested = (attribute: string) => ({ options }: { options: Options }) => within(attribute, options);

name(dhcp.ClientId, (value) => all("Client-ID", duid(value.duid)));
name(dhcp.ServerId, (value) => all("Server-ID", duid(value.duid)));
name(dhcp.IaNa, (value) => ia("IA-NA", value));
name(dhcp.IaTa, ({ iaid, options }) => [["IA-TA.IAID", iaid], ...within("IA-TA.Options", options)]);
name(dhcp.IaAddress, ({ address, preferredLifetime, validLifetime, options }) => [
  ["IA-Addr.IPv6-Address", address],
  ["IA-Addr.Preferred-Lifetime", preferredLifetime],
  ["IA-Addr.Valid-Lifetime", validLifetime],
  ...within("IA-Addr.Options", options),
]);
name(dhcp.OptionRequest, ({ codes }) => each("Option-Request", codes));
name(dhcp.Preference, ({ preference }) => [["Preference", preference]]);
name(dhcp.ElapsedTime, ({ elapsed }) => [["Elapsed-Time", elapsed]]);
name(dhcp.ServerUnicast, ({ address }) => [["Unicast", address]]);
name(dhcp.Status, ({ code, message }) => [["Status-Code.Value", code], ["Status-Code.Message", message]]);
name(dhcp.UserClass, ({ classes }) => each("User-Class", classes));
name(dhcp.VendorClass, ({ enterprise, classes }) => [
  ["Vendor-Class.PEN", enterprise],
  ...each("Vendor-Class.Data", classes),
]);
name(dhcp.VendorOptions, vendorOptions);
name(dhcp.InterfaceId, ({ id }) => [["Interface-ID", id]]);
name(dhcp.ReconfigureMessage, ({ messageType }) => [["Reconf-Msg", messageType]]);
name(dhcp.SipServerNames, names("SIP-Server-Domain-Name-List"));
name(dhcp.SipServerAddresses, addresses("SIP-Server-Address"));
name(dhcp.DnsServers, addresses("DNS-Servers"));
name(dhcp.DomainList, names("Domain-List"));
name(dhcp.IaPd, (value) => ia("IA-PD", value));
name(dhcp.IaPrefix, ({ preferredLifetime, validLifetime, prefix, options }) => [
  ["IA-PD-Prefix.Preferred-Lifetime", preferredLifetime],
  ["IA-PD-Prefix.Valid-Lifetime", validLifetime],
  ["IA-PD-Prefix.IPv6-Prefix", prefix],
  ...within("IA-PD-Prefix.Options", options),
]);
name(dhcp.SntpServers, addresses("SNTP-Servers"));
name(dhcp.InformationRefreshTime, seconds("Information-Refresh-Time"));
name(dhcp.CivicLocation, ({ what, country, elements }) => [
  ["Geoconf-Civic.What", what],
  ["Geoconf-Civic.Country-Code", country],
  [
    "Geoconf-Civic.Civic-Address-Elements",
    Uint8Array.from(elements.flatMap(({ type, value }) => {
      const text = new TextEncoder().encode(value);
      return [type, text.length, ...text];
    })),
  ],
]);
name(dhcp.SubscriberId, ({ id }) => [["Subscriber-ID", new TextDecoder().decode(id)]]);
name(dhcp.ClientFqdn, ({ flags, name }) => [
  ["Client-FQDN.No-Server-Update", (flags & 4) !== 0],
  ["Client-FQDN.Server-Override", (flags & 2) !== 0],
  ["Client-FQDN.Server-Update", (flags & 1) !== 0],
  ["Client-FQDN.Domain-Name", name],
]);
name(dhcp.PosixTimezone, ({ timezone }) => [["New-Posix-Timezone", timezone]]);
name(dhcp.MosAddresses, ({ options }) =>
  [...options.readers()].flatMap(({ code, reader }) => {
    const { addresses } = dhcp.mosAddressSuboptions.get(code)!.read(reader) as dhcp.MosAddressesValue;
    return each(`MOD-Address-List.${["IS", "CS", "ES"][code - 1]}`, addresses);
  }));
name(dhcp.NtpServer, ({ options }) => [["NTP-Server.Address", options.get(dhcp.NtpServerAddress)!.address]]);
name(dhcp.AccessDomain, ({ name }) => [["LIS-Access-Domain", name]]);
name(dhcp.BootfileParam, ({ parameters }) => each("Bootfile-Param", parameters));
name(dhcp.ClientArchType, ({ architectures }) => each("Client-Arch-Type", architectures));
name(dhcp.Geolocation, ({ latitude, longitude, altitude, reference }) => [
  ["GeoLocation.Latitude-Uncertainty", latitude.uncertainty],
  ["GeoLocation.Latitude", latitude.degrees * 2 ** 25],
  ["GeoLocation.Longitude-Uncertainty", longitude.uncertainty],
  ["GeoLocation.Longitude", longitude.degrees * 2 ** 25],
  ["GeoLocation.Altitude-Type", altitude.type],
  ["GeoLocation.Altitude-Uncertainty", altitude.uncertainty],
  ["GeoLocation.Altitude", altitude.altitude * 256],
  ["GeoLocation.Version", reference.version],
  ["GeoLocation.Reserved", reference.reserved],
  ["GeoLocation.Datum", reference.datum],
]);
name(dhcp.HomeNetworkPrefix, ({ prefix, prefixLength }) => [
  ["MIP6-Home-Net-Prefix", wholePrefix(prefix, prefixLength)],
]);
name(dhcp.RdnssSelection, ({ address, preference, domains }) => [
  ["RDNSS-Selection.DNS-Recursive-Name-Server", address],
  ["RDNSS-Selection.Preference", preference],
  ...each("RDNSS-Selection.FQDN", domains),
]);
name(
  dhcp.ClientLinkLayerAddress,
  ({ hardwareType, address }) =>
    all("Client-Link-Layer", linkLayer("Type", { hardwareType, linkLayerAddress: address })),
);
name(dhcp.Radius, ({ attributes }) =>
  attributes.map(({ type, value }) => [
    type === 1 ? "RADIUS.User-Name" : `RADIUS.raw.${type}`,
    type === 1 ? new TextDecoder().decode(value) : value,
  ]));
name(dhcp.SolMaxRt, seconds("SOL-Max-RT"));
name(dhcp.InfMaxRt, seconds("INF-Max-RT"));
name(dhcp.AddressSelection, ({ flags, options }) => [
  ["Address-Selection.Privacy-Reference", (flags & 1) !== 0],
  ["Address-Selection.Automatic-Row-Additions", (flags & 2) !== 0],
  ...within("Address-Selection.Table-Rows", options),
]);
name(dhcp.AddressSelectionTable, ({ label, precedence, prefix }) => [
  ["Address-Selection-Table.Label", label],
  ["Address-Selection-Table.Precedence", precedence],
  ["Address-Selection-Table.Prefix", prefix],
]);
name(dhcp.S46BorderRelay, ({ address }) => [["S46-Border-Relay", address]]);
name(dhcp.S46DefaultMappingRule, ({ prefix }) => [["S46-Default-Mapping-Rule", prefix]]);
name(dhcp.S46PortParams, ({ offset, psidLength, psid }) => [
  ["S46-Port-Parameters.Port-Set-Identifier-Offset", offset],
  ["S46-Port-Parameters.PSID-Len", psidLength],
  ["S46-Port-Parameters.PSID", psid],
]);
name(dhcp.S46Binding, ({ address4, prefix6, options }) => [
  ["S46-Address-Binding.IPv4-Address", address4],
  ["S46-Address-Binding.Bind-IPv6-Prefix", prefix6],
  ...within("S46-Address-Binding.Options", options),
]);
name(dhcp.S46MapE, nested("S46-MAP-Cont-E.Options"));
name(dhcp.S46MapT, nested("S46-MAP-Cont-T.Options"));
name(dhcp.FourRd, nested("IP4RD"));
name(dhcp.FourRdMapRule, ({ prefix4Length, prefix6Length, eaLength, flags, prefix4, prefix6 }) => [
  ["IP4RD-Map-Rule.IPv4-Prefix-Len", prefix4Length],
  ["IP4RD-Map-Rule.IPv6-Prefix-Len", prefix6Length],
  ["IP4RD-Map-Rule.EA-Len", eaLength],
  ["IP4RD-Map-Rule.WPK-Authorized", flags],
  ["IP4RD-Map-Rule.IPv4-Prefix", Uint8Array.from(prefix4.split("."), Number)],
  ["IP4RD-Map-Rule.IPv6-Prefix", prefix6],
]);
name(dhcp.AccessTechnology, ({ technology }) => [["ANI-Access-Technology-Type", technology]]);
name(dhcp.AccessNetworkName, ({ name }) => [["ANI-Network-Name", name]]);
name(dhcp.AccessPointBssid, ({ bssid }) => [["ANI-Access-Point-BSSID", bssid]]);
name(dhcp.S46Priority, ({ codes }) => each("S46-Priority", codes));
name(dhcp.FailoverExpirationTime, ({ time }) => [["Failover-Expiration-Time", new Date((time + EPOCH_2000) * 1000)]]);
