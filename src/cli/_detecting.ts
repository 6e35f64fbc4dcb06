import { type Command, Option } from "commander";
import { checked } from "./_arguments.ts";
import { DEFAULT_STORE } from "./_collecting.ts";
import { parseMoment } from "./_moment.ts";
import { StatusLine } from "./_status_line.ts";
import { STORE_HELP } from "./_stores.ts";
import { Exit, untilInterrupted, writeLine } from "./_terminal.ts";
import { type DetectorFlags, withDetectorFlags } from "./_watching.ts";

/** Flags of the command that looks for trouble in a store. */
export interface DetectFlags extends DetectorFlags {
  readonly store: string;
  readonly from?: number;
  readonly to?: number;
  readonly failOn?: "warning" | "failing";
  readonly json: boolean;
  readonly utc: boolean;
}

/** Adds the command that looks for trouble in what was stored. */
export function addDetect(root: Command): void {
  const command = root.command("detect")
    .description("Looks for trouble in the transactions of a store, and prints what it finds: the same each time.")
    .option("--store <place>", STORE_HELP, DEFAULT_STORE)
    .option("--from <time>", "what was before is not looked at (default: all there is)", checked(parseMoment))
    .option("--to <time>", "what is later is not looked at (default: all there is)", checked(parseMoment));
  withDetectorFlags(command)
    .addOption(
      new Option("--fail-on <severity>", "end with status 3 when something is found that is as bad").choices([
        "warning",
        "failing",
      ]),
    )
    .option("--json", "print a line of JSON for each finding", false)
    .option("--utc", "times in UTC instead of the time zone of this machine", false)
    .addHelpText("after", "\nExit status: 0 = done; 3 = found what --fail-on is about; 1 = failed.")
    .action(runDetect);
}

async function runDetect(flags: DetectFlags): Promise<void> {
  const { detect } = await import("./detect.ts");
  const terminal = Deno.stderr.isTerminal() ? new StatusLine() : undefined;
  const isBad = await untilInterrupted(async (signal) => {
    try {
      return await detect(flags, {
        signal,
        write: writeLine,
        say: (line) => terminal ? terminal.say(line) : console.error(line),
        ...(terminal ? { show: (line: string) => terminal.show(line) } : {}),
      });
    } finally {
      terminal?.end();
    }
  });
  if (isBad) throw new Exit(3);
}
