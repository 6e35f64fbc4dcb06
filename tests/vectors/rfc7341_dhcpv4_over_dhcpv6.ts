import { fromHex, IPv6Address } from "../../src/dhcpv6/mod.ts";
import { Dhcp4o6Servers, Dhcpv4Msg } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

/** A DHCPDISCOVER: 236 bytes of BOOTP header, magic cookie, two options, padding up to 300 bytes. */
const DISCOVER = "0101060001020304" + "00".repeat(20) + "02005e100001" + "00".repeat(202) + "63825363350101ff" +
  "00".repeat(56);

export const dhcpv4OverDhcpv6Vectors: readonly Vector[] = [
  vector(Dhcpv4Msg, {
    hex: "0057012c" + DISCOVER,
    from: "insomniacslk/dhcp of 2026-09-01 made it: OptDHCPv4Msg",
    value: { message: fromHex(DISCOVER) },
    json: {
      message: {
        bytes: DISCOVER,
        "message-type": "DHCPDISCOVER",
        op: 1,
        htype: 1,
        hlen: 6,
        hops: 0,
        xid: "01020304",
        secs: 0,
        flags: "0000",
        ciaddr: "0.0.0.0",
        yiaddr: "0.0.0.0",
        siaddr: "0.0.0.0",
        giaddr: "0.0.0.0",
        chaddr: "02:00:5e:10:00:01",
        sname: "",
        file: "",
        "magic-cookie": "63825363",
      },
    },
    text: "dhcpv4-msg: message-type DHCPDISCOVER, op 1, htype 1, hlen 6, hops 0, xid 01020304, secs 0, flags 0000, " +
      "ciaddr 0.0.0.0, yiaddr 0.0.0.0, siaddr 0.0.0.0, giaddr 0.0.0.0, chaddr 02:00:5e:10:00:01, " +
      'sname "", file "", magic-cookie 63825363, 300 bytes',
  }),
  vector(Dhcpv4Msg, {
    hex: "005700090101060001020304aa",
    from: "by hand: the first bytes of the message above",
    value: { message: fromHex("0101060001020304aa") },
    json: { message: { bytes: "0101060001020304aa", op: 1, htype: 1, hlen: 6, hops: 0, xid: "01020304" } },
    text: "dhcpv4-msg: op 1, htype 1, hlen 6, hops 0, xid 01020304, 9 bytes",
  }),
  vector(Dhcpv4Msg, {
    hex: "00570000",
    from: "by hand",
    value: { message: fromHex("") },
    json: { message: { bytes: "" } },
    text: "dhcpv4-msg: 0 bytes",
  }),
  vector(Dhcp4o6Servers, {
    hex: "0058002020010db800000000000000000000400620010db8000000000000000000004007",
    from: "insomniacslk/dhcp of 2026-09-01 made it: OptDHCP4oDHCP6Server",
    value: { addresses: [IPv6Address.parse("2001:db8::4006"), IPv6Address.parse("2001:db8::4007")] },
    json: { addresses: ["2001:db8::4006", "2001:db8::4007"] },
    text: "dhcp4-o-dhcp6-server: 2001:db8::4006, 2001:db8::4007",
  }),
  vector(Dhcp4o6Servers, {
    hex: "00580000",
    from: "insomniacslk/dhcp of 2026-09-01 made it: OptDHCP4oDHCP6Server",
    value: { addresses: [] },
    json: { addresses: [] },
    text: "dhcp4-o-dhcp6-server: none",
  }),
];
