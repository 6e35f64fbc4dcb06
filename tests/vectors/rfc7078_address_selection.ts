import { IPv6Prefix, Options } from "../../src/dhcpv6/mod.ts";
import { AddressSelection, AddressSelectionTable } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

const row = { label: 4, precedence: 20, prefix: IPv6Prefix.parse("2001:db8::/32") };

export const addressSelectionVectors: readonly Vector[] = [
  vector(AddressSelection, {
    hex: "0054000c03" + "0055000704142020010db8",
    from: "shaped like FreeRADIUS's test vectors, which are read here as FreeRADIUS reads them",
    value: { flags: 3, options: Options.of(AddressSelectionTable.of(row)) },
    json: {
      flags: 3,
      options: [{
        code: 85,
        option: "addrsel-table",
        value: { label: 4, precedence: 20, prefix: "2001:db8::/32" },
      }],
    },
    text:
      "addrsel: flags 3 (prefer temporary addresses, rows may be added)\n  addrsel-table: label 4, precedence 20, prefix 2001:db8::/32",
  }),
  vector(AddressSelectionTable, {
    hex: "0055000704142020010db8",
    from: "shaped like FreeRADIUS's test vectors, which are read here as FreeRADIUS reads them",
    value: row,
    json: { label: 4, precedence: 20, prefix: "2001:db8::/32" },
    text: "addrsel-table: label 4, precedence 20, prefix 2001:db8::/32",
  }),
];
