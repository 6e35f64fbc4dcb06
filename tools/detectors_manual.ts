/**
 * Writes docs/detectors.md from the declarations of the detectors, or with `--check` tells whether it is up to date.
 *
 *     deno task manual
 */
import { type DetectorDescription, detectorDescriptions, type NumberSetting } from "@dhcpkit/kafka/detectors";
import { writeOrCheck } from "./_generated_document.ts";

/** What stands in front of the detectors. */
const INTRODUCTION = `# Detectors

What is found in the transactions of servers without anybody looking, and why it matters. Each finding says what was
seen, since when, and which transactions prove it. Detectors know no time but that of the transactions: the same
transactions give the same findings, as they come or read again later.

## How findings live

- **Order.** Transactions are looked at in the order in which their requests were received, whatever partition they come
  from. Each waits until all partitions, and all servers in them, were heard of up to ten seconds behind it. A server is
  not waited for when it is a minute behind others of its partition, nor is a partition that is ten minutes behind; what
  comes after that is counted as late, and only clocks are judged by it. A server whose clock is ahead of Kafka's by more
  than ten seconds is ordered by Kafka's time, where the topic has it (\`message.timestamp.type=LogAppendTime\`).
- **Ticks.** Shares and silences are judged every ten seconds.
- **One finding for each subject.** A detector has at most one finding that lasts for a client, port, server or relay
  agent. It lasts while the trouble is seen, and a share that opened it has to fall to half before it is over: then it
  *recovers* when nothing was seen for the time \`recover\`. When it is back within an hour, it is the same finding again.
- **Severity.** \`warning\`: something is degraded; \`failing\`: clients go without. A finding keeps the worst it had.
- **Evidence.** The first five transactions that show it, and the last five, with topic, partition and offset.
- **Bounds.** 400,000 clients and as many ports are remembered, at least half of them at any time, 400 servers, and 200
  findings of each detector that last. What had no room is counted.

## Common settings

| setting | default | what it is for |
| - | - | - |
| \`port\` | \`both\` | What tells ports apart: \`interface-id\`, \`remote-id\`, or \`both\`. An Interface-Id alone is taken together with the relay agent's link-address. |
| \`knownServers\` | none | DUIDs of the servers, as hexadecimal digits. Without them they are learned. |
| \`clients\` | 400000 | Clients and ports that are remembered. |
| \`servers\` | 400 | Servers that are remembered. |
| \`findings\` | 200 | Findings of each detector that last. |
| \`reopenWithin\` | 1 h | A finding that is back within this time after its recovery is the same one. |
| \`updateEvery\` | 60 s | A finding that grows is told of again after this time. |

## Beside a collector

\`collect\` looks for trouble unless told \`--no-detect\`. A thread of its own reads what the collector has stored, a moment
later; what it finds is kept in the store, where pages show it, and told in the log.

- **It takes nothing from collecting.** While a backlog is read, detection may be behind: what it has not looked at waits
  in the store, and is looked at in the order of its time, not in that of partitions. Where the thread cannot be loaded
  (it needs \`--allow-read\` for this package, unless that comes from a registry), it shares the collector's.
- **It is as late as it has to be.** On a busy topic, a transaction is looked at ten seconds after others have come that
  are later. On a quiet one, where nothing later comes, it takes 70 seconds after the topic was read up to its end: so long
  records may be on their way where a clock is behind or a broker was away, and those that come later than others were
  looked at are not looked at.
- **A restart changes nothing.** What detection knows (servers, clients, what is usual, windows, what was told) is kept in
  the store every five minutes and when the collector ends; the next start goes on from that, and looks again at what
  came since. So findings are the same as without it, under the same ids, however the process ended, and nothing is told
  twice; \`--known-server\` and thresholds may be others. What a restart does change:
  - A notice that a webhook had not taken when the process was killed is not sent again, and one that says that a finding
    still lasts may come some minutes earlier or later.
  - After \`kill -9\`, what \`--keep-per-client\` deleted in the last five minutes is not looked at again.
  - Where nothing is kept, as with the first start after an upgrade that changes what is kept, or with another \`port\`,
    learning begins anew: findings of the store go on under their ids, servers that were found unknown stay so, and the
    last hours of the store (\`--warm-up\`, 6 hours unless told otherwise, and 200,000 transactions at most, which are two
    minutes at 2000 a second) are looked at again. Name your servers to be safe from one that comes in the day in which
    they are learned.
- **What is kept names clients**: those that are remembered (\`clients\`), however long they have not been seen.
- **What the store no longer has is not looked at**: a backlog beyond \`--keep-transactions\`, and of clients that ask
  again and again what \`--keep-per-client\` has deleted before detection came to it.
- **The order is that of servers' clocks**, also where one is far ahead. Wrong clocks (\`clock-skew\`) are judged by Kafka's
  time, which the store keeps, and by the collector's own where a server's records seem to come from the future.
- **Of several collectors with one store, one looks for trouble**, in all that is in the store; the others say that they
  stand by. When it ends, is killed or loses the database, another one goes on within seconds (half a minute when a whole
  machine is gone, a minute when the process hangs, with PostgreSQL 14 or later), and tells nothing twice. Give all of
  them the same settings and webhook. In PostgreSQL the turn is an advisory lock on a connection of its own, so a pooler
  has to give each connection a session; with SQLite it is a lock on an empty file beside the store, \`-watch\`. A collector that
  may write to the store's file alone, and not to its folder, does without, and tells of everything.
- **\`--until-caught-up\`** waits for detection too, but not for that of another collector.

| flag of \`collect\` | what it does |
| - | - |
| \`--no-detect\` | Looks for nothing. |
| \`--known-server DUID…\` | Names the servers; any other is an unknown server. |
| \`--detector-settings FILE\` | Thresholds, see below. |
| \`--warm-up DURATION\` | How much of the store is looked at again at a start for which nothing was kept. |
| \`--webhook URL\` | Where notices are posted. The host has to be in \`--allow-net\`. |
| \`--webhook-secret-file FILE\` | What they are signed with, see below. |

## In the past

\`detect\` looks at what a store has, or at a part of it, and prints what it finds: the same each time, however it was
collected. What came before \`--from\` is unknown to it, so shares and silences need some hours.

\`\`\`sh
deno run --allow-read=. jsr:@dhcpkit/kafka/cli detect --store dhcp.sqlite --from "2026-11-30 08:00" --to "2026-11-30 20:00"
\`\`\`

\`--json\` prints a line for each finding, as a webhook gets it. With \`--fail-on warning\` or \`--fail-on failing\` the exit
status is 3 when something as bad is found: collect what a device under test did with \`--until-caught-up\`, then let
\`detect --fail-on warning\` decide.

## Settings in a file

\`--detector-settings\` of \`collect\` and \`detect\` takes JSON; everything in it is optional. A name that there is not, or a
value that makes no sense, is told with its place and what was probably meant, and nothing starts.

\`\`\`json
{
  "common": { "port": "interface-id", "knownServers": ["000300010200000000fe"] },
  "off": ["early-renew"],
  "thresholds": { "slow-answer": { "slow": 0.5, "share": 10 }, "silent-server": { "silence": 900 } }
}
\`\`\`

## Notices

A notice is sent when a finding opens, when it becomes worse or has lasted for four more hours, and when it is over; a
finding that comes and goes is told of at most twice in four hours. The log has them as errors (failing), warnings and
infos (recovered). A webhook gets a POST with a JSON body: \`notice\` is \`opened\`, \`still\` or \`recovered\`, \`finding\` is

- \`id\`, \`detector\`, \`severity\`; \`subject\` with its \`kind\` and what names it, bytes as hexadecimal digits;
- \`since\`, \`last-seen\` and \`until\` (null while it lasts), ISO 8601 in UTC; \`reopened\`, \`count\`;
- \`measures\`: each with \`name\`, \`value\`, \`unit\` and the \`threshold\`, if it has one;
- \`text\`: \`title\`, \`what\`, \`who\`, \`why\`, \`remedy\`, in English;
- \`evidence\`: each with \`topic\`, \`partition\`, \`offset\` (text), \`received-at\`, \`server\` and \`client\`.

With a secret, the header \`X-Dhcpkit-Signature\` is \`sha256=\` and the HMAC-SHA-256 of the body in hexadecimal digits.
An answer other than 2xx is tried again when it is 408, 425, 429 or 5xx, with pauses that double up to a minute, eight
times. A hundred notices wait at most.

## Detectors
`;

