import type { ValidationProfile } from "../finding.ts";
import { MessageType, messageTypeName } from "../message_type.ts";
import { CONFIGURATION, type OptionDef } from "../option.ts";
import type { Place } from "./place.ts";

/** Whether an option may stand in a place, by what its declaration says and by how the profile differs from that. */
export function mayStandIn(option: OptionDef<unknown>, place: Place, profile: ValidationProfile): boolean {
  if (isOpen(place) || option.traits.unverified !== undefined) return true;
  const { add, remove } = DIFFERENCES[profile], { name } = place;
  if (remove[option.name]?.includes(name)) return false;
  return (option.traits.within ?? CONFIGURATION).includes(name) || (add[option.name]?.includes(name) ?? false);
}

/**
 * Whether nearly anything may stand in a place, or what may is not known for sure: Client Data (RFC 5007 section
 * 4.1.2.2), messages that carry DHCPv4 and what goes with it (RFC 7341 section 6), those of RFC 6977, 7653 and 8156, and
 * types that are not assigned.
 */
function isOpen(place: Place): boolean {
  if (place.name === "client-data") return true;
  if (place !== place.message) return false;
  const { type } = place.message.read;
  return type >= MessageType.ReconfigureRequest && type <= MessageType.Contact || type === 0 ||
    type > MessageType.AddressRegistrationReply;
}

/** Places by the names of options. */
type Places = Readonly<Record<string, readonly string[]>>;

/** Where a profile allows an option that RFC 9915 does not, and where it does not although RFC 9915 does. */
interface Differences {
  readonly add: Places;
  readonly remove: Places;
}

/** From Solicit to Relay-reply. */
const BASE_MESSAGES: readonly string[] = /* @__PURE__ */ Array.from({ length: 13 }, (_, i) => messageTypeName(i + 1));

/** RFC 8415 and before. */
const BEFORE_RFC9915: Places = {
  "auth": BASE_MESSAGES,
  "oro": ["confirm", "release", "decline", "reconfigure"],
  "preference": ["reply"],
};

const DIFFERENCES: Readonly<Record<ValidationProfile, Differences>> = /* @__PURE__ */ differences();

function differences(): Readonly<Record<ValidationProfile, Differences>> {
  const S46_CONTAINERS = ["s46-cont-mape", "s46-cont-mapt", "s46-cont-lw"] as const;
  return {
    rfc9915: { add: {}, remove: {} },
    rfc8415: { add: BEFORE_RFC9915, remove: {} },
    rfc3315: {
      add: {
        ...BEFORE_RFC9915,
        "user-class": ["relay-forward", "relay-reply"],
        "vendor-class": ["relay-forward", "relay-reply"],
      },
      remove: { "ia-pd": ["decline"] },
    },
    dhcpkit: {
      add: {
        "preference": ["reply"],
        "unicast": ["information-request"],
        "ia-pd": ["confirm"],
        "pd-exclude": ["ia-pd"],
        "s46-portparams": S46_CONTAINERS,
        ...Object.fromEntries(S46_CONTAINERS.map((name) => [name, ["confirm", "release"]])),
      },
      remove: {
        "server-id": ["information-request"],
        "ia-pd": ["decline"],
        "pd-exclude": ["ia-prefix"],
        "vendor-opts": ["relay-forward", "relay-reply"],
        "relay-id": ["relay-forward", "lq-query"],
        ...Object.fromEntries(S46_CONTAINERS.map((name) => [name, ["information-request"]])),
      },
    },
  };
}
