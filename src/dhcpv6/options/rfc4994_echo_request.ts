import { optionCodes } from "../field.ts";
import { defineOption, type OptionDef } from "../option.ts";
import type { OptionRequestValue } from "./rfc9915_exchange.ts";

/** Relay Agent Echo Request option (ERO): options of a relay agent that the server is to copy into its Relay-reply. */
export const EchoRequest: OptionDef<OptionRequestValue> = /* @__PURE__ */ defineOption(
  43,
  "ero",
  "RFC 4994 section 3",
  { codes: optionCodes },
  { within: ["relay-forward"], requestable: false },
);