/** The document, but for the widths that the formatter gives the columns. */
export function detectorsManual(detectors: readonly DetectorDescription[]): string {
  const list = detectors.map(({ id, title }) => `- [${title}](#${anchorOf(title)}) (\`${id}\`)`).join("\n");
  return [INTRODUCTION, list, "", ...detectors.flatMap(chapter)].join("\n");
}

function chapter({ id, title, finds, defaults, why, remedy, settings }: DetectorDescription): string[] {
  const rows = Object.entries(settings).map(([name, setting]) =>
    `| \`${name}\` | ${valueText(setting)} | ${setting.prose} |`
  );
  return [
    `### ${title}`,
    "",
    `\`${id}\`. ${finds}`,
    "",
    `**Why it matters.** ${why}`,
    "",
    `**What to do.** ${remedy}`,
    "",
    `**Defaults.** ${defaults}`,
    "",
    "| threshold | default | what it is |",
    "| - | - | - |",
    ...rows,
    "",
  ];
}

function valueText({ default: value, unit }: NumberSetting): string {
  if (unit === "factor") return `${value} ×`;
  if (unit === "%") return `${value} %`;
  if (unit !== "s") return String(value);
  return value >= 3600 && value % 3600 === 0 ? `${value / 3600} h` : `${value} s`;
}

/** The anchor that Markdown readers give a heading. */
function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(" ", "-").replace(/[^a-z0-9-]/g, "");
}

if (import.meta.main) await writeOrCheck("docs/detectors.md", detectorsManual(detectorDescriptions), "manual");
