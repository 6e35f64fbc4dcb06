import { defineOption, type OptionDef } from "../option.ts";
import { u16 } from "../field.ts";

/** From which UDP port a relay agent sends. */
export interface RelayPortValue {
  /** The port of the next relay agent towards the client; 0 = the one that added this sends from another than 547. */
  downstreamPort: number;
}

/** Relay Source Port option. */
export const RelayPort: OptionDef<RelayPortValue> = /* @__PURE__ */ defineOption(
  135,
  "relay-port",
  "RFC 8357 section 4.2",
  { downstreamPort: u16 },
  { within: ["relay-forward", "relay-reply"], requestable: false },
);
