import type { Place, ServerName } from "./access_node.ts";
import type { Device } from "./device.ts";
import type { FaultId } from "./fault.ts";

/** A customer: a device at a place, and what is wrong with either. */
export interface Subscriber {
  /** Counted from 1. */
  readonly number: number;
  readonly device: Device;
  readonly place: Place;
  /** When it appears, in seconds from the beginning on. */
  readonly appearsAfter: number;
  /** What is wrong. Default: nothing. */
  readonly fault?: FaultId;
  /** Its place among the subscribers with the same fault, from 0 on. */
  readonly order: number;
  /** Servers that also hear what names another one. Default: none. */
  readonly alsoHears?: readonly ServerName[];
}
