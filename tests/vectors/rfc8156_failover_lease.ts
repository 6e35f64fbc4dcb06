import { fromHex } from "../../src/dhcpv6/mod.ts";
import {
  FailoverDnsFlags,
  FailoverExpirationTime,
  FailoverPartnerLifetime,
  FailoverPartnerLifetimeSent,
  FailoverPartnerRawCltTime,
  FailoverReconfigureData,
  FailoverStateExpirationTime,
} from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const failoverLeaseVectors: readonly Vector[] = [
  vector(FailoverDnsFlags, {
    hex: "007700020005",
    from: "TShark 4.0.17 reads it as Flags: 0x0005, Synthesized Name (S), Fwd Uptodate (F)",
    value: { flags: 5 },
    json: { flags: 5 },
    text: "f-dns-flags: 5 (forward update done, synthesized name)",
  }),
  vector(FailoverExpirationTime, {
    hex: "007800042ee5a480",
    from: "TShark 4.0.17 reads it as Expiration Time: 786801792",
    value: { time: 0x2ee5a480 },
    json: { time: 786801792 },
    text: "f-expiration-time: 2024-12-06T12:03:12Z",
  }),
  vector(FailoverPartnerLifetime, {
    hex: "007b00042ee5b290",
    from: "TShark 4.0.17 reads it as Partner Lifetime: 786805392",
    value: { time: 0x2ee5b290 },
    json: { time: 786805392 },
    text: "f-partner-lifetime: 2024-12-06T13:03:12Z",
  }),
  vector(FailoverPartnerLifetimeSent, {
    hex: "007c00042ee5b290",
    from: "TShark 4.0.17 reads it as Partner Lifetime Sent: 786805392",
    value: { time: 0x2ee5b290 },
    json: { time: 786805392 },
    text: "f-partner-lifetime-sent: 2024-12-06T13:03:12Z",
  }),
  vector(FailoverPartnerRawCltTime, {
    hex: "007e00042ee59670",
    from: "TShark 4.0.17 reads it as Partner Raw Client Time: 786798192",
    value: { time: 0x2ee59670 },
    json: { time: 786798192 },
    text: "f-partner-raw-clt-time: 2024-12-06T11:03:12Z",
  }),
  vector(FailoverReconfigureData, {
    hex: "008100142ee5a480000102030405060708090a0b0c0d0e0f",
    from: "TShark 4.0.17 reads it as Reconfigure Time: 786801792, Reconfigure Key: 000102030405060708090a0b0c0d0e0f",
    value: { time: 0x2ee5a480, key: fromHex("000102030405060708090a0b0c0d0e0f") },
    json: { time: 786801792, key: "000102030405060708090a0b0c0d0e0f" },
    text: "f-reconfigure-data: time 2024-12-06T12:03:12Z, key of 16 bytes",
  }),
  vector(FailoverStateExpirationTime, {
    hex: "008600042ee5b290",
    from: "TShark 4.0.17 reads it as State Expiration Time: 786805392",
    value: { time: 0x2ee5b290 },
    json: { time: 786805392 },
    text: "f-state-expiration-time: 2024-12-06T13:03:12Z",
  }),
];
