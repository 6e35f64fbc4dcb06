import { decode } from "./decode.ts";
import type {
  Finding,
  ReceiverRole,
  RuleDescription,
  Severity,
  ValidateOptions,
  ValidationProfile,
} from "./finding.ts";
import type { Message } from "./message.ts";
import { problemsIn } from "./problems.ts";
import { MessagePlace, type OptionPlace, type Place } from "./validation/place.ts";
import type { Report, Rule, RuleContext, ValueCheck } from "./validation/rule.ts";
import { rules } from "./validation/rules.ts";

/** How many findings {@linkcode validate} returns, unless told otherwise. */
const ENOUGH = 100;

/** From bad to good. */
const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];

/**
 * What is wrong with a message, or worth knowing about it, by the rules of DHCPv6: which options have to be there, where
 * options may stand and how often, which values make sense, and what relay agents have to do.
 *
 * Never throws for a message that was parsed, and changes nothing: a message with findings can be read, shown and saved
 * like any other. What could not be read is a finding of the rule `malformed`, once for each of its `problems`.
 * The worst findings come first, those of the same severity in the order of the bytes. What is looked at is what `decode` reads
 * within its limits: time is in proportion to the message.
 *
 * `role` is who receives the message; the default looks on. `options` say what else is known.
 *
 * @example
 * ```ts
 * import { Message, validate } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const solicit = Message.parse(new Uint8Array([1, 0xf3, 0x50, 0xd6, 0, 8, 0, 2, 0, 0]));
 * const [finding] = validate(solicit);
 * assertEquals([finding.severity, finding.rule], ["error", "missing-client-id"]);
 * assertEquals(finding.path, ["solicit"]);
 * ```
 */
export function validate(
  message: Message,
  role: ReceiverRole = "observer",
  options: ValidateOptions = {},
): Finding[] {
  const { request, most = ENOUGH, profile = "rfc9915", limits, ...known } = options;
  const found = new Findings(role, profile, most), unreadable = new Findings(role, profile, most);
  const decoded = decode(message, { limits }), asked = request && new MessagePlace(decode(request, { limits }));
  lookAt(new MessagePlace(decoded), found, { ...known, role, profile, request: asked });
  for (const error of problemsIn(decoded)) unreadable.add(MALFORMED, error.problem, error);
  return SEVERITIES.flatMap((severity) =>
    [...found.of(severity), ...unreadable.of(severity)].sort((a, b) => (a.offset ?? 0) - (b.offset ?? 0))
  ).slice(0, most);
}

const MALFORMED: Rule = {
  id: "malformed",
  severity: "error",
  reference: "RFC 9915 section 21.1",
  meaning: "An option's bytes are not what the option is defined to hold, or end before its length says.",
  remedy: "Look at the bytes: the sender writes the option wrongly, or the packet was cut. The rest was read.",
};

/** What each rule says, `malformed` first, then in the order in which packets are looked at. */
export const validationRules: readonly RuleDescription[] = /* @__PURE__ */ [MALFORMED].concat(rules);

const EACH_OPTION: readonly Rule[] = /* @__PURE__ */ rules.filter((rule) => rule.eachOption !== undefined);

/** The rules that look at values, by the options that they look at. */
const VALUE_CHECKS: ReadonlyMap<unknown, readonly (readonly [Rule, ValueCheck])[]> = /* @__PURE__ */ byOption(rules);

/** Looks at a place and, level by level, at all within. */
function lookAt(place: Place, found: Findings, context: RuleContext): void {
  for (const rule of rules) {
    if (rule.message && place instanceof MessagePlace) rule.message(place, found.reporter(rule, place), context);
    rule.options?.(place, found.reporter(rule, place), context);
  }
  for (const option of place.options) {
    lookAtOption(option, found, context);
    if (option.inner) lookAt(option.inner, found, context);
  }
}

function lookAtOption(option: OptionPlace, found: Findings, context: RuleContext): void {
  if (option.value === undefined) return;
  for (const rule of EACH_OPTION) rule.eachOption?.(option, found.reporter(rule, option), context);
  for (const [rule, check] of VALUE_CHECKS.get(option.definition) ?? []) {
    check.run(option, found.reporter(rule, option), context);
  }
}

function byOption(rules: readonly Rule[]): Map<unknown, (readonly [Rule, ValueCheck])[]> {
  const checks: Map<unknown, (readonly [Rule, ValueCheck])[]> = new Map();
  for (const rule of rules) {
    for (const check of rule.values ?? []) {
      for (const option of check.options) checks.set(option, [...checks.get(option) ?? [], [rule, check]]);
    }
  }
  return checks;
}

/** Keeps the first findings of each severity. */
class Findings {
  readonly #role: ReceiverRole;
  readonly #profile: ValidationProfile;
  readonly #most: number;
  readonly #bySeverity: Record<Severity, Finding[]> = { error: [], warning: [], info: [] };
  #rule: Rule = MALFORMED;
  #place: Place | OptionPlace | undefined;
  readonly #report: Report = (message, at = this.#place) => at && this.add(this.#rule, message, at);

  constructor(role: ReceiverRole, profile: ValidationProfile, most: number) {
    this.#role = role;
    this.#profile = profile;
    this.#most = most;
  }

  /** What a rule tells its findings to, until the next rule is asked: most of them find nothing. */
  reporter(rule: Rule, place: Place | OptionPlace): Report {
    this.#rule = rule;
    this.#place = place;
    return this.#report;
  }

  add(rule: Rule, message: string, at: { readonly path: readonly string[]; readonly offset?: number }): void {
    const severity = this.#severityOf(rule), list = severity === "off" ? undefined : this.#bySeverity[severity];
    if (severity === "off" || !list || list.length >= this.#most) return;
    const { id, reference } = rule, { path, offset } = at;
    list.push({ severity, rule: id, message, path, reference, ...offset === undefined ? {} : { offset } });
  }

  of(severity: Severity): readonly Finding[] {
    return this.#bySeverity[severity];
  }

  #severityOf({ severity, profiles, discardedBy = ["server", "client"] }: Rule): Severity | "off" {
    const own = profiles?.[this.#profile] ?? severity;
    const isDiscarded = this.#role === "observer" || discardedBy.includes(this.#role);
    return own === "error" && !isDiscarded ? "warning" : own;
  }
}
