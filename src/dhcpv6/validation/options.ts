import { MessageType } from "../message_type.ts";
import type { OptionDef } from "../option.ts";
import { Dhcp4o6Servers, Dhcpv4Msg } from "../options/rfc7341_dhcpv4_over_dhcpv6.ts";
import { IaLl } from "../options/rfc8947_link_layer_addresses.ts";
import { EchoRequest } from "../options/rfc4994_echo_request.ts";
import { OptionRequest, ServerUnicast, Status } from "../options/rfc9915_exchange.ts";
import { ClientId, ServerId } from "../options/rfc9915_identity.ts";
import { IaNa, IaPd, IaTa } from "../options/rfc9915_identity_association.ts";
import { RelayMsg } from "../options/rfc9915_relay.ts";
import { VendorClass, VendorOptions } from "../options/rfc9915_class.ts";
import { messageTraits } from "./message_traits.ts";
import { mayStandIn } from "./option_places.ts";
import type { OptionPlace, Place } from "./place.ts";
import type { Rule } from "./rule.ts";

/** Where options may stand and how often (RFC 9915 appendix B, and the RFCs that define the others). */
export const optionRules: readonly Rule[] = [
  {
    id: "misplaced-option",
    severity: "warning",
    reference: "RFC 9915 section 16",
    meaning:
      "An option stands in a message or in another option where it does not belong. Its receiver ignores it, or " +
      "discards the message.",
    remedy: "Correct the sender, or the option list of the server's or the relay agent's configuration.",
    options(at, report, { profile }) {
      for (const option of at.options) {
        const { definition } = option;
        if (!definition || isForbiddenByOwnRule(definition, at) || mayStandIn(definition, at, profile)) continue;
        report(`${definition.name} does not belong into ${at.name}`, option);
      }
    },
  },
  {
    id: "ia-in-information-request",
    severity: "error",
    discardedBy: ["server"],
    reference: "RFC 9915 section 16.12",
    meaning: "An Information-request, which is for configuration alone, holds an identity association.",
    remedy: "Correct the client: servers discard the message.",
    message(at, report) {
      if (at.read.type !== MessageType.InformationRequest) return;
      for (const option of at.options) if (isIa(option.definition)) report(`holds ${option.name}`, option);
    },
  },
  {
    id: "duplicate-option",
    severity: "warning",
    reference: "RFC 9915 section 21.1",
    meaning: "An option that may stand once stands there again. Receivers mostly take the first and ignore the others.",
    remedy: "Correct the sender; several values of a list belong into one option.",
    options(at, report, { profile }) {
      for (const { definition, options } of at.repeated()) {
        if (definition.traits.repeats || hasOwnRule(definition, at)) continue;
        if (profile === "dhcpkit" && definition === Status && at.name.startsWith("ia-")) continue;
        for (const option of options.slice(1)) report(`${definition.name} stands there more than once`, option);
      }
    },
  },
  {
    id: "duplicate-enterprise",
    severity: "warning",
    reference: "RFC 9915 section 21.17",
    meaning: "There are several Vendor Class or several Vendor-specific Information options of the same enterprise.",
    remedy: "Correct the sender: all that is for one vendor belongs into one option.",
    options(at, report) {
      for (const definition of [VendorClass, VendorOptions]) {
        reportRepeated(at.all(definition), (option) => String(option.value?.enterprise), (option, enterprise) => {
          report(`another ${definition.name} of the enterprise ${enterprise}`, option);
        });
      }
    },
  },
  {
    id: "duplicate-iaid",
    severity: "warning",
    reference: "RFC 9915 section 12.1",
    meaning: "Two identity associations of the same type have the same identifier, so that they cannot be told apart.",
    remedy: "Correct the client, or look for two clients with the same DUID.",
    options(at, report) {
      // One client's data: those in Client Data are of one client as well (RFC 5007 section 4.1.2.2).
      for (const definition of [IaNa, IaTa, IaPd, IaLl]) {
        reportRepeated(at.all(definition), (option) => String(option.value?.iaid), (option, iaid) => {
          report(`another ${definition.name} with the IAID ${Number(iaid).toString(16).padStart(8, "0")}`, option);
        });
      }
    },
  },
  {
    id: "padding",
    severity: "warning",
    reference: "RFC 9915 section 21.1",
    meaning: "There are options of the code 0, which is not assigned: mostly zeros behind the last option.",
    remedy: "Correct the sender: DHCPv6 has no padding. Receivers ignore it.",
    options(at, report) {
      const first = at.options.find(({ code }) => code === 0);
      if (first) report("option code 0 is no option; this looks like padding", first);
    },
  },
  {
    id: "obsolete-option",
    severity: "warning",
    profiles: { rfc8415: "off", rfc3315: "off", dhcpkit: "off" },
    reference: "RFC 9915 section 25",
    meaning: "An option that RFC 9915 has made obsolete: temporary addresses (IA_TA) or Server Unicast.",
    remedy: "Nothing is broken: new servers and clients ignore it, old ones still understand it.",
    eachOption({ definition }, report) {
      if (definition === IaTa || definition === ServerUnicast) report(`${definition.name} is obsolete since RFC 9915`);
    },
  },
  {
    id: "empty-value",
    severity: "warning",
    reference: "RFC 9915 section 21",
    meaning: "An option that lists something, or names it, is empty.",
    remedy:
      "Leave the option out where there is nothing to say; look for a value that is missing in the configuration.",
    eachOption({ definition, value }, report) {
      if (!definition || !value || MAY_BE_EMPTY.has(definition)) return;
      const field = definition.fields.find(({ field: { kind } }) => /^(list of|UTF-8 text$)/.test(kind)) ??
        NEVER_EMPTY_BYTES[definition.name];
      const content = field && value[typeof field === "string" ? field : field.key];
      const isEmpty = (typeof content === "string" || Array.isArray(content) || content instanceof Uint8Array) &&
        content.length === 0;
      if (isEmpty) report(`${definition.name} is empty`);
    },
  },
];

