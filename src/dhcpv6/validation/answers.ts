import { sameBytes } from "../../wire/same_bytes.ts";
import type { IaValue } from "../options/rfc9915_identity_association.ts";
import { CONFIGURATION, type OptionDef } from "../option.ts";
import { MessageType } from "../message_type.ts";
import { InformationRefreshTime, OptionRequest, Status } from "../options/rfc9915_exchange.ts";
import { IaNa, IaPd } from "../options/rfc9915_identity_association.ts";
import { InterfaceId } from "../options/rfc9915_relay.ts";
import { answered } from "./exchange.ts";
import { isConfiguration } from "./message_traits.ts";
import type { MessagePlace } from "./place.ts";
import type { Rule } from "./rule.ts";

/** Whether an answer holds what was asked for. They need the request. */
export const answerRules: readonly Rule[] = [
  {
    id: "unrequested-ia",
    severity: "warning",
    reference: "RFC 9915 section 18.2.10.1",
    meaning: "A server gives leases for an identity association that the client did not ask about.",
    remedy: "Correct the server: the client ignores it.",
    message(at, report, context) {
      const { request } = answered(at, context);
      if (!request || !isConfiguration(at.read.type)) return;
      for (const option of IAS) {
        const asked = iaids(request, option);
        for (const place of at.all(option)) {
          const iaid = place.valueOf(option)?.iaid;
          if (iaid !== undefined && !asked.has(iaid)) report(`${option.name} ${hex(iaid)} was not asked for`, place);
        }
      }
    },
  },
  {
    id: "unanswered-ia",
    severity: "info",
    reference: "RFC 9915 section 18.3",
    meaning: "A server says nothing about an identity association that the client asked about.",
    remedy:
      "Look at the status code of the whole message, and whether the server has addresses or prefixes for this link.",
    message(at, report, context) {
      const { request } = answered(at, context);
      if (!request || !isConfiguration(at.read.type) || !LEASING.includes(request.name)) return;
      if ((at.valueOf(Status)?.code ?? 0) !== 0) return;
      for (const option of IAS) {
        const given = iaids(at, option);
        for (const iaid of iaids(request, option)) {
          if (!given.has(iaid)) report(`${option.name} ${hex(iaid)} was asked for, and is not there`);
        }
      }
    },
  },
  {
    id: "unrequested-option",
    severity: "info",
    reference: "RFC 9915 section 21.7",
    meaning: "A server sends an option that the client did not ask for by its Option Request option.",
    remedy: "Nothing is broken: clients ignore what they do not know. It makes the packet larger.",
    message(at, report, context) {
      const { request } = answered(at, context);
      if (!request || !isConfiguration(at.read.type)) return;
      const codes = request.all(OptionRequest).flatMap((option) => option.valueOf(OptionRequest)?.codes ?? []);
      const asked = new Set([...codes, ...request.options.map(({ code }) => code)]);
      for (const option of at.options) {
        const { definition } = option;
        if (definition && isAskedFor(definition) && !asked.has(option.code)) {
          report(`${definition.name} was not asked for`, option);
        }
      }
    },
  },
  {
    id: "misplaced-refresh-time",
    severity: "warning",
    reference: "RFC 9915 section 21.23",
    meaning: "An Information Refresh Time stands in an answer to something else than an Information-request.",
    remedy: "Correct the server: the lifetimes of leases say when to ask again, and clients ignore the option.",
    message(at, report, context) {
      const { request } = answered(at, context), [time] = at.all(InformationRefreshTime);
      if (!time || !request || request.read.type === MessageType.InformationRequest) return;
      report(`information-refresh-time in an answer to a ${request.name}`, time);
    },
  },
  {
    id: "relay-reply-mismatch",
    severity: "warning",
    reference: "RFC 9915 section 19.3",
    meaning: "A Relay-reply does not say what the Relay-forward said: the same hop count, addresses and Interface-Id.",
    remedy: "Correct the server: the relay agent cannot find the client's link, and drops the answer.",
    message(at, report, { request }) {
      if (at.read.type !== MessageType.RelayReply) return;
      const forward = sameLevel(at, request), sent = forward?.relay, got = at.relay;
      if (!forward || !sent || !got) return;
      if (sent.hopCount !== got.hopCount) report(`hop count is ${got.hopCount}, and was ${sent.hopCount}`);
      if (!sent.linkAddress.equals(got.linkAddress)) {
        report(`link-address is ${got.linkAddress}, and was ${sent.linkAddress}`);
      }
      if (!sent.peerAddress.equals(got.peerAddress)) {
        report(`peer-address is ${got.peerAddress}, and was ${sent.peerAddress}`);
      }
      const [sentId] = forward.all(InterfaceId), [gotId] = at.all(InterfaceId);
      if (sentId && !gotId) report("there is no interface-id, and the relay-forward had one");
      else if (sentId && gotId && !sameBytes(sentId.body, gotId.body)) {
        report("the interface-id is not that of the relay-forward", gotId);
      }
    },
  },
];

const IAS: readonly OptionDef<IaValue>[] = [IaNa, IaPd];

/** Requests whose identity associations are all answered. */
const LEASING: readonly string[] = ["solicit", "request", "renew", "rebind"];

function iaids(at: MessagePlace, option: OptionDef<IaValue>): Set<number> {
  return new Set(at.all(option).flatMap((place) => place.valueOf(option)?.iaid ?? []));
}

/** Whether servers send an option to those alone who ask for it. */
function isAskedFor({ traits: { within = CONFIGURATION, requestable = true } }: OptionDef<unknown>): boolean {
  return within.includes("reply") && requestable !== false && requestable !== "optional";
}

/** The request's relay message as many levels from the outermost as `at` is. */
function sameLevel(at: MessagePlace, request: MessagePlace | undefined): MessagePlace | undefined {
  if (!at.carrier) return request;
  return sameLevel(at.carrier, request)?.relayed;
}

function hex(iaid: number): string {
  return iaid.toString(16).padStart(8, "0");
}
