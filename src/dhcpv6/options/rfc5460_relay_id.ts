import { defineOption, type OptionDef } from "../option.ts";
import { duid } from "../field.ts";
import type { Duid } from "../duid.ts";

/** Which relay agent a message came through. */
export interface RelayIdValue {
  /** The relay agent's DUID. */
  duid: Duid;
}

/** Relay-ID option. */
export const RelayId: OptionDef<RelayIdValue> = /* @__PURE__ */ defineOption(
  53,
  "relay-id",
  "RFC 5460 section 5.4.1",
  { duid },
  { within: ["relay-forward", "lq-query"], requestable: false },
);
