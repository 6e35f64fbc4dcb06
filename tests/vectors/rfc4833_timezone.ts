import { PosixTimezone, TzdbTimezone } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const timezoneVectors: readonly Vector[] = [
  vector(PosixTimezone, {
    hex: "0029002345535435454454342c4d332e322e302f30323a30302c4d31312e312e302f30323a3030",
    from: "dhcpkit 1.0.7 made it: PosixTimezoneOption; scapy 2.7.0 makes the same",
    value: { timezone: "EST5EDT4,M3.2.0/02:00,M11.1.0/02:00" },
    json: { timezone: "EST5EDT4,M3.2.0/02:00,M11.1.0/02:00" },
    text: 'new-posix-timezone: "EST5EDT4,M3.2.0/02:00,M11.1.0/02:00"',
  }),
  vector(TzdbTimezone, {
    hex: "002a00104575726f70652f416d7374657264616d",
    from: "dhcpkit 1.0.7 made it: TZDBTimezoneOption; scapy 2.7.0 makes the same",
    value: { timezone: "Europe/Amsterdam" },
    json: { timezone: "Europe/Amsterdam" },
    text: 'new-tzdb-timezone: "Europe/Amsterdam"',
  }),
];
