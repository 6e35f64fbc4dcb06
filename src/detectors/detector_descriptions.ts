import type { NumberSetting } from "./detector_setting.ts";
import { detectors } from "./detectors.ts";

/** A detector for manuals and settings. */
export interface DetectorDescription {
  /** Names the detector in findings and settings. */
  readonly id: string;
  /** A few words for a list. */
  readonly title: string;
  /** What is found, in whole sentences. */
  readonly finds: string;
  /** Why the defaults are what they are, in whole sentences. */
  readonly defaults: string;
  /** Why it matters, in whole sentences. */
  readonly why: string;
  /** What to do, in whole sentences. */
  readonly remedy: string;
  /** Thresholds by name. */
  readonly settings: Readonly<Record<string, NumberSetting>>;
}

/** All detectors, in the order of the manual. */
export const detectorDescriptions: readonly DetectorDescription[] = /* @__PURE__ */ detectors.map(
  ({ id, title, finds, defaults, why, remedy, settings }) => ({ id, title, finds, defaults, why, remedy, settings }),
);
