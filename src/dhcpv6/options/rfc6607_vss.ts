import { CONFIGURATION, defineOption, type OptionDef } from "../option.ts";
import { bytes, u8 } from "../field.ts";

/** Which virtual network an address is for. */
export interface VssValue {
  /** What `info` is: 0 = name of a VPN, 1 = VPN identifier of RFC 2685, 255 = the global network. */
  type: number;
  /** ASCII text for type 0; 3 bytes of OUI and 4 of index for type 1; nothing for type 255. */
  info: Uint8Array;
}

/** Virtual Subnet Selection option. */
export const Vss: OptionDef<VssValue> = /* @__PURE__ */ defineOption(
  68,
  "vss",
  "RFC 6607 section 3.4",
  { type: u8, info: bytes },
  {
    within: /* @__PURE__ */ CONFIGURATION.concat(
      "relay-forward",
      "relay-reply",
      "leasequery",
      "leasequery-reply",
      "leasequery-data",
      "lq-query",
      "client-data",
    ),
    unverified: "which messages of clients it may stand in",
    requestable: false,
  },
);
