import { Options } from "../../src/dhcpv6/mod.ts";
import {
  FailoverBindingStatus,
  FailoverConnectFlags,
  FailoverDnsFlags,
  FailoverDnsHostName,
  FailoverDnsRemovalInfo,
  FailoverDnsZoneName,
} from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const failoverBindingVectors: readonly Vector[] = [
  vector(FailoverBindingStatus, {
    hex: "0072000107",
    from: "TShark 4.0.17 reads it as Failover Binding Status: ABANDONED (7)",
    value: { status: 7 },
    json: { status: 7 },
    text: "f-binding-status: abandoned",
  }),
  vector(FailoverConnectFlags, {
    hex: "007300020001",
    from: "TShark 4.0.17 reads it as Flags: 0x0001, Fixed PD Length (F)",
    value: { flags: 1 },
    json: { flags: 1 },
    text: "f-connect-flags: 1 (fixed prefix length)",
  }),
  vector(FailoverDnsRemovalInfo, {
    hex: "007400200075000504686f73740076000d076578616d706c6503636f6d00007700020005",
    from: "made by hand from RFC 8156 section 5.5.3; no implementation at hand reads its fields; " +
      "TShark 4.0.17 reads each of the options in it where it stands alone",
    value: {
      options: Options.of(
        FailoverDnsHostName.of({ name: "host" }),
        FailoverDnsZoneName.of({ name: "example.com" }),
        FailoverDnsFlags.of({ flags: 5 }),
      ),
    },
    json: {
      options: [
        { code: 117, option: "f-dns-host-name", value: { name: "host" } },
        { code: 118, option: "f-dns-zone-name", value: { name: "example.com" } },
        { code: 119, option: "f-dns-flags", value: { flags: 5 } },
      ],
    },
    text:
      "f-dns-removal-info\n  f-dns-host-name: host\n  f-dns-zone-name: example.com\n  f-dns-flags: 5 (forward update done, synthesized name)",
  }),
  vector(FailoverDnsHostName, {
    hex: "0075000504686f7374",
    from: "TShark 4.0.17 reads it as DNS Hostname: host",
    value: { name: "host" },
    json: { name: "host" },
    text: "f-dns-host-name: host",
  }),
  vector(FailoverDnsHostName, {
    hex: "0075001204686f7374076578616d706c6503636f6d00",
    from: "TShark 4.0.17 reads it as DNS Hostname: host.example.com",
    value: { name: "host.example.com." },
    json: { name: "host.example.com." },
    text: "f-dns-host-name: host.example.com.",
  }),
  vector(FailoverDnsZoneName, {
    hex: "0076000d076578616d706c6503636f6d00",
    from: "TShark 4.0.17 reads it as DNS Zone Name: example.com",
    value: { name: "example.com" },
    json: { name: "example.com" },
    text: "f-dns-zone-name: example.com",
  }),
];
