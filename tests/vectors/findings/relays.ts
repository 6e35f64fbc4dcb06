/** Relay agents. */
import { Message } from "../../../src/dhcpv6/mod.ts";
import { LeasequeryRelayData, RelayMsg } from "../../../src/dhcpv6/options/mod.ts";
import { address, answer, type FindingCase, interfaceId, relayed, request } from "./case.ts";

const solicit = request("solicit"), reply = answer("reply");
const to = (bytes: Uint8Array): Message => Message.parse(bytes);

export const relayCases: readonly FindingCase[] = [
  {
    rule: "missing-relay-msg",
    what: "a Relay-forward of nothing",
    bad: relayed(undefined),
    path: ["relay-forward"],
    says: /relay-msg/,
    good: answer(
      "leasequery-reply",
      LeasequeryRelayData.of({
        peerAddress: address("fe80::1"),
        message: to(relayed(relayed(undefined), { hopCount: 1 })),
      }),
    ),
  },
  {
    rule: "missing-relay-msg",
    what: "a Relay-reply of nothing, by DHCPKit",
    bad: relayed(undefined, { typeName: "relay-reply" }),
    path: ["relay-reply"],
    says: /relay-msg/,
    options: { profile: "dhcpkit" },
    good: relayed(undefined),
  },
  {
    rule: "several-relay-msgs",
    what: "a Relay-forward of two messages",
    bad: relayed(solicit, { options: [RelayMsg.of({ message: to(solicit) })] }),
    path: ["relay-forward", "relay-msg"],
    says: /2 options relay-msg/,
    good: relayed(solicit),
  },
  {
    rule: "relayed-the-wrong-way",
    what: "a Reply on its way to servers",
    bad: relayed(reply),
    path: ["relay-forward"],
    says: /cannot hold .* reply/,
    good: relayed(reply, { typeName: "relay-reply" }),
  },
  {
    rule: "relayed-the-wrong-way",
    what: "a Solicit on its way to clients",
    bad: relayed(solicit, { typeName: "relay-reply" }),
    path: ["relay-reply"],
    says: /cannot hold .* solicit/,
    good: relayed(relayed(solicit), { hopCount: 1 }),
  },
  {
    rule: "hop-count-limit",
    what: "a hop count over 8",
    bad: relayed(undefined, { hopCount: 9 }),
    path: ["relay-forward"],
    says: /9 is over the limit of 8/,
    good: relayed(undefined, { hopCount: 8 }),
  },
  {
    rule: "hop-count-limit",
    what: "a hop count over 32, by RFC 3315",
    bad: relayed(undefined, { hopCount: 33 }),
    path: ["relay-forward"],
    says: /33 is over the limit of 32/,
    options: { profile: "rfc3315" },
    good: relayed(undefined, { hopCount: 32 }),
  },
  {
    rule: "hop-count-exhausted",
    what: "a relay agent that gets a hop count of 8",
    role: "relay",
    bad: relayed(solicit, { hopCount: 8 }),
    path: ["relay-forward"],
    says: /no room/,
    good: relayed(solicit, { hopCount: 7 }),
  },
  {
    rule: "hop-count-mismatch",
    what: "a relay agent that does not count",
    bad: relayed(relayed(solicit), { hopCount: 0 }),
    path: ["relay-forward"],
    says: /0 should be 1/,
    good: relayed(relayed(solicit), { hopCount: 1 }),
  },
  {
    rule: "hop-count-mismatch",
    what: "a relay agent that counts a client",
    bad: relayed(relayed(solicit, { hopCount: 1 }), { hopCount: 2 }),
    path: ["relay-forward", "relay-msg", "relay-forward"],
    says: /1 should be 0/,
    good: relayed(solicit),
  },
  {
    rule: "no-link-identified",
    what: "a relay agent that tells nothing about the link",
    bad: relayed(solicit, { link: "::" }),
    path: ["relay-forward"],
    says: /link-address is ::/,
    good: relayed(solicit, { link: "::", options: [interfaceId("Fa2/3")] }),
  },
  {
    rule: "no-link-identified",
    what: "a relay agent that tells its link-local address",
    bad: relayed(relayed(solicit), { hopCount: 1, link: "fe80::7" }),
    path: ["relay-forward"],
    says: /fe80::7/,
    good: relayed(relayed(solicit), { hopCount: 1, link: "::", peer: "2001:db8::2" }),
  },
];
