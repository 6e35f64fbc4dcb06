import { MessageType } from "../message_type.ts";
import { ClientServerMessage, Dhcpv4Message, RelayMessage } from "../message.ts";
import { Authentication, ElapsedTime, ReconfigureMessage } from "../options/rfc9915_exchange.ts";
import { ClientId, ServerId } from "../options/rfc9915_identity.ts";
import { Dhcpv4Msg } from "../options/rfc7341_dhcpv4_over_dhcpv6.ts";
import { isFromClient, messageTraits } from "./message_traits.ts";
import { type Rule, valuesOf } from "./rule.ts";

/** What a message needs by its type, whatever else is known (RFC 9915 section 16). */
export const messageRules: readonly Rule[] = [
  {
    id: "unknown-message-type",
    severity: "error",
    reference: "RFC 9915 section 7.3",
    meaning:
      "IANA has assigned no meaning to the message type. Servers and clients discard it, relay agents pass it on.",
    remedy: "Find out what sends it: an experiment, a newer protocol, or something else on the port of DHCPv6.",
    message({ read: { type } }, report) {
      if (!messageTraits(type)) report(`message type ${type} is not assigned`);
    },
  },
  {
    id: "wrong-receiver",
    severity: "error",
    reference: "RFC 9915 section 16",
    discardedBy: ["server", "client", "relay"],
    meaning: "The message is of a type that this receiver discards, such as an Advertise that a server gets.",
    remedy: "Look for a second server or relay agent on the link, or for a port or address that was mixed up.",
    message({ read: { type }, name, carrier }, report, { role }) {
      const traits = messageTraits(type);
      if (role === "observer" || carrier || !traits || traits.receivers.includes(role)) return;
      report(`a ${role} does not accept a message of the type ${name}`);
    },
  },
  {
    id: "missing-client-id",
    severity: "error",
    reference: "RFC 9915 section 16",
    meaning: "The message has to say which client it is from or for, and has no Client Identifier option.",
    remedy: "Correct or replace the sender: nobody processes such a message.",
    message(at, report, { profile }) {
      const { type } = at.read,
        isRequired = messageTraits(type)?.clientId === "required" ||
          profile === "dhcpkit" && type === MessageType.InformationRequest;
      if (!isRequired || at.has(ClientId)) return;
      report(`a message of the type ${at.name} needs a client-id`);
    },
  },
  {
    id: "missing-server-id",
    severity: "error",
    reference: "RFC 9915 section 16",
    meaning: "The message has to name the server that it is from or for, and has no Server Identifier option.",
    remedy: "Correct or replace the sender: nobody processes such a message.",
    message(at, report) {
      if (messageTraits(at.read.type)?.serverId !== "required" || at.has(ServerId)) return;
      report(`a message of the type ${at.name} needs a server-id`);
    },
  },
  {
    id: "unexpected-server-id",
    severity: "error",
    reference: "RFC 9915 section 16",
    meaning: "A message for any server, such as a Solicit, names one by a Server Identifier option.",
    remedy: "Correct the client: servers discard such a message.",
    message(at, report) {
      if (messageTraits(at.read.type)?.serverId !== "forbidden" || !at.has(ServerId)) return;
      report(`a message of the type ${at.name} must not have a server-id`, at.all(ServerId)[0]);
    },
  },
  {
    id: "repeated-identifier",
    severity: "error",
    reference: "RFC 9915 section 21.1",
    meaning: "There are several Client Identifier or Server Identifier options, so it is not clear who is meant.",
    remedy: "Correct the sender. Receivers discard the message, or take one of them, not all the same one.",
    message(at, report) {
      for (const option of [ClientId, ServerId]) {
        const all = at.all(option);
        if (all.length > 1) report(`there are ${all.length} options ${option.name}`, all[1]);
      }
    },
  },
  {
    id: "missing-elapsed-time",
    severity: "warning",
    profiles: { dhcpkit: "error" },
    reference: "RFC 9915 section 21.9",
    meaning: "The client does not say how long it has been trying. A secondary server cannot tell when to step in.",
    remedy: "Nothing, where there is one server; otherwise update the client.",
    message(at, report) {
      if (isFromClient(at.read.type) && !at.has(ElapsedTime)) report("a client's message needs an elapsed-time");
    },
  },
  {
    id: "missing-reconfigure-message",
    severity: "error",
    reference: "RFC 9915 section 16.11",
    meaning: "A Reconfigure does not say what the client is to send.",
    remedy: "Correct the server: the client discards the message.",
    message(at, report) {
      if (at.read.type === MessageType.Reconfigure && !at.has(ReconfigureMessage)) {
        report("a reconfigure needs a reconf-msg");
      }
    },
  },
  {
    id: "missing-authentication",
    severity: "error",
    reference: "RFC 9915 section 16.11",
    meaning: "A Reconfigure has no Authentication option, so that anybody may have sent it.",
    remedy: "Let the server use the reconfigure key that it gave the client; look for who else may send such messages.",
    message(at, report) {
      if (at.read.type === MessageType.Reconfigure && !at.has(Authentication)) report("a reconfigure needs an auth");
    },
  },
  {
    id: "reconfigure-message-type",
    severity: "error",
    reference: "RFC 9915 section 21.19",
    meaning: "A Reconfigure asks the client for a message that is neither Renew, Rebind nor Information-request.",
    remedy: "Correct the server: the client discards the message. Before RFC 6644 a Rebind could not be asked for.",
    values: [/* @__PURE__ */ valuesOf([ReconfigureMessage], ({ messageType }, _, report, { profile }) => {
      const isOld = profile === "rfc3315" || profile === "dhcpkit";
      const allowed: readonly number[] = [MessageType.Renew, MessageType.InformationRequest];
      if (allowed.includes(messageType) || !isOld && messageType === MessageType.Rebind) return;
      report(`a client cannot be told to send a message of the type ${messageType}`);
    })],
  },
  {
    id: "transaction-id-of-reconfigure",
    severity: "warning",
    reference: "RFC 9915 section 18.3.11",
    meaning: "A Reconfigure has a transaction id, which has to be 0 there.",
    remedy: "Correct the server; clients do not look at it.",
    message({ read }, report) {
      if (read.type !== MessageType.Reconfigure || !(read instanceof ClientServerMessage)) return;
      if (read.transactionId !== 0) report("the transaction id of a reconfigure has to be 0");
    },
  },
  {
    id: "dhcpv4-message-count",
    severity: "error",
    reference: "RFC 7341 section 9",
    meaning: "A message that carries DHCPv4 holds no DHCPv4 message, or several of them.",
    remedy: "Correct the sender: the message is discarded.",
    message(at, report) {
      const count = at.all(Dhcpv4Msg).length;
      if (at.read instanceof Dhcpv4Message && count !== 1) {
        report(`there has to be one dhcpv4-msg, and there ${count === 0 ? "is none" : `are ${count}`}`);
      }
    },
  },
  {
    id: "multicast-to-client",
    severity: "error",
    reference: "RFC 9915 section 16",
    meaning: "A message for a client was sent to a multicast address; clients take unicast only.",
    remedy: "Find out who sent it: servers and relay agents do not.",
    message({ read, carrier }, report, { destination }) {
      const isForClient = messageTraits(read.type)?.sender === "server" && !(read instanceof RelayMessage);
      if (!carrier && isForClient && destination?.isMulticast) report(`sent to the multicast address ${destination}`);
    },
  },
  {
    id: "unicast-to-server",
    severity: "off",
    profiles: { rfc8415: "error", rfc3315: "error", dhcpkit: "error" },
    reference: "RFC 8415 section 18.4",
    meaning: "A client sent to a server's own address. Before RFC 9915 that needed the server's leave by a Server " +
      "Unicast option, and the server answered UseMulticast or not at all.",
    remedy: "Nothing, when the server sent that option; otherwise update the client.",
    message({ read: { type }, carrier }, report, { destination }) {
      if (carrier || !isFromClient(type) || !destination || destination.isMulticast) return;
      report(`sent to the unicast address ${destination}`);
    },
  },
];
