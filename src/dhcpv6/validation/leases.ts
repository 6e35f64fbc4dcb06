import { isConfiguration, isFromClient } from "./message_traits.ts";
import { PdExclude } from "../options/rfc6603_pd_exclude.ts";
import { IaLl, LinkLayerAddresses } from "../options/rfc8947_link_layer_addresses.ts";
import { Status } from "../options/rfc9915_exchange.ts";
import { IaAddress, IaNa, IaPd, IaPrefix } from "../options/rfc9915_identity_association.ts";
import type { OptionPlace } from "./place.ts";
import { type Rule, valuesOf } from "./rule.ts";

/** Identity associations and what they hold (RFC 9915 sections 21.4, 21.6, 21.21 and 21.22). */
export const leaseRules: readonly Rule[] = [
  {
    id: "t1-after-t2",
    severity: "error",
    discardedBy: ["client"],
    reference: "RFC 9915 section 21.4",
    meaning:
      "T1, when a client renews, is later than T2, when it asks any server. Clients ignore the identity association.",
    remedy: "Correct the server's timers: T1 is mostly a half, T2 four fifths of the preferred lifetime.",
    values: [/* @__PURE__ */ valuesOf([IaNa, IaPd, IaLl], ({ t1, t2 }, at, report) => {
      if (!isRequest(at) && t2 > 0 && t1 > t2) report(`T1 (${t1} s) is after T2 (${t2} s)`);
    })],
  },
  {
    id: "preferred-exceeds-valid",
    severity: "error",
    discardedBy: ["client"],
    reference: "RFC 9915 section 21.6",
    meaning: "A preferred lifetime is longer than the valid lifetime. Clients ignore the address or prefix.",
    remedy: "Correct the lifetimes in the server's configuration.",
    values: [
      /* @__PURE__ */ valuesOf<Lifetimes>([IaAddress, IaPrefix], ({ preferredLifetime, validLifetime }, at, report) => {
        if (isRequest(at) || preferredLifetime <= validLifetime) return;
        report(`preferred (${preferredLifetime} s) is longer than valid (${validLifetime} s)`);
      }),
    ],
  },
  {
    id: "times-in-request",
    severity: "info",
    reference: "RFC 9915 section 18.2",
    meaning: "A client sends T1, T2 or lifetimes, which are for the server to choose. Servers ignore them, or take " +
      "them for a wish.",
    remedy: "Nothing is broken.",
    values: [
      /* @__PURE__ */ valuesOf([IaNa, IaPd, IaLl], ({ t1, t2 }, at, report) => {
        if (isRequest(at) && (t1 !== 0 || t2 !== 0)) report(`T1 is ${t1}, T2 is ${t2}`);
      }),
      /* @__PURE__ */ valuesOf<Lifetimes>([IaAddress, IaPrefix], ({ preferredLifetime, validLifetime }, at, report) => {
        if (!isRequest(at) || preferredLifetime === 0 && validLifetime === 0) return;
        report(`preferred lifetime is ${preferredLifetime}, valid lifetime is ${validLifetime}`);
      }),
      /* @__PURE__ */ valuesOf([LinkLayerAddresses], ({ validLifetime }, at, report) => {
        if (isRequest(at) && validLifetime !== 0) report(`valid lifetime is ${validLifetime}`);
      }),
    ],
  },
  {
    id: "empty-ia",
    severity: "warning",
    reference: "RFC 9915 section 18.3",
    meaning: "A server's identity association holds neither a lease nor a status code that tells why there is none.",
    remedy: "Correct the server; clients wait for something that does not come.",
    eachOption({ definition, inner, within }, report) {
      const isIa = definition === IaNa || definition === IaPd || definition === IaLl;
      if (!isIa || within !== within.message || !isConfiguration(within.message.read.type)) return;
      const isEmpty = ![IaAddress, IaPrefix, LinkLayerAddresses, Status].some((option) => inner?.has(option));
      if (isEmpty) report("there is neither a lease nor a status code");
    },
  },
  {
    id: "pd-exclude-length",
    severity: "error",
    discardedBy: ["client"],
    reference: "RFC 6603 section 4.2",
    meaning:
      "An excluded prefix is not longer than the delegated one that it is taken from, or has not as many bytes as " +
      "the difference takes. Clients ignore it.",
    remedy: "Correct the excluded prefix in the server's configuration.",
    values: [/* @__PURE__ */ valuesOf([PdExclude], ({ prefixLength, subnetId }, { within: { outer } }, report) => {
      const delegated = outer?.valueOf(IaPrefix)?.prefix.length;
      if (delegated === undefined) return;
      const bytes = Math.ceil((prefixLength - delegated) / 8);
      if (prefixLength <= delegated || prefixLength > 128) {
        report(`a prefix of length ${prefixLength} cannot be excluded from one of length ${delegated}`);
      } else if (subnetId.length !== bytes) {
        report(`the subnet id should have ${bytes} bytes, and has ${subnetId.length}`);
      }
    })],
  },
];

/** How long a lease is good for, in seconds. */
interface Lifetimes {
  readonly preferredLifetime: number;
  readonly validLifetime: number;
}

/** Whether an option stands in a message by which a client asks for something. */
function isRequest({ within: { message } }: OptionPlace): boolean {
  return isFromClient(message.read.type);
}
