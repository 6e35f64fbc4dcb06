import { fromHex } from "../wire/mod.ts";
import type { CommonSettings, NumberSetting } from "./detector_setting.ts";
import { detectors } from "./detectors.ts";

/** Settings of all detectors; whatever is left out has its default. */
export interface DetectorSettingsInit {
  /** Settings that are not of one detector. */
  readonly common?: Partial<CommonSettings>;
  /** Ids of detectors that do not look. Default: none. */
  readonly off?: readonly string[];
  /** Thresholds by detector and name: `{ "slow-answer": { slow: 2 } }`. Units are those of the manual. */
  readonly thresholds?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Settings of all detectors. */
export interface DetectorSettings {
  /** Settings that are not of one detector. */
  readonly common: CommonSettings;
  /** Ids of detectors that do not look. */
  readonly off: readonly string[];
  /** All thresholds by detector and name. */
  readonly thresholds: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** What holds of the settings that are not of one detector, unless other values are given. */
export const commonDefaults: CommonSettings = {
  ...{ port: "both", knownServers: [], clients: 400_000, servers: 400, findings: 200 },
  ...{ reopenWithin: 3600, updateEvery: 60 },
};

/**
 * Completes settings with defaults. Throws `RangeError` for a detector or threshold that there is not, and for a value that makes no
 * sense, and tells what would.
 *
 * @example
 * ```ts
 * import { detectorSettings } from "@dhcpkit/kafka/detectors";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const { thresholds } = detectorSettings({ thresholds: { "slow-answer": { slow: 2 } } });
 * assertEquals(thresholds["slow-answer"].slow, 2);
 * assertEquals(thresholds["no-answer"].share, 20);
 * assertThrows(() => detectorSettings({ off: ["slow-anser"] }), RangeError, "no detector slow-anser");
 * ```
 */
export function detectorSettings(
  { common = {}, off = [], thresholds = {} }: DetectorSettingsInit = {},
): DetectorSettings {
  const ids = detectors.map(({ id }) => id);
  for (const id of [...off, ...Object.keys(thresholds)]) {
    if (!ids.includes(id)) throw new RangeError(`there is no detector ${id}; there are ${ids.join(", ")}`);
  }
  const settled = { ...commonDefaults, ...common };
  for (const duid of settled.knownServers) fromHex(duid);
  for (const name of ["clients", "servers", "findings"] as const) {
    if (!(settled[name] >= 1)) throw new RangeError(`${name} has to be at least 1`);
  }
  return {
    common: settled,
    off,
    thresholds: Object.fromEntries(
      detectors.map(({ id, settings }) => [id, valuesOf(id, settings, thresholds[id] ?? {})]),
    ),
  };
}

function valuesOf(
  id: string,
  settings: Readonly<Record<string, NumberSetting>>,
  given: Readonly<Record<string, number>>,
): Record<string, number> {
  for (const name of Object.keys(given)) {
    if (settings[name] === undefined) {
      throw new RangeError(`${id} has no threshold ${name}; it has ${Object.keys(settings).join(", ")}`);
    }
  }
  return Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => {
      const value = given[name] ?? setting.default;
      if (value >= setting.least && value <= setting.most) return [name, value];
      throw new RangeError(`${name} of ${id} is ${value}; it has to be from ${setting.least} to ${setting.most}`);
    }),
  );
}
