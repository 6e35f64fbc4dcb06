import type { ValueJsonOptions } from "./value_json.ts";

/** How events are read that may hold any number of records. */
export interface EventOptions extends ValueJsonOptions {
  /** So many records are read at most; what stands behind them is not looked at. Default: all. */
  readonly mostRecords?: number;
}
