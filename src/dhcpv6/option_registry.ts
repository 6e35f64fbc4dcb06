import { OptionSpace } from "./option_space.ts";
import { standardOptions } from "./options/mod.ts";

/**
 * The DHCPv6 option codes. JSON, text and {@linkcode problems} look names up here; `options.get(RemoteId)` does not
 * need it.
 */
export const standardSpace: OptionSpace = /* @__PURE__ */ new OptionSpace("DHCPv6", standardOptions);
