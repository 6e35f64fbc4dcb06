import type { IPv6Address } from "../address.ts";
import type { Duid } from "../duid.ts";
import type { ReceiverRole, RuleDescription, ValidationProfile } from "../finding.ts";
import type { OptionDef } from "../option.ts";
import type { MessagePlace, OptionPlace, Place } from "./place.ts";

/** Tells of something that a rule found: at an option, or in what it looks at as a whole. */
export type Report = (message: string, at?: OptionPlace) => void;

/** What rules know beside the message. */
export interface RuleContext {
  readonly role: ReceiverRole;
  readonly profile: ValidationProfile;
  readonly ownDuid?: Duid;
  readonly transactionId?: number;
  readonly source?: IPv6Address;
  readonly destination?: IPv6Address;
  readonly request?: MessagePlace;
}

/**
 * A rule: what it says, and one or more ways to look for what is against it.
 *
 * A new rule is one such declaration in one of the lists that `rules.ts` joins; `validate`, its documentation and the
 * tests that hold both against each other find it there. A check looks at what it is given and reports; it takes time in
 * proportion to that, since packets are made by others.
 */
export interface Rule extends RuleDescription {
  /**
   * Who discards for it; to other receivers an `error` is a warning. Default: servers and clients.
   */
  readonly discardedBy?: readonly ReceiverRole[];
  /** Looks at a message: once for each, relay messages and those within them. */
  readonly message?: (at: MessagePlace, report: Report, context: RuleContext) => void;
  /** Looks at all options that stand together, in a message or in an option. */
  readonly options?: (at: Place, report: Report, context: RuleContext) => void;
  /** Looks at each option that could be read. */
  readonly eachOption?: (at: OptionPlace, report: Report, context: RuleContext) => void;
  /** Looks at the values of certain options. */
  readonly values?: readonly ValueCheck[];
}

/** A look at the value of certain options. */
export interface ValueCheck {
  readonly options: readonly OptionDef<unknown>[];
  readonly run: (at: OptionPlace, report: Report, context: RuleContext) => void;
}

/** Looks at the values of `options`, which have the same type. */
export function valuesOf<T>(
  options: readonly OptionDef<T>[],
  check: (value: T, at: OptionPlace, report: Report, context: RuleContext) => void,
): ValueCheck {
  return {
    options,
    run(at, report, context) {
      const option = options.find((option) => option === at.definition), value = option && at.valueOf(option);
      if (value !== undefined) check(value, at, report, context);
    },
  };
}
