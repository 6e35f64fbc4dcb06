import { defineOption, type OptionDef } from "../option.ts";
import { address, bytes, u16, u8 } from "../field.ts";
import type { IPv6Address } from "../address.ts";

/** Which Kerberos principal a client is. */
export interface KerberosPrincipalNameValue {
  /** The name as it was: text, by some accounts behind a 32-bit name type. */
  principal: Uint8Array;
}

/** Kerberos Principal Name option. */
export const KerberosPrincipalName: OptionDef<KerberosPrincipalNameValue> = /* @__PURE__ */ defineOption(
  75,
  "krb-principal-name",
  "RFC 6784 section 3",
  { principal: bytes },
  { unverified: "how the name is written, and which messages it may stand in" },
);

/** A Kerberos realm. */
export interface KerberosRealmValue {
  /** The name as it was: text, by some accounts behind a 32-bit name type. */
  realm: Uint8Array;
}

/** Kerberos Realm Name option: the realm that a client belongs to. */
export const KerberosRealmName: OptionDef<KerberosRealmValue> = /* @__PURE__ */ defineOption(
  76,
  "krb-realm-name",
  "RFC 6784 section 3",
  { realm: bytes },
  { unverified: "how the name is written, and which messages it may stand in" },
);

/** Kerberos Default Realm Name option: the realm that a client is to use. */
export const KerberosDefaultRealmName: OptionDef<KerberosRealmValue> = /* @__PURE__ */ defineOption(
  77,
  "krb-default-realm-name",
  "RFC 6784 section 3",
  { realm: bytes },
  { unverified: "how the name is written" },
);

/** Where a client finds the key distribution center of a realm. */
export interface KerberosKdcValue {
  /** As in a DNS SRV record: the lowest first. */
  priority: number;
  /** As in a DNS SRV record: the share among those of the same priority. */
  weight: number;
  /** 1 = UDP, 2 = TCP, 3 = TLS. */
  transport: number;
  /** UDP or TCP port. */
  port: number;
  /** The key distribution center. */
  address: IPv6Address;
  /** Its realm as it was: text, by some accounts behind a 32-bit name type. */
  realm: Uint8Array;
}

/** Kerberos KDC option. */
export const KerberosKdc: OptionDef<KerberosKdcValue> = /* @__PURE__ */ defineOption(
  78,
  "krb-kdc",
  "RFC 6784 section 3",
  { priority: u16, weight: u16, transport: u8, port: u16, address, realm: bytes },
  { repeats: true, unverified: "how the name of the realm is written" },
);
