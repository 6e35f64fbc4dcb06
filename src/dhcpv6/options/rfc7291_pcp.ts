import { defineOption, type OptionDef } from "../option.ts";
import { addresses } from "../field.ts";
import type { IPv6Address } from "../address.ts";

/** Where a client controls the port mappings of its network. */
export interface PcpServerValue {
  /** The addresses of one Port Control Protocol server; another server has an option of its own. */
  addresses: IPv6Address[];
}

/** PCP Server option. */
export const PcpServer: OptionDef<PcpServerValue> = /* @__PURE__ */ defineOption(
  86,
  "v6-pcp-server",
  "RFC 7291 section 4",
  { addresses },
  { repeats: true },
);
