import { Duid } from "../../src/dhcpv6/mod.ts";
import { ClientId, ServerId } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const identityVectors: readonly Vector[] = [
  vector(ClientId, {
    hex: "0001000a000300013431c43cb2f1",
    from: "a client sent it (shared fixture relayed-solicit)",
    value: { duid: Duid.parse("000300013431c43cb2f1") },
    json: { duid: "000300013431c43cb2f1" },
    text: "client-id: 000300013431c43cb2f1 (LL · ethernet · 34:31:c4:3c:b2:f1)",
  }),
  vector(ClientId, {
    hex: "0001000e0001000113431c43b2f100112233",
    from: "scapy 2.8.0 made it: DUID_LLT",
    value: { duid: Duid.parse("0001000113431c43b2f100112233") },
    json: { duid: "0001000113431c43b2f100112233" },
    text: "client-id: 0001000113431c43b2f100112233 (LLT · ethernet · b2:f1:00:11:22:33 · 2010-03-29)",
  }),
  vector(ClientId, {
    hex: "0001000e00020000ab110102030405060708",
    from: "scapy 2.8.0 made it: DUID_EN",
    value: { duid: Duid.parse("00020000ab110102030405060708") },
    json: { duid: "00020000ab110102030405060708" },
    text: "client-id: 00020000ab110102030405060708 (EN · enterprise 43793 (systemd) · 0102030405060708)",
  }),
  vector(ClientId, {
    hex: "0001001200040102030405060708090a0b0c0d0e0f10",
    from: "scapy 2.8.0 made it: DUID_UUID",
    value: { duid: Duid.parse("00040102030405060708090a0b0c0d0e0f10") },
    json: { duid: "00040102030405060708090a0b0c0d0e0f10" },
    text: "client-id: 00040102030405060708090a0b0c0d0e0f10 (UUID · 01020304-0506-0708-090a-0b0c0d0e0f10)",
  }),
  vector(ServerId, {
    hex: "0002000e000100011d1d49cf00137265ca42",
    from: "a server sent it (shared fixture relayed-advertise)",
    value: { duid: Duid.parse("000100011d1d49cf00137265ca42") },
    json: { duid: "000100011d1d49cf00137265ca42" },
    text: "server-id: 000100011d1d49cf00137265ca42 (LLT · ethernet · 00:13:72:65:ca:42 · 2015-06-24)",
  }),
];
