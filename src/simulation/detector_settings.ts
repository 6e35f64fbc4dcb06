import type { DetectorSettingsInit } from "../detectors/detector_settings.ts";
import type { Microseconds } from "../store/mod.ts";
import { servers } from "./servers.ts";

/**
 * Settings of detectors for the time of a simulated network, in which T1 is 12 seconds and a minute has what is a day elsewhere.
 * What is not here is as it is for real networks.
 */
export const simulatedDetectorSettings: DetectorSettingsInit = {
  common: { knownServers: [...new Set(servers.map(({ duid }) => String(duid)))] },
  thresholds: {
    // Who has no lease solicits every few seconds, and what a wrong clock tells looks like another message.
    "solicit-storm": { times: 60 },
    "unanswered-client": { times: 8 },
    "duid-on-ports": { times: 4 },
    "late-renew": { least: 2 },
    "no-answer": { window: 30 },
    "silent-server": { window: 20, silence: 8, expected: 10 },
    "clock-skew": { window: 20, least: 10 },
  },
};

/** How late transactions of a simulated network are at most: a clock is three seconds ahead, and some answers are slow. */
export const simulatedLateness: Microseconds = 6_000_000;
