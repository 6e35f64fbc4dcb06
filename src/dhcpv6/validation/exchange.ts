import { sameBytes } from "../../wire/same_bytes.ts";
import type { Duid } from "../duid.ts";
import { ClientServerMessage } from "../message.ts";
import { MessageType } from "../message_type.ts";
import { RapidCommit } from "../options/rfc9915_exchange.ts";
import { ClientId, ServerId } from "../options/rfc9915_identity.ts";
import { IaAddress } from "../options/rfc9915_identity_association.ts";
import { messageTraits } from "./message_traits.ts";
import type { MessagePlace } from "./place.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

/** Whether a message is for its receiver, and an answer to what was asked. They need to be told of that. */
export const exchangeRules: readonly Rule[] = [
  {
    id: "foreign-client-id",
    severity: "error",
    discardedBy: ["client"],
    reference: "RFC 9915 section 16",
    meaning: "A client got a message that is for another client.",
    remedy: "Look for two devices with the same address, or a relay agent that mixes up its clients.",
    message(at, report, { role, ownDuid }) {
      const isForClient = messageTraits(at.read.type)?.sender === "server";
      if (role === "client" && isForClient && !at.relay) reportForeign(at, ClientId, ownDuid, report);
    },
  },
  {
    id: "foreign-server-id",
    severity: "error",
    discardedBy: ["server"],
    reference: "RFC 9915 section 16",
    meaning: "A server got a message that is for another server. By multicast every server gets it.",
    remedy:
      "Nothing, while there are several servers. Where there is one, its DUID has changed: clients have to rebind.",
    message(at, report, { role, ownDuid }) {
      const serverId = messageTraits(at.read.type)?.serverId;
      if (role === "server" && serverId !== "forbidden" && !at.relay) reportForeign(at, ServerId, ownDuid, report);
    },
  },
  {
    id: "unexpected-answer",
    severity: "error",
    discardedBy: ["client", "relay"],
    reference: "RFC 9915 section 16",
    meaning: "The message is no answer to what was asked, such as an Advertise to a Request.",
    remedy: "Look for answers that belong to another exchange, or correct the server.",
    message(at, report, context) {
      const { request } = answered(at, context), traits = messageTraits(at.read.type);
      if (request && traits && !traits.answers.includes(request.read.type)) {
        report(`a message of the type ${at.name} does not answer one of the type ${request.name}`);
      }
    },
  },
  {
    id: "transaction-id-mismatch",
    severity: "error",
    discardedBy: ["client"],
    reference: "RFC 9915 section 16.1",
    meaning: "An answer has another transaction id than the request.",
    remedy: "Look for answers that come too late and belong to an earlier exchange, or correct the server.",
    message(at, report, context) {
      const { request } = answered(at, context), { read } = at;
      const wanted = request ? transactionIdOf(request) : at.carrier ? undefined : context.transactionId;
      if (wanted === undefined || !(read instanceof ClientServerMessage) || read.transactionId === wanted) return;
      report(`the transaction id is ${sixDigits(read.transactionId)}, not ${sixDigits(wanted)}`);
    },
  },
  {
    id: "client-id-not-mirrored",
    severity: "error",
    discardedBy: ["client"],
    reference: "RFC 9915 section 16.10",
    meaning: "An answer does not have the client identifier of the request, or has one where the request had none.",
    remedy: "Correct the server: clients discard the answer.",
    message(at, report, context) {
      const { request } = answered(at, context), { type } = at.read;
      if (!request || type !== MessageType.Advertise && type !== MessageType.Reply) return;
      const sent = request.valueOf(ClientId)?.duid, got = at.valueOf(ClientId)?.duid;
      if (sent && !got) report("there is no client-id, and the request had one");
      else if (!sent && got) report("there is a client-id, and the request had none", at.all(ClientId)[0]);
      else if (sent && got && !sent.equals(got)) {
        report("the client-id is not that of the request", at.all(ClientId)[0]);
      }
    },
  },
  {
    id: "answer-from-other-server",
    severity: "warning",
    reference: "RFC 9915 section 18.3",
    meaning: "A request that names a server was answered by another one.",
    remedy: "Look for two servers that believe to be one, or for a server whose DUID changes.",
    message(at, report, context) {
      const { request } = answered(at, context);
      const asked = request?.valueOf(ServerId)?.duid, answering = at.valueOf(ServerId)?.duid;
      if (asked && answering && !asked.equals(answering)) {
        report(`${shown(answering)} answers, and ${shown(asked)} was asked`, at.all(ServerId)[0]);
      }
    },
  },
  {
    id: "rapid-commit-mismatch",
    severity: "error",
    discardedBy: ["client"],
    reference: "RFC 9915 section 18.2.1",
    meaning: "A Reply to a Solicit without Rapid Commit in both of them, or Rapid Commit in another Reply.",
    remedy:
      "Correct the server. The client discards such a Reply to a Solicit, and does not get what the server leased.",
    message(at, report, context) {
      const { request } = answered(at, context);
      if (!request || at.read.type !== MessageType.Reply) return;
      if (request.read.type !== MessageType.Solicit) {
        if (at.has(RapidCommit)) report(`rapid-commit in an answer to a ${request.name}`, at.all(RapidCommit)[0]);
      } else if (!request.has(RapidCommit)) report("a reply to a solicit that had no rapid-commit");
      else if (!at.has(RapidCommit)) report("a reply to a solicit needs a rapid-commit");
    },
  },
  {
    id: "registration-not-echoed",
    severity: "error",
    discardedBy: ["client"],
    reference: "RFC 9686 section 4.3",
    meaning: "The answer to the registration of an address does not hold the very option that was sent.",
    remedy: "Correct the server: the client goes on registering.",
    message(at, report, context) {
      const { request } = answered(at, context);
      if (!request || at.read.type !== MessageType.AddressRegistrationReply) return;
      const [sent] = request.all(IaAddress), [got] = at.all(IaAddress);
      if (sent && got && !sameBytes(sent.body, got.body)) report("the ia-address is not that of the request", got);
    },
  },
];

/** The request that a message answers: only the messages of client and server are compared, not those of relay agents. */
export function answered(at: MessagePlace, { request }: RuleContext): { readonly request?: MessagePlace } {
  const isAnswer = !at.relay && (at.carrier === undefined || at.carrier.relayed === at);
  return request && isAnswer ? { request: request.innermost } : {};
}

function reportForeign(at: MessagePlace, option: typeof ClientId, own: Duid | undefined, report: Report): void {
  const duid = at.valueOf(option)?.duid;
  if (!own || !duid || own.equals(duid)) return;
  report(`the ${option.name} is ${shown(duid)}, not ${shown(own)}`, at.all(option)[0]);
}

/** A DUID as hexadecimal digits; the front of one that is longer than DUIDs may be. */
function shown(duid: Duid): string {
  const digits = String(duid);
  return digits.length > 260 ? `${digits.slice(0, 260)}…` : digits;
}

function transactionIdOf({ read }: MessagePlace): number | undefined {
  return read instanceof ClientServerMessage ? read.transactionId : undefined;
}

function sixDigits(transactionId: number): string {
  return transactionId.toString(16).padStart(6, "0");
}
