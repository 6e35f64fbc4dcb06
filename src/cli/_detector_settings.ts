import { nearest } from "../config/near.ts";
import {
  commonDefaults,
  detectorDescriptions,
  detectorSettings,
  type DetectorSettingsInit,
  type NumberSetting,
} from "../detectors/mod.ts";
import { fromHex } from "../wire/mod.ts";
import type { DetectorFlags } from "./_watching.ts";
import { reason, UserError } from "./_terminal.ts";

/** The settings of detectors that flags tell. Throws `UserError` with every mistake in their file, each with its place. */
export async function detectorSettingsOf(
  { detectorSettings: file, knownServer }: DetectorFlags,
): Promise<DetectorSettingsInit> {
  const init = file === undefined ? {} : readDetectorSettings(await readText(file), file);
  if (knownServer === undefined) return init;
  return { ...init, common: { ...init.common, knownServers: [...init.common?.knownServers ?? [], ...knownServer] } };
}

/**
 * Reads settings of detectors from JSON: `{"common": …, "off": […], "thresholds": {"slow-answer": {"slow": 2}}}`, everything optional.
 * Throws `UserError` that tells each mistake, where it is and what was probably meant.
 */
export function readDetectorSettings(text: string, file: string): DetectorSettingsInit {
  const mistakes: string[] = [];
  const wrong = (path: readonly string[], what: string) => {
    mistakes.push(`${file}: ${path.length > 0 ? `${path.join(" > ")}: ` : ""}${what}`);
  };
  const init = parsed(text, file);
  for (const [name, value] of entriesOf(init, [], wrong)) {
    if (name === "common") checkCommon(value, wrong);
    else if (name === "off") checkOff(value, wrong);
    else if (name === "thresholds") checkThresholds(value, wrong);
    else wrong([name], unknown("key", name, ["common", "off", "thresholds"]));
  }
  if (mistakes.length === 0) {
    try {
      detectorSettings(init as DetectorSettingsInit);
    } catch (error) {
      wrong([], reason(error));
    }
  }
  if (mistakes.length > 0) throw new UserError(mistakes.join("\n"));
  return init as DetectorSettingsInit;
}

type Wrong = (path: readonly string[], what: string) => void;

function checkCommon(common: unknown, wrong: Wrong): void {
  for (const [name, value] of entriesOf(common, ["common"], wrong)) {
    const path = ["common", name], usual = commonDefaults[name as keyof typeof commonDefaults];
    if (!Object.hasOwn(commonDefaults, name)) wrong(path, unknown("setting", name, Object.keys(commonDefaults)));
    else if (name === "port") checkPort(value, path, wrong);
    else if (Array.isArray(usual)) checkDuids(value, path, wrong);
    else if (typeof value !== "number" || !(value >= 0)) wrong(path, `a number is expected, such as ${usual}`);
  }
}

function checkPort(value: unknown, path: readonly string[], wrong: Wrong): void {
  const choices = ["both", "interface-id", "remote-id"];
  if (!choices.includes(value as string)) wrong(path, unknown("choice", String(value), choices));
}

function checkDuids(value: unknown, path: readonly string[], wrong: Wrong): void {
  if (!Array.isArray(value)) return wrong(path, "a list of DUIDs is expected, as hexadecimal digits");
  value.forEach((duid, i) => {
    try {
      fromHex(String(duid));
    } catch (error) {
      wrong([...path, String(i)], reason(error));
    }
  });
}

function checkOff(off: unknown, wrong: Wrong): void {
  if (!Array.isArray(off)) return wrong(["off"], 'a list of detectors is expected, such as ["late-renew"]');
  off.forEach((id, i) => {
    if (detectorOf(String(id)) === undefined) wrong(["off", String(i)], unknown("detector", String(id), ids()));
  });
}

function checkThresholds(thresholds: unknown, wrong: Wrong): void {
  for (const [id, given] of entriesOf(thresholds, ["thresholds"], wrong)) {
    const path = ["thresholds", id], settings = detectorOf(id)?.settings;
    if (settings === undefined) {
      wrong(path, unknown("detector", id, ids()));
      continue;
    }
    for (const [name, value] of entriesOf(given, path, wrong)) {
      if (!Object.hasOwn(settings, name)) {
        wrong([...path, name], unknown("threshold", name, Object.keys(settings)));
      } else if (!isWithin(value, settings[name])) {
        const { least, most, unit, default: usual } = settings[name], of = unit === "count" ? "" : ` ${unit}`;
        wrong([...path, name], `a number from ${least} to ${most}${of} is expected; the default is ${usual}`);
      }
    }
  }
}

function isWithin(value: unknown, { least, most }: NumberSetting): boolean {
  return typeof value === "number" && value >= least && value <= most;
}

function entriesOf(value: unknown, path: readonly string[], wrong: Wrong): [string, unknown][] {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return Object.entries(value);
  wrong(path, "an object is expected: { … }");
  return [];
}

function unknown(what: string, name: string, names: readonly string[]): string {
  const meant = nearest(name, names);
  return `there is no ${what} ${JSON.stringify(name)}; ` +
    (meant === undefined ? `there are ${names.join(", ")}` : `did you mean ${JSON.stringify(meant)}?`);
}

function detectorOf(id: string): (typeof detectorDescriptions)[number] | undefined {
  return detectorDescriptions.find((one) => one.id === id);
}

function ids(): string[] {
  return detectorDescriptions.map(({ id }) => id);
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file}: no JSON: ${reason(error)}`, { cause: error });
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw new UserError(`--detector-settings: ${file}: ${reason(error)}`, { cause: error });
  }
}
