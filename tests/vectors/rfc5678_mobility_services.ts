import { IPv6Address, Options } from "../../src/dhcpv6/mod.ts";
import {
  MosAddresses,
  mosAddressSuboptions,
  MosCommandAddresses,
  MosCommandNames,
  MosEventAddresses,
  MosEventNames,
  MosInformationAddresses,
  MosInformationNames,
  MosNames,
  mosNameSuboptions,
} from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

const addressesFrom = "dhcpcd 9.4.1 and TShark 4.6.9 read it within option 54, see there";
const namesFrom = "dhcpcd 9.4.1 and TShark 4.6.9 read it within option 55, see there";
const information = { addresses: [IPv6Address.parse("2001:db8::11"), IPv6Address.parse("2001:db8::12")] };
const command = { addresses: [IPv6Address.parse("2001:db8::21")] };
const event = { addresses: [IPv6Address.parse("2001:db8::31")] };

export const mobilityServiceVectors: readonly Vector[] = [
  vector(MosInformationAddresses, {
    hex: "0001002020010db800000000000000000000001120010db8000000000000000000000012",
    from: addressesFrom,
    space: mosAddressSuboptions,
    value: information,
    json: { addresses: ["2001:db8::11", "2001:db8::12"] },
    text: "information-service: 2001:db8::11, 2001:db8::12",
  }),
  vector(MosCommandAddresses, {
    hex: "0002001020010db8000000000000000000000021",
    from: addressesFrom,
    space: mosAddressSuboptions,
    value: command,
    json: { addresses: ["2001:db8::21"] },
    text: "command-service: 2001:db8::21",
  }),
  vector(MosEventAddresses, {
    hex: "0003001020010db8000000000000000000000031",
    from: addressesFrom,
    space: mosAddressSuboptions,
    value: event,
    json: { addresses: ["2001:db8::31"] },
    text: "event-service: 2001:db8::31",
  }),
  vector(MosAddresses, {
    hex: "0036004c" +
      "0001002020010db800000000000000000000001120010db8000000000000000000000012" +
      "0002001020010db8000000000000000000000021" +
      "0003001020010db8000000000000000000000031",
    from:
      "dhcpcd 9.4.1 reads it as mos_ip_is=2001:db8::11 2001:db8::12, mos_ip_cs=2001:db8::21, mos_ip_es=2001:db8::31; " +
      "TShark 4.6.9 reads it as MoS Code: IS (1), MoS Address: 2001:db8::11, MoS Address: 2001:db8::12, MoS Code: CS (2), MoS Address: 2001:db8::21, MoS Code: ES (3), MoS Address: 2001:db8::31",
    value: {
      options: Options.of(
        MosInformationAddresses.of(information),
        MosCommandAddresses.of(command),
        MosEventAddresses.of(event),
      ),
    },
    json: {
      options: [
        { code: 1, option: "information-service", value: { addresses: ["2001:db8::11", "2001:db8::12"] } },
        { code: 2, option: "command-service", value: { addresses: ["2001:db8::21"] } },
        { code: 3, option: "event-service", value: { addresses: ["2001:db8::31"] } },
      ],
    },
    text: "ipv6-address-mos\n  information-service: 2001:db8::11, 2001:db8::12\n" +
      "  command-service: 2001:db8::21\n  event-service: 2001:db8::31",
  }),
  vector(MosInformationNames, {
    hex: "00010021026973076578616d706c6503636f6d0003697332076578616d706c6503636f6d00",
    from: "dhcpcd 9.4.1 reads it within option 55 as mos_domain_is=is.example.com is2.example.com",
    space: mosNameSuboptions,
    value: { names: ["is.example.com", "is2.example.com"] },
    json: { names: ["is.example.com", "is2.example.com"] },
    text: "information-service: is.example.com, is2.example.com",
  }),
  vector(MosCommandNames, {
    hex: "00020010026373076578616d706c6503636f6d00",
    from: namesFrom,
    space: mosNameSuboptions,
    value: { names: ["cs.example.com"] },
    json: { names: ["cs.example.com"] },
    text: "command-service: cs.example.com",
  }),
  vector(MosEventNames, {
    hex: "00030010026573076578616d706c6503636f6d00",
    from: namesFrom,
    space: mosNameSuboptions,
    value: { names: ["es.example.com"] },
    json: { names: ["es.example.com"] },
    text: "event-service: es.example.com",
  }),
  vector(MosNames, {
    hex: "00370028" +
      "00020010026373076578616d706c6503636f6d00" +
      "00030010026573076578616d706c6503636f6d00",
    from: "dhcpcd 9.4.1 reads it as mos_domain_cs=cs.example.com, mos_domain_es=es.example.com; " +
      "TShark 4.6.9 reads it as MoS Code: CS (2), MoS FQDN: cs.example.com, MoS Code: ES (3), MoS FQDN: es.example.com",
    value: {
      options: Options.of(
        MosCommandNames.of({ names: ["cs.example.com"] }),
        MosEventNames.of({ names: ["es.example.com"] }),
      ),
    },
    json: {
      options: [
        { code: 2, option: "command-service", value: { names: ["cs.example.com"] } },
        { code: 3, option: "event-service", value: { names: ["es.example.com"] } },
      ],
    },
    text: "ipv6-fqdn-mos\n  command-service: cs.example.com\n  event-service: es.example.com",
  }),
];
