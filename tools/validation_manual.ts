/**
 * Writes docs/validation.md from the declarations of the rules, or with `--check` tells whether it is up to date.
 *
 *     deno task manual
 */
import { type RuleDescription, type ValidationProfile, validationRules } from "@dhcpkit/kafka/dhcpv6";
import { writeOrCheck } from "./_generated_document.ts";

const PROFILES: readonly ValidationProfile[] = ["rfc9915", "rfc8415", "rfc3315", "dhcpkit"];

/** What stands in front of the table. */
const INTRODUCTION = `# Validation

What \`validate(message)\` of \`@dhcpkit/kafka/dhcpv6\` can find in a DHCPv6 message. A finding is never a reason to lose a
message: it is shown, published and stored like any other.

| severity | means                                                                            |
| -------- | -------------------------------------------------------------------------------- |
| error    | whoever receives the message has to discard it, or the option that it is about   |
| warning  | against a MUST or SHOULD of the protocol, and processed all the same             |
| info     | allowed, and worth knowing when something does not work                          |

The role \`observer\`, the default, finds what is wrong in the message itself. The roles \`server\`, \`client\` and \`relay\` also
find what that receiver must not accept; what another receiver would discard is a warning to them.

The profile says whose rules: \`rfc9915\` (the default), \`rfc8415\`, \`rfc3315\`, or \`dhcpkit\` for those of the original DHCPKit.
Severities are listed in this order where they differ; – is no rule. Beside these, profiles differ in where options may
stand (\`misplaced-option\`), in how often a status code may (\`duplicate-option\`), in the largest hop count, in what a
Reconfigure may ask for, and in who needs a client identifier (\`missing-client-id\`) or a relayed message
(\`missing-relay-msg\`).

Some rules need to be told more than the message: the own DUID (\`foreign-client-id\`, \`foreign-server-id\`), the
transaction id or the request that the message answers (\`unexpected-answer\` up to \`relay-reply-mismatch\`), or where the
packet came from and went to (\`multicast-to-client\`, \`unicast-to-server\`, \`registered-address-mismatch\`).
`;

/** The document, but for the widths that the formatter gives the columns. */
export function validationManual(rules: readonly RuleDescription[]): string {
  const rows = rules.map((rule) =>
    [`\`${rule.id}\``, severities(rule), rule.meaning, rule.remedy, rule.reference].join(" | ")
  );
  const lines = ["rule | severity | what it means | what to do | reference", "- | - | - | - | -", ...rows];
  return `${INTRODUCTION}\n${lines.map((line) => `| ${line} |`).join("\n")}\n`;
}

function severities({ severity, profiles }: RuleDescription): string {
  const each = PROFILES.map((profile) => profiles?.[profile] ?? severity).map((own) => own === "off" ? "–" : own);
  return new Set(each).size === 1 ? each[0] : each.join(", ");
}

if (import.meta.main) await writeOrCheck("docs/validation.md", validationManual(validationRules), "manual");
