import os from "node:os";
import type { Figures } from "./_figures.ts";
import { outcome, targets } from "./_targets.ts";
import { SAMPLE_MS, SAMPLES, WARM_MS } from "./_timing.ts";

/** A run of the bench. */
export interface Run {
  readonly figures: Figures;
  readonly rounds: number;
  /** Each implementation that ran, and what it was built of. */
  readonly versions: ReadonlyMap<string, readonly string[]>;
  /** Each implementation that did not run, and why. */
  readonly leftOut: ReadonlyMap<string, string>;
  readonly date: Date;
}

/** The run as Markdown: targets, figures, and what is needed to judge them. */
export function report(run: Run): string {
  return [
    "# The codec and its peers",
    method(run),
    list("Fixtures", fixtures),
    list("Work", work),
    list("Implementations", implementations),
    "## Targets",
    targetTable(run.figures),
    "## Figures",
    figureTable(run.figures),
    list("Refused", run.figures.refusals()),
    "## Machine and versions",
    list("Machine", machine()),
    list("Versions", [...run.versions].map(([name, all]) => `${name}: ${all.join(", ")}`)),
    list("Left out", [...run.leftOut].map(([name, reason]) => `${name}: ${reason}`)),
  ].filter(Boolean).join("\n\n") + "\n";
}

const fixtures = [
  "1: Solicit",
  "2: Reply with an address, a prefix, DNS servers and status",
  "3: Solicit relayed twice",
  "4: Advertise relayed twice",
  "5: Kafka record of 3 and 4",
  "1v, 3v, 5v: the same with vendor class data, without which insomniacslk refuses them",
];

const work = [
  "`decode`: every option as an object, down to the last, its body checked, its numbers and addresses read; this module leaves byte " +
  "strings (DUIDs, Remote-IDs, messages of status codes) and the addresses of relay agents where they are in the packet until somebody asks",
  "`decode_and_read`: the same, with every value and every address asked for",
  "`decode_stored`: what a collector stores of it; the reference decodes everything",
  "`parse`: the header; options are found when somebody asks",
  "`encode`: what was decoded as bytes; this module copies the bytes that it kept, the others write objects",
  "`encode_values`: values that came from no bytes as bytes, as the others do in `encode`",
];

const implementations = [
  "`deno-dhcpkit-kafka`: this module",
  "`rust-dhcproto`: dhcproto with relay messages walked by the bench, and record headers too; DUIDs stay bytes",
  "`rust-dhcproto-asis`: dhcproto alone, which takes the message in a relay message for a relay message: what it decodes is wrong",
  "`go-insomniacslk`: insomniacslk/dhcp, record headers by the bench",
  "`py-dhcpkit`: the Python original; `handler_…` is what it does for Kafka in a server, without a network",
  "`py-scapy`: scapy's layers, without records",
];

function method({ rounds, date }: Run): string {
  return `\`deno task bench:codec ${rounds} --write\` on ${date.toISOString().slice(0, 10)}: ${rounds} ` +
    `${
      rounds === 1 ? "round" : "rounds"
    }, the implementations in turn, each time ${SAMPLES} samples of ${SAMPLE_MS} ms ` +
    `after ${WARM_MS} ms of warming up. Figures are nanoseconds of processor time an operation, garbage collection ` +
    "included, over all samples. Ratios are between medians, to `rust-dhcproto` on the same fixture: `decode_…` to its " +
    "`decode`, `encode_…` to its `encode`. Other work on the machine moves all figures: compare ratios, not nanoseconds.";
}

function targetTable(figures: Figures): string {
  const rows = targets.map((target) => {
    const { ratio, verdict } = outcome(figures, target);
    return [target.fix, target.op, target.most.toFixed(2), ratio?.toFixed(2) ?? "", verdict];
  });
  return table(["fixture", "work", "at most × Rust", "measured × Rust", ""], rows);
}

function figureTable(figures: Figures): string {
  const rows = figures.all().map(({ fix, op, impl, samples, median, ratio }) => {
    const shown = [Math.min(...samples), median, Math.max(...samples)].map((value) =>
      Math.round(value).toLocaleString("en")
    );
    return [fix, op, impl, ...shown, ratio?.toFixed(2) ?? ""];
  });
  return table(["fixture", "work", "implementation", "min", "median", "max", "× Rust"], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** A titled list; empty text where there are no items. */
function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `${title}:\n\n${items.map((item) => `- ${item}`).join("\n")}`;
}

function machine(): string[] {
  const cpus = os.cpus(), load = os.loadavg().map((value) => value.toFixed(1)).join(", ");
  return [
    `CPU: ${cpus[0]?.model ?? "unknown"}, ${cpus.length} cores`,
    `kernel: ${Deno.build.os} ${Deno.osRelease()}, ${Deno.build.arch}`,
    `load average at the end: ${load}`,
  ];
}
