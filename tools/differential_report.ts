/**
 * Compares many changed packets with the other implementations and writes docs/differential.md, or fails at a disagreement that no
 * rule explains:
 *
 *     deno run --allow-read --allow-write=.cache,docs --allow-run --allow-env tools/differential_report.ts [PACKETS] [SEED]
 */
import { compareWithPeers, type Outcome, peers, rules } from "../tests/interop/differential/mod.ts";
import type { Rule } from "../tests/interop/differential/rule.ts";

const [count = 200_000, seed = 1] = Deno.args.map(Number);
const command =
  "deno run --allow-read --allow-write=.cache,docs --allow-run --allow-env tools/differential_report.ts " +
  `${count} ${seed}`;

const outcome = await compareWithPeers(seed, count);
if (outcome.unexplained.length > 0) {
  for (const { peer, disagreement: { ours, ...what } } of outcome.unexplained.slice(0, 20)) {
    console.error(
      `${peer}: ${JSON.stringify({ ...what, within: what.within.map(({ code }) => code) })} in ${ours.packet}`,
    );
  }
  console.error(`${outcome.unexplained.length} disagreements that no rule explains; nothing is written`);
  Deno.exit(1);
}
const report = new URL("../docs/differential.md", import.meta.url);
await Deno.writeTextFile(report, page(outcome));
const { success } = await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", report.pathname] }).output();
Deno.exit(success ? 0 : 1);

function page({ packets, accepted, verdicts, counts }: Outcome): string {
  const [made, fine] = [packets, accepted].map(number);
  const tables = peers.map(({ name, title }) =>
    `### ${title}\n\n${table(rules.filter(({ peer }) => peer === name), counts)}`
  );
  return `# Read as others read it

Packets of the corpus, the clients' messages within them, and every option of the test vectors are changed at random:
bytes anywhere, or one option with all lengths put right. This module and three other implementations read each of them,
and whatever they do not agree about belongs to a class that is written down here, or \`tests/interop/differential_test.ts\`
fails. \`theirs\` are mistakes of the other implementation, \`both fine\` what the RFCs leave open or where a reader may be
strict or lenient. No class is a mistake of this module; where it is the lenient one (DUIDs of any length, IPv4 prefix
lengths over 32, PSIDs over 16 bits), it keeps what was sent and does not call it a problem.

Compared are the verdict, the header, options with their codes and values down through relayed messages and options
within options, and the bytes that the other writes for each option and for the packet. This module refuses a packet when
\`Message.parse\` throws or \`problems\` finds something. Quirks are the rows of section 6 of \`spec/dhcpv6-elements.md\` in the
folder \`shared\` beside the checkout.

This page is written by a program, here from ${made} packets, of which this module accepts ${fine}:

\`\`\`sh
${command}
\`\`\`

## Verdicts

| | both refuse | only this module accepts | only the other accepts | both accept, same reading | both accept, another reading |
| --- | ---: | ---: | ---: | ---: | ---: |
${peers.map(({ name, title }) => `| ${title} | ${Object.values(verdicts[name]).map(number).join(" | ")} |`).join("\n")}

dhcproto accepts nearly everything, because its lists of options end without an error.

## Classes

Packets with at least one disagreement of the class; a packet can be in several.

${tables.join("\n\n")}
`;
}

function table(rules: readonly Rule[], counts: Outcome["counts"]): string {
  const rows = rules.map((rule) => ({ ...rule, count: counts.get(rule) ?? 0 })).sort((a, b) => b.count - a.count);
  const lines = rows.map(({ count, fault, title, reference }) =>
    `| ${number(count)} | ${fault} | ${title} | ${reference} |`
  );
  return ["| packets | whose | what it does | decided by |", "| ---: | --- | --- | --- |", ...lines].join("\n");
}

function number(value: number): string {
  return value.toLocaleString("en");
}
