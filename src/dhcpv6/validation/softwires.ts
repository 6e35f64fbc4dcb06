import type { OptionDef } from "../option.ts";
import {
  S46BorderRelay,
  S46DefaultMappingRule,
  S46Lightweight,
  S46MapE,
  S46MapT,
  S46PortParams,
  S46Rule,
} from "../options/rfc7598_softwire.ts";
import { FourRd, FourRdMapRule } from "../options/rfc7600_4rd.ts";
import { isConfiguration } from "./message_traits.ts";
import { type Rule, valuesOf } from "./rule.ts";

/** Softwires: IPv4 through IPv6 (RFC 7598, RFC 7600). */
export const softwireRules: readonly Rule[] = [
  {
    id: "s46-container-incomplete",
    severity: "warning",
    reference: "RFC 7598 section 5",
    meaning: "A container for a softwire lacks an option without which there is no softwire, such as the border relay.",
    remedy: "Complete the softwire in the server's configuration.",
    eachOption({ definition, inner, within }, report) {
      const needed = definition && CONTENTS.get(definition);
      if (!needed || !isConfiguration(within.message.read.type)) return;
      const lacking = needed.filter((option) => !inner?.has(option)).map(({ name }) => name);
      if (lacking.length > 0) report(`needs ${lacking.join(" and ")}`);
    },
  },
  {
    id: "s46-port-params",
    severity: "error",
    discardedBy: ["client"],
    reference: "RFC 7598 section 4.5",
    meaning:
      "The port set of a softwire has an offset over 15 or an identifier of more than 16 bits, or more than 16 " +
      "bits in all.",
    remedy: "Correct the softwire in the server's configuration.",
    values: [/* @__PURE__ */ valuesOf([S46PortParams], ({ offset, psidLength }, _, report) => {
      if (offset > 15 || psidLength > 16 || offset + psidLength > 16) {
        report(`an offset of ${offset} and a length of ${psidLength} do not fit into 16 bits of port number`);
      }
    })],
  },
  {
    id: "s46-psid-bits",
    severity: "warning",
    reference: "RFC 7598 section 4.5",
    meaning: "Bits of a port set identifier behind its length are set.",
    remedy: "Correct the softwire in the server's configuration: the identifier starts with the leftmost of 16 bits.",
    values: [/* @__PURE__ */ valuesOf([S46PortParams], ({ psidLength, psid }, _, report) => {
      if (psidLength <= 16 && (psid & 0xffff >> psidLength) !== 0) {
        report(`bits behind the first ${psidLength} are set`);
      }
    })],
  },
  {
    id: "s46-rule-length",
    severity: "error",
    discardedBy: ["client"],
    reference: "RFC 7598 section 4.1",
    meaning: "A mapping rule has an IPv4 prefix over 32 bits or an embedded address over 48 bits.",
    remedy: "Correct the softwire in the server's configuration.",
    values: [
      /* @__PURE__ */ valuesOf<RuleLengths>([S46Rule, FourRdMapRule], ({ eaLength, prefix4Length }, _, report) => {
        if (eaLength > 48) report(`an embedded address of ${eaLength} bits is over 48`);
        if (prefix4Length > 32) report(`an IPv4 prefix of ${prefix4Length} bits is over 32`);
      }),
    ],
  },
];

/** Lengths in bits. */
interface RuleLengths {
  readonly eaLength: number;
  readonly prefix4Length: number;
}

/** What a container has to hold. */
const CONTENTS: ReadonlyMap<OptionDef<unknown>, readonly OptionDef<unknown>[]> = /* @__PURE__ */ new Map<
  OptionDef<unknown>,
  readonly OptionDef<unknown>[]
>([
  [S46MapE, [S46Rule, S46BorderRelay]],
  [S46MapT, [S46Rule, S46DefaultMappingRule]],
  [S46Lightweight, [S46BorderRelay]],
  [FourRd, [FourRdMapRule]],
]);
