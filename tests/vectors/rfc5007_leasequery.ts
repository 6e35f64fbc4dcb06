import { Duid, IPv6Address, MessageType, Options, RelayMessage } from "../../src/dhcpv6/mod.ts";
import {
  ClientData,
  ClientId,
  ClientLastTime,
  IaAddress,
  InterfaceId,
  LeasequeryClientLink,
  LeasequeryQuery,
  LeasequeryRelayData,
  OptionRequest,
} from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

const clientId = ClientId.of({ duid: Duid.parse("00:03:00:01:02:00:5e:00:53:01") });

export const leasequeryVectors: readonly Vector[] = [
  vector(LeasequeryQuery, {
    hex: "002c00330120010db800000000000000000000000000050018" +
      "20010db8000000000000000000000007000000000000000000060002002f",
    from: "dhcpkit 1.0.7 made it: LQQueryOption",
    value: {
      queryType: 1,
      linkAddress: IPv6Address.parse("2001:db8::"),
      options: Options.of(
        IaAddress.of({
          address: IPv6Address.parse("2001:db8::7"),
          preferredLifetime: 0,
          validLifetime: 0,
          options: Options.none,
        }),
        OptionRequest.of({ codes: [47] }),
      ),
    },
    json: {
      "query-type": 1,
      "link-address": "2001:db8::",
      options: [
        {
          code: 5,
          option: "ia-address",
          value: { address: "2001:db8::7", "preferred-lifetime": 0, "valid-lifetime": 0, options: [] },
        },
        { code: 6, option: "oro", value: { codes: [47] } },
      ],
    },
    text: "lq-query: query-type by address, link-address 2001:db8::\n" +
      "  ia-address: address 2001:db8::7, preferred-lifetime 0 s, valid-lifetime 0 s\n" +
      "  oro: lq-relay-data",
  }),
  vector(LeasequeryQuery, {
    hex: "002c001f02000000000000000000000000000000000001000a0003000102005e005301",
    from: "dhcpkit 1.0.7 made it: LQQueryOption",
    value: { queryType: 2, linkAddress: IPv6Address.parse("::"), options: Options.of(clientId) },
    json: {
      "query-type": 2,
      "link-address": "::",
      options: [{ code: 1, option: "client-id", value: { duid: "0003000102005e005301" } }],
    },
    text:
      "lq-query: query-type by client id, link-address ::\n  client-id: 0003000102005e005301 (LL · ethernet · 02:00:5e:00:53:01)",
  }),
  vector(ClientData, {
    hex: "002d00320001000a0003000102005e00530100050018" +
      "20010db800000000000000000000000700000e1000001c20002e00040000005a",
    from: "dhcpkit 1.0.7 made it: ClientDataOption",
    value: {
      options: Options.of(
        clientId,
        IaAddress.of({
          address: IPv6Address.parse("2001:db8::7"),
          preferredLifetime: 3600,
          validLifetime: 7200,
          options: Options.none,
        }),
        ClientLastTime.of({ seconds: 90 }),
      ),
    },
    json: {
      options: [
        { code: 1, option: "client-id", value: { duid: "0003000102005e005301" } },
        {
          code: 5,
          option: "ia-address",
          value: { address: "2001:db8::7", "preferred-lifetime": 3600, "valid-lifetime": 7200, options: [] },
        },
        { code: 46, option: "clt-time", value: { seconds: 90 } },
      ],
    },
    text: "client-data\n  client-id: 0003000102005e005301 (LL · ethernet · 02:00:5e:00:53:01)\n" +
      "  ia-address: address 2001:db8::7, preferred-lifetime 1 h, valid-lifetime 2 h\n" +
      "  clt-time: 1 min 30 s",
  }),
  vector(ClientLastTime, {
    hex: "002e000400001518",
    from: "dhcpkit 1.0.7 made it: CLTTimeOption",
    value: { seconds: 5400 },
    json: { seconds: 5400 },
    text: "clt-time: 1 h 30 min",
  }),
  vector(LeasequeryRelayData, {
    hex: "002f003bfe800000000000000000000000000001" +
      "0c0020010db8000000000000000000000001fe80000000000000000000000000000c001200054661322f33",
    from: "dhcpkit 1.0.7 made it: LQRelayDataOption around RelayForwardMessage",
    value: {
      peerAddress: IPv6Address.parse("fe80::1"),
      message: new RelayMessage({
        type: MessageType.RelayForward,
        hopCount: 0,
        linkAddress: IPv6Address.parse("2001:db8::1"),
        peerAddress: IPv6Address.parse("fe80::c"),
        options: Options.of(InterfaceId.of({ id: new TextEncoder().encode("Fa2/3") })),
      }),
    },
    json: {
      "peer-address": "fe80::1",
      message: {
        type: "relay-forward",
        "hop-count": 0,
        "link-address": "2001:db8::1",
        "peer-address": "fe80::c",
        options: [{ code: 18, option: "interface-id", value: { id: "4661322f33" } }],
      },
    },
    text: "lq-relay-data: peer-address fe80::1\n" +
      "  relay-forward, hop count 0, link 2001:db8::1, peer fe80::c\n" +
      '    interface-id: 4661322f33 "Fa2/3"',
  }),
  vector(LeasequeryClientLink, {
    hex: "0030002020010db800010000000000000000000020010db8000200000000000000000000",
    from: "dhcpkit 1.0.7 made it: LQClientLink",
    value: { addresses: [IPv6Address.parse("2001:db8:1::"), IPv6Address.parse("2001:db8:2::")] },
    json: { addresses: ["2001:db8:1::", "2001:db8:2::"] },
    text: "lq-client-link: 2001:db8:1::, 2001:db8:2::",
  }),
];
