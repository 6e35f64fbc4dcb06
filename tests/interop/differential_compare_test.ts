import { assertEquals, assertMatch } from "@std/assert";
import { fromHex } from "../../src/dhcpv6/mod.ts";
import type { PeerAnswer, PeerName, PeerOption } from "../support/peers.ts";
import { disagreements } from "./differential/compare.ts";
import { ruleFor } from "./differential/mod.ts";
import { ourReading } from "./differential/our_reading.ts";

const PEERS: readonly PeerName[] = ["rust", "go", "python"];

/** A Request: client identifier, IA_NA with an address, elapsed time. */
const PACKET = "03c0ffee" + "0001000a00030001020000000001" + "00080002012c" +
  "00030028000000010000000200000003" + "0005001820010db80000000000000000000000010000000400000005";

const clientId: PeerOption = { code: 1, value: { duid: "00030001020000000001" }, data: "00030001020000000001" };
const elapsed: PeerOption = { code: 8, value: { elapsed: 300 }, data: "012c" };
const address: PeerOption = {
  code: 5,
  value: { address: "20010db8000000000000000000000001", preferredLifetime: 4, validLifetime: 5 },
  options: [],
};

function answer(options: PeerOption[], { xid = 0xc0ffee, bytes = PACKET, inner = [address] } = {}): PeerAnswer {
  const ia: PeerOption = { code: 3, value: { iaid: 1, t1: 2, t2: 3 }, options: inner };
  // dhcproto tells options sorted by code.
  const all = [...options, ia];
  return { ok: true, message: { type: 3, xid, options: all }, bytes };
}

/** What is found, with the class of each. */
function found(peer: PeerName, theirs: PeerAnswer, packet = PACKET): string[] {
  return disagreements(peer, ourReading(fromHex(packet)), theirs)
    .map((one) => `${one.kind}, ${ruleFor(peer, one)?.fault ?? "unexplained"}`);
}

Deno.test("readings that are the same are no disagreement", () => {
  for (const peer of PEERS) assertEquals(found(peer, answer([clientId, elapsed])), []);
});

Deno.test("another value or option anywhere is a disagreement that no rule explains", () => {
  const others: PeerAnswer[] = [
    answer([clientId, { ...elapsed, value: { elapsed: 301 } }]),
    answer([clientId, { ...elapsed, data: "012d" }]),
    answer([{ ...clientId, value: { duid: "00030001020000000002" } }, elapsed]),
    answer([clientId, elapsed], { xid: 0xc0ffef }),
    answer([clientId, elapsed], { inner: [{ ...address, value: { ...address.value, validLifetime: 6 } }] }),
    answer([clientId, { ...elapsed, code: 7 }]),
    answer([clientId, elapsed], { inner: [address, address] }),
  ];
  for (const peer of PEERS) {
    for (const other of others) {
      assertMatch(found(peer, other).join(), /^((differs|replaced), unexplained,?)+$/, JSON.stringify(other));
    }
  }
});

Deno.test("an option that is left out is a disagreement that no rule explains", () => {
  const ours = ourReading(fromHex(PACKET));
  for (const peer of PEERS) {
    for (const other of [answer([clientId]), answer([elapsed]), answer([clientId, elapsed], { inner: [] })]) {
      const kinds = disagreements(peer, ours, other).filter((one) => !ruleFor(peer, one)).map(({ kind }) => kind);
      assertEquals(kinds.length > 0, true, `${peer} ${JSON.stringify(other)}`);
    }
  }
});

Deno.test("a refusal of what is fine here is a disagreement that no rule explains, whatever the error", () => {
  for (const error of ["buffer too short", "IDNAError: Empty Label", "ValueError: 2001:db8::/32 has host bits set"]) {
    for (const peer of PEERS) assertEquals(found(peer, { error }), ["refused, unexplained"]);
  }
});

Deno.test("other bytes for the same reading are a disagreement that no rule explains", () => {
  for (const peer of PEERS) {
    assertEquals(found(peer, answer([clientId, elapsed], { bytes: PACKET + "00" })), ["written, unexplained"]);
  }
});

Deno.test("what is malformed here and decoded by a peer is a disagreement that no rule explains", () => {
  const malformed = "03c0ffee" + "0001000a00030001020000000001" + "0008000101" + PACKET.slice(48);
  for (const peer of ["go", "python"] as const) {
    assertEquals(found(peer, answer([clientId, elapsed]), malformed), ["passed, unexplained"]);
  }
});

Deno.test("a class of disagreements is recognised by the packet and the reading together", () => {
  const twice = "0bc0ffee" + "00060006001700180017", once = { code: 6, value: { codes: [23, 24] }, data: "00170018" };
  const reading = (oro: PeerOption): PeerAnswer => ({ ok: true, message: { type: 11, xid: 0xc0ffee, options: [oro] } });
  assertEquals(found("go", reading(once), twice), ["differs, theirs"]);
  assertEquals(found("python", reading(once), twice), ["differs, unexplained"]);
  assertEquals(found("go", reading({ ...once, value: { codes: [23, 25] } }), twice), ["differs, unexplained"]);
});
