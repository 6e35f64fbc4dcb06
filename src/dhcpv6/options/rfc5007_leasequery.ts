import { address, addresses, type Field, seconds, u8 } from "../field.ts";
import { message, options } from "../nested_field.ts";
import { defineOption, type OptionDef } from "../option.ts";
import type { IPv6Address } from "../address.ts";
import type { Message } from "../message.ts";
import type { Options } from "../options.ts";
import type { AddressListValue } from "./rfc3646_dns.ts";

/** Whose leases are asked for. */
export interface LeasequeryQueryValue {
  /** 1 = by address, 2 = by client identifier, 3 = by relay identifier, 4 = by link address, 5 = by remote identifier. */
  queryType: number;
  /** An address of the link that is meant; `::` = any. */
  linkAddress: IPv6Address;
  /** What the query is for, such as an IA Address or a client identifier, and an Option Request. */
  options: Options;
}

/** Query types by number (RFC 5007 section 4.1.2.1, RFC 5460 section 5.2.1). */
const QUERY_TYPES: readonly string[] = [
  "0",
  "by address",
  "by client id",
  "by relay id",
  "by link address",
  "by remote id",
];

const queryType: Field<number> = {
  kind: "u8 query type",
  read: (reader) => reader.u8(),
  write: (writer, value) => writer.u8(value),
  json: (value) => value,
  fromJson: (json) => u8.fromJson(json),
  schema: () => u8.schema(),
  text: (value) => QUERY_TYPES[value] ?? String(value),
};

/** Leasequery Query option. */
export const LeasequeryQuery: OptionDef<LeasequeryQueryValue> = /* @__PURE__ */ defineOption(
  44,
  "lq-query",
  "RFC 5007 section 4.1.2.1",
  { queryType, linkAddress: address, options },
  { within: ["leasequery", "active-leasequery"], requestable: false },
);

/** What a server knows of one client on one link. */
export interface ClientDataValue {
  /** The client's identifier, addresses, prefixes and last contact, and what the query asked for. */
  options: Options;
}

/** Client Data option. */
export const ClientData: OptionDef<ClientDataValue> = /* @__PURE__ */ defineOption(
  45,
  "client-data",
  "RFC 5007 section 4.1.2.2",
  { options },
  { within: ["leasequery-reply", "leasequery-data", "bndupd", "bndreply"], requestable: false },
);

/** How long ago a client was heard. */
export interface ClientLastTimeValue {
  /** Seconds since the server last communicated with the client. */
  seconds: number;
}

/** Client Last Transaction Time option. */
export const ClientLastTime: OptionDef<ClientLastTimeValue> = /* @__PURE__ */ defineOption(
  46,
  "clt-time",
  "RFC 5007 section 4.1.2.3",
  { seconds },
  { within: ["client-data"], requestable: false },
);

/** How a client's last message came to the server. */
export interface LeasequeryRelayDataValue {
  /** The relay agent that the server got the message from. */
  peerAddress: IPv6Address;
  /** Its Relay-forward with those inside it; the innermost holds no Relay Message option. */
  message: Message;
}

/** Relay Data option. */
export const LeasequeryRelayData: OptionDef<LeasequeryRelayDataValue> = /* @__PURE__ */ defineOption(
  47,
  "lq-relay-data",
  "RFC 5007 section 4.1.2.4",
  { peerAddress: address, message },
  { within: ["leasequery-reply", "leasequery-data"], requestable: false },
);

/** Client Link option: an address on each link where the client has leases. */
export const LeasequeryClientLink: OptionDef<AddressListValue> = /* @__PURE__ */ defineOption(
  48,
  "lq-client-link",
  "RFC 5007 section 4.1.2.5",
  { addresses },
  { within: ["leasequery-reply"], requestable: false },
);
