import { defineOption, type FastCodec, type OptionDef } from "../option.ts";
import { duid } from "../field.ts";
import { Duid } from "../duid.ts";

/** Who a client or server is. */
export interface IdentityValue {
  /** Its DHCP Unique Identifier. */
  duid: Duid;
}

const IDENTITY: FastCodec<IdentityValue> = {
  read: (bytes, at, end) => ({ duid: new Duid(bytes.subarray(at, end)) }),
  write: (writer, { duid }) => writer.bytes(duid.bytes),
  wellFormedFrom: 0,
};

/** Client Identifier option. */
export const ClientId: OptionDef<IdentityValue> = /* @__PURE__ */ defineOption(
  1,
  "client-id",
  "RFC 9915 section 21.2",
  { duid },
  {
    within: [
      "solicit",
      "advertise",
      "request",
      "confirm",
      "renew",
      "rebind",
      "reply",
      "release",
      "decline",
      "reconfigure",
      "information-request",
      "leasequery",
      "leasequery-reply",
      "active-leasequery",
      "reconfigure-request",
      "addr-reg-inform",
      "addr-reg-reply",
      "lq-query",
      "client-data",
    ],
    requestable: false,
  },
  IDENTITY,
);

/** Server Identifier option. */
export const ServerId: OptionDef<IdentityValue> = /* @__PURE__ */ defineOption(
  2,
  "server-id",
  "RFC 9915 section 21.3",
  { duid },
  {
    within: [
      "advertise",
      "request",
      "renew",
      "reply",
      "release",
      "decline",
      "reconfigure",
      "information-request",
      "leasequery",
      "leasequery-reply",
    ],
    requestable: false,
  },
  IDENTITY,
);