/** Options whose list or text may be empty by their definition. */
const MAY_BE_EMPTY: ReadonlySet<OptionDef<unknown>> = /* @__PURE__ */ new Set<OptionDef<unknown>>([
  Status,
  OptionRequest,
  EchoRequest,
  Dhcp4o6Servers,
]);

/** Options that are bytes to us and have at least one. */
const NEVER_EMPTY_BYTES: Readonly<Record<string, string>> = { "remote-id": "id", "subscriber-id": "id" };

/** Identity associations of all types. */
function isIa(option: OptionDef<unknown> | undefined): boolean {
  return option === IaNa || option === IaTa || option === IaPd || option === IaLl;
}

/** Whether another rule tells that the option must not stand there, so that once is enough. */
function isForbiddenByOwnRule(option: OptionDef<unknown>, at: Place): boolean {
  if (at !== at.message) return false;
  const { type } = at.message.read;
  if (option === ServerId) return messageTraits(type)?.serverId === "forbidden";
  return type === MessageType.InformationRequest && isIa(option);
}

/** Whether another rule tells of several such options. */
function hasOwnRule(option: OptionDef<unknown>, at: Place): boolean {
  if (at !== at.message) return false;
  const { type } = at.message.read;
  return option === ClientId || option === ServerId || option === RelayMsg && at.message.relay !== undefined ||
    option === Dhcpv4Msg && (type === MessageType.Dhcpv4Query || type === MessageType.Dhcpv4Response);
}

/** Reports each option that has the same key as one before it; malformed ones have none. */
function reportRepeated(
  options: readonly OptionPlace[],
  keyOf: (option: OptionPlace) => string,
  report: (option: OptionPlace, key: string) => void,
): void {
  const seen = new Set<string>();
  for (const option of options) {
    if (option.value === undefined) continue;
    const key = keyOf(option);
    if (seen.has(key)) report(option, key);
    seen.add(key);
  }
}
