import { fromBase64 } from "../wire/base64.ts";
import { encodeUtf8 } from "../wire/utf8.ts";
import { EdgeEventError } from "./edge_event_error.ts";
import type { RecordProblem } from "./edge_record.ts";

/** An object of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object, which lists and `null` are not. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

/** The value, if it is a list; otherwise throws, since there is no event. */
export function listAt(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new EdgeEventError(place, "not a list");
}

/** The largest partition and the largest offset: in Kafka the former has 32 bits and the latter 64, and both have a sign. */
const MOST_PARTITION = 0x7fff_ffff, MOST_OFFSET = 0x7fff_ffff_ffff_ffffn;

/** The number of a partition, given as such or in digits; `undefined` for what is none. */
export function partitionNumber(value: unknown): number | undefined {
  const number = isDigits(value) ? Number(value) : value;
  return isWhole(number) && number <= MOST_PARTITION ? number : undefined;
}

/** An offset, given as a number or in digits; `undefined` for what is none. */
export function offsetNumber(value: unknown): bigint | undefined {
  if (isWhole(value)) return BigInt(value);
  const number = isDigits(value) ? BigInt(value) : undefined;
  return number !== undefined && number <= MOST_OFFSET ? number : undefined;
}

function isWhole(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isDigits(value: unknown): value is string {
  return typeof value === "string" && /^\d{1,19}$/.test(value);
}

/**
 * Reads the fields of one record and keeps what is wrong with the first of them that cannot be read: the others are read all the same,
 * so that what is known of a bad record is known.
 */
export class RecordReading {
  /** Where the record is in the event. */
  readonly place: string;
  /** What is wrong, once something is. */
  problem: RecordProblem | undefined;

  constructor(place: string) {
    this.place = place;
  }

  /** Notes that something is wrong in a field. `given` is what stands there. */
  fault(field: string, reason: string, given: unknown): undefined {
    this.problem ??= { place: field === "" ? this.place : `${this.place}.${field}`, reason, bytes: bytesOf(given) };
  }

  /** Text; a fault where there is something else. */
  text(field: string, value: unknown): string | undefined {
    return typeof value === "string" ? value : this.fault(field, "not text", value);
  }

  /** A partition's number; a fault where there is something else. */
  partition(field: string, value: unknown): number | undefined {
    return partitionNumber(value) ?? this.fault(field, "no number of a partition", value);
  }

  /** An offset; a fault where there is something else. */
  offset(field: string, value: unknown): bigint | undefined {
    return offsetNumber(value) ?? this.fault(field, "no offset", value);
  }

  /** The bytes of base64, `null` for nothing; a fault where there is something else. */
  base64(field: string, value: unknown): Uint8Array | null {
    if (value === undefined || value === null) return null;
    const bytes = typeof value === "string" ? fromBase64(value) : undefined;
    if (bytes === undefined) this.fault(field, "no base64", value);
    return bytes ?? null;
  }
}

/** Milliseconds, where a number or the text of a date tells them. What else stands there is no reason to lose a record. */
export function milliseconds(value: unknown): number | undefined {
  const ms = typeof value === "string" ? Date.parse(value) : value;
  return typeof ms === "number" && Number.isFinite(ms) ? ms : undefined;
}

/** What a damaged record looked like. */
function bytesOf(given: unknown): Uint8Array {
  if (given instanceof Uint8Array) return given;
  if (typeof given === "string") return encodeUtf8(given);
  try {
    return encodeUtf8(JSON.stringify(given) ?? "");
  } catch {
    return new Uint8Array();
  }
}
