import { defineOption, type OptionDef } from "../option.ts";
import { type Field, partialDomainName, u8 } from "../field.ts";
import { flagsOf } from "../field_flags.ts";

/** A client's name in the DNS and who updates it. */
export interface ClientFqdnValue {
  /** Bit 0 (S): the server updates AAAA; bit 1 (O): the server overrode S; bit 2 (N): the server updates nothing. */
  flags: number;
  /** The name; without a dot at the end it is partial, such as a bare host name. */
  name: string;
}

const flags: Field<number> = /* @__PURE__ */ flagsOf(u8, [
  "server updates AAAA",
  "server overrides",
  "server updates nothing",
]);

/** Client FQDN option. */
export const ClientFqdn: OptionDef<ClientFqdnValue> = /* @__PURE__ */ defineOption(
  39,
  "client-fqdn",
  "RFC 4704 section 4",
  { flags, name: partialDomainName },
  { within: ["solicit", "request", "renew", "rebind", "advertise", "reply"] },
);
