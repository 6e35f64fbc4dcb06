import type { MeasureUnit } from "./finding.ts";

/** A threshold of a detector. */
export interface NumberSetting {
  /** What holds unless another value is given. */
  readonly default: number;
  /** The unit of its values. */
  readonly unit: MeasureUnit | "factor";
  /** The least that makes sense. */
  readonly least: number;
  /** The most that makes sense. */
  readonly most: number;
  /** What it is for, in whole sentences of Markdown. */
  readonly prose: string;
}

/** Thresholds by name. */
export type NumberSettings<Keys extends string = string> = Readonly<Record<Keys, NumberSetting>>;

/** The values of thresholds. */
export type NumberValues<Keys extends string = string> = Readonly<Record<Keys, number>>;

/** What tells ports apart: what relay agents say of them. */
export type PortIdentity = "both" | "interface-id" | "remote-id";

/** Settings that are not of one detector. */
export interface CommonSettings {
  /** What tells ports apart. `both`: two ports differ where their Interface-Id or their Remote-ID does. Default: `both`. */
  readonly port: PortIdentity;
  /** DUIDs of the servers, as hexadecimal digits. Default: none, so that they are learned. */
  readonly knownServers: readonly string[];
  /** Clients and ports that are remembered, at least half of them at any time. Default: 400,000 each. */
  readonly clients: number;
  /** Servers that are remembered. Default: 400. */
  readonly servers: number;
  /** Open findings of each detector. Default: 200. */
  readonly findings: number;
  /** Seconds after its recovery within which a finding that is seen again is the same one. Default: 3600. */
  readonly reopenWithin: number;
  /** Seconds after which a finding that grows is told of again. Default: 60. */
  readonly updateEvery: number;
}

/** Seconds. */
export function seconds(value: number, prose: string): NumberSetting {
  return { default: value, unit: "s", least: 0, most: 31_536_000, prose };
}

/** Parts of a hundred. */
export function percent(value: number, prose: string): NumberSetting {
  return { default: value, unit: "%", least: 0, most: 100, prose };
}

/** A whole number. */
export function amount(value: number, prose: string): NumberSetting {
  return { default: value, unit: "count", least: 0, most: 1_000_000_000, prose };
}

/** How many times as much. */
export function factor(value: number, prose: string): NumberSetting {
  return { default: value, unit: "factor", least: 1, most: 1_000_000, prose };
}

/** How long without a sighting until a finding is over: every detector has it. */
export function recovery(value: number): NumberSetting {
  return seconds(value, "A finding is over when nothing of the kind was seen for so long.");
}
