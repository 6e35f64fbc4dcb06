/** The last millisecond that JavaScript's dates know. */
const LAST = 8.64e15;

/** A record that no broker is asked to take, since it cannot be written down. */
export class UnfitRecordError extends RangeError {
  override name = "UnfitRecordError";
}

/** Whether a record can be of that time: milliseconds since 1970-01-01 UTC. */
export function isRecordTime(milliseconds: number): boolean {
  return milliseconds >= 0 && milliseconds <= LAST;
}

/** The time in whole milliseconds. Throws {@linkcode UnfitRecordError} where a record cannot be of it. */
export function recordTime(milliseconds: number): number {
  if (isRecordTime(milliseconds)) return Math.round(milliseconds);
  throw new UnfitRecordError(`the record is of the time ${milliseconds}, which is none`);
}
