import { type Command, Option } from "commander";
import { durationMs } from "../config/mod.ts";
import { Duid } from "../dhcpv6/mod.ts";
import { checked } from "./_arguments.ts";

/** Flags of commands that detect. */
export interface DetectorFlags {
  readonly detectorSettings?: string;
  readonly knownServer?: readonly string[];
}

/** Flags of the command that detects beside collecting. */
export interface WatchFlags extends DetectorFlags {
  readonly store: string;
  readonly detect: boolean;
  readonly warmUp: number;
  readonly webhook?: string;
  readonly webhookSecretFile?: string;
}

/** Adds the flags that say what is looked for. */
export function withDetectorFlags(command: Command): Command {
  return command
    .option("--known-server <duid...>", "DUIDs of the servers; any other is an unknown server", collectDuids)
    .option("--detector-settings <file>", "thresholds of detectors, JSON: see docs/detectors.md");
}

/** Adds the flags of detection beside collecting. */
export function withWatchFlags(command: Command): Command {
  const { parse } = durationMs({ max: "7d" });
  return withDetectorFlags(command.option("--no-detect", "do not look for trouble"))
    .addOption(
      new Option("--warm-up <duration>", "how much of the store is looked at again where nothing was kept")
        .argParser(checked(parse)).default(parse("6h"), "6h"),
    )
    .option("--webhook <url>", "post there what is found, and when it is over")
    .option("--webhook-secret-file <file>", "file with what these posts are signed with");
}

function collectDuids(value: string, previous: readonly string[] | undefined): string[] {
  return [...previous ?? [], ...value.split(",").map((one) => checked((text) => String(Duid.parse(text)))(one))];
}
