import { isRelayType, MessageType } from "../message_type.ts";
import type { RelayMessage } from "../message.ts";
import { LeasequeryRelayData } from "../options/rfc5007_leasequery.ts";
import { InterfaceId, RelayMsg } from "../options/rfc9915_relay.ts";
import { messageTraits } from "./message_traits.ts";
import type { MessagePlace } from "./place.ts";
import type { Rule } from "./rule.ts";

/** What relay agents have to do (RFC 9915 section 19). */
export const relayRules: readonly Rule[] = [
  {
    id: "missing-relay-msg",
    severity: "error",
    discardedBy: ["server", "relay"],
    reference: "RFC 9915 section 16.13",
    meaning: "A relay message passes on nothing: it has no Relay Message option.",
    remedy: "Correct the relay agent or the server. In the Relay Data option of a Leasequery this is as it should be.",
    message(at, report, { profile }) {
      if (profile === "dhcpkit" && at.read.type === MessageType.RelayForward) return;
      const isRelayData = outermostRelay(at).outer?.definition === LeasequeryRelayData;
      if (at.relay && !isRelayData && !at.has(RelayMsg)) report(`a message of the type ${at.name} needs a relay-msg`);
    },
  },
  {
    id: "several-relay-msgs",
    severity: "error",
    discardedBy: ["server", "relay"],
    reference: "RFC 9915 section 21.10",
    meaning: "A relay message has several Relay Message options, so it is not clear what it passes on.",
    remedy: "Correct the relay agent or the server. Only the first message was looked at further as the one relayed.",
    message(at, report) {
      const all = at.all(RelayMsg);
      if (at.relay && all.length > 1) report(`there are ${all.length} options relay-msg`, all[1]);
    },
  },
  {
    id: "relayed-the-wrong-way",
    severity: "error",
    discardedBy: ["server", "relay"],
    reference: "RFC 9915 section 19",
    meaning: "A Relay-forward, which goes to servers, holds a message of a server, or a Relay-reply one of a client.",
    remedy: "Look for a relay agent that passes on what it should not, or for a loop.",
    message(at, report) {
      const { relayed } = at;
      if (!relayed) return;
      const { type } = relayed.read, toClient = at.read.type === MessageType.RelayReply;
      const sender = messageTraits(type)?.sender;
      const fits = isRelayType(type) ? type === at.read.type : sender === "server" ? toClient : !toClient;
      if (!fits && sender && sender !== "either") {
        report(`a ${at.name} cannot hold a message of the type ${relayed.name}`);
      }
    },
  },
  {
    id: "hop-count-limit",
    severity: "warning",
    reference: "RFC 9915 section 19.1",
    meaning: "More relay agents have passed the message on than may: 8, or 32 by RFC 3315.",
    remedy: "Look for a loop of relay agents; a relay agent discards such a message.",
    message({ relay }, report, { profile }) {
      const limit = hopLimit(profile);
      if (relay && relay.hopCount > limit) report(`hop count ${relay.hopCount} is over the limit of ${limit}`);
    },
  },
  {
    id: "hop-count-exhausted",
    severity: "error",
    discardedBy: ["relay"],
    reference: "RFC 9915 section 19.1.2",
    meaning: "A relay agent got a message that has been passed on as often as is allowed.",
    remedy: "Look for a loop of relay agents. This one has to discard the message.",
    message({ relay, carrier }, report, { role, profile }) {
      if (role !== "relay" || carrier || relay?.type !== MessageType.RelayForward) return;
      if (relay.hopCount >= hopLimit(profile)) report(`hop count ${relay.hopCount} leaves no room for another relay`);
    },
  },
  {
    id: "hop-count-mismatch",
    severity: "warning",
    reference: "RFC 9915 section 19.1",
    meaning: "A relay agent did not count on: its hop count is not one more than that of the relay message within, " +
      "or not 0 around a client's message.",
    remedy: "Correct the relay agent, since loops are found by that number.",
    message({ relay, relayed }, report) {
      if (!relay || !relayed) return;
      const right = relayed.relay ? relayed.relay.hopCount + 1 : 0;
      if (relay.hopCount !== right) report(`hop count ${relay.hopCount} should be ${right}`);
    },
  },
  {
    id: "no-link-identified",
    severity: "warning",
    reference: "RFC 9915 section 19.1.1",
    meaning:
      "A relay agent tells neither an address of the client's link nor the interface that the message came from.",
    remedy: "Give the relay agent's interface a global address, or let it add an Interface-Id option.",
    message(at, report) {
      const { relay } = at;
      if (relay?.type !== MessageType.RelayForward || isLinkKnown(relay) || at.has(InterfaceId)) return;
      report(`link-address is ${relay.linkAddress}, and there is no interface-id`);
    },
  },
];

/** A message of another relay agent that has a global address of its own needs no more (RFC 9915 section 19.1.2). */
function isLinkKnown({ linkAddress, peerAddress, hopCount }: RelayMessage): boolean {
  return linkAddress.isGlobal || hopCount > 0 && peerAddress.isGlobal;
}

function hopLimit(profile: string): number {
  return profile === "rfc3315" || profile === "dhcpkit" ? 32 : 8;
}

function outermostRelay(at: MessagePlace): MessagePlace {
  let outermost = at;
  for (
    let carrier = at.carrier;
    carrier?.relay && outermost.outer?.definition === RelayMsg;
    carrier = carrier.carrier
  ) {
    outermost = carrier;
  }
  return outermost;
}
