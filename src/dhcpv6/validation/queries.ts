import { MessageType } from "../message_type.ts";
import type { OptionDef } from "../option.ts";
import { RemoteId } from "../options/rfc4649_relay_agent.ts";
import { LeasequeryQuery } from "../options/rfc5007_leasequery.ts";
import { RelayId } from "../options/rfc5460_relay_id.ts";
import { ClientId } from "../options/rfc9915_identity.ts";
import { IaAddress } from "../options/rfc9915_identity_association.ts";
import { type Rule, valuesOf } from "./rule.ts";

/** Leasequery (RFC 5007, RFC 5460) and the registration of addresses (RFC 9686). */
export const queryRules: readonly Rule[] = [
  {
    id: "missing-query",
    severity: "error",
    discardedBy: ["server"],
    reference: "RFC 5007 section 4.2.1",
    meaning: "A Leasequery does not ask anything: it has no Query option.",
    remedy: "Correct the requestor: servers discard the message.",
    message(at, report) {
      const { type } = at.read, isQuery = type === MessageType.Leasequery || type === MessageType.ActiveLeasequery;
      if (isQuery && !at.has(LeasequeryQuery)) report(`a message of the type ${at.name} needs an lq-query`);
    },
  },
  {
    id: "query-lacks-option",
    severity: "error",
    discardedBy: ["server"],
    reference: "RFC 5007 section 4.1.2.1",
    meaning:
      "A query does not say what it asks about: a query by address needs an address, one by client identifier a " +
      "client identifier, and so on.",
    remedy: "Correct the requestor: the server answers MalformedQuery.",
    values: [/* @__PURE__ */ valuesOf([LeasequeryQuery], ({ queryType }, { inner, within }, report) => {
      const needed = within.name === "leasequery" ? QUERY_NEEDS.get(queryType) : undefined;
      if (needed && !inner?.has(needed)) report(`a query of type ${queryType} needs an option ${needed.name}`);
    })],
  },
  {
    id: "query-type-unknown",
    severity: "warning",
    reference: "RFC 5460 section 5.2.1",
    meaning: "A query is of a type that is not assigned.",
    remedy: "Look for a requestor that is newer than this list; the server answers UnknownQueryType.",
    values: [/* @__PURE__ */ valuesOf([LeasequeryQuery], ({ queryType }, _, report) => {
      if (queryType < 1 || queryType > 5) report(`query type ${queryType} is not assigned`);
    })],
  },
  {
    id: "registered-address-count",
    severity: "error",
    reference: "RFC 9686 section 4.2",
    meaning:
      "A message that registers an address has to hold one IA Address option outside of identity associations, and " +
      "has none or several.",
    remedy: "Correct the sender: the message is discarded.",
    message(at, report) {
      if (!isRegistration(at.read.type)) return;
      const count = at.all(IaAddress).length;
      if (count !== 1) report(`there has to be one ia-address, and there ${count === 0 ? "is none" : `are ${count}`}`);
    },
  },
  {
    id: "registered-address-mismatch",
    severity: "error",
    discardedBy: ["server"],
    reference: "RFC 9686 section 4.2.1",
    meaning: "The address that a client registers is not the one that it sent the message from.",
    remedy: "Correct the client, or look for somebody who registers the addresses of others: the server discards it.",
    message(at, report, { source }) {
      if (at.read.type !== MessageType.AddressRegistrationInform) return;
      const address = at.valueOf(IaAddress)?.address, sender = at.carrier ? at.carrier.relay?.peerAddress : source;
      if (address && sender && !address.equals(sender)) report(`${address} was registered from ${sender}`);
    },
  },
];

/** Which option a query needs, by its type. */
const QUERY_NEEDS: ReadonlyMap<number, OptionDef<unknown>> = /* @__PURE__ */ new Map<number, OptionDef<unknown>>([
  [1, IaAddress],
  [2, ClientId],
  [3, RelayId],
  [5, RemoteId],
]);

function isRegistration(type: number): boolean {
  return type === MessageType.AddressRegistrationInform || type === MessageType.AddressRegistrationReply;
}
