import type { Writer } from "../../wire/mod.ts";
import { defineOption, type OptionDef } from "../option.ts";
import { addresses, domainNames } from "../field.ts";
import { IPv6Address } from "../address.ts";

/** Servers by address. */
export interface AddressListValue {
  /** In order of preference. */
  addresses: IPv6Address[];
}

/** Domain names. */
export interface DomainListValue {
  /** Each without the dot of the root. */
  names: string[];
}

/** DNS Recursive Name Server option, in order of preference. */
export const DnsServers: OptionDef<AddressListValue> = /* @__PURE__ */ defineOption(
  23,
  "dns-servers",
  "RFC 3646 section 3",
  { addresses: addresses },
  {},
  { read: readAddresses, write: writeAddresses },
);

/** Domain Search List option. */
export const DomainList: OptionDef<DomainListValue> = /* @__PURE__ */ defineOption(
  24,
  "domain-list",
  "RFC 3646 section 4",
  { names: domainNames },
);

function readAddresses(bytes: Uint8Array, at: number, end: number): AddressListValue | undefined {
  if ((end - at) % 16 !== 0) return undefined;
  const addresses: IPv6Address[] = [];
  for (let i = at, count = 0; i < end; i += 16) addresses[count++] = IPv6Address.at(bytes, i);
  return { addresses };
}

function writeAddresses(writer: Writer, { addresses }: AddressListValue): void {
  for (let i = 0; i < addresses.length; i++) addresses[i].write(writer);
}
