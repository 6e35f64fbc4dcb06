/** What one check of the doctor found. */
export interface Finding {
  /** What was looked at. */
  readonly check: Check;
  /** How it is: `warning` works today, `skipped` could not be looked at. */
  readonly status: "ok" | "warning" | "failed" | "skipped";
  /** What was found. */
  readonly found: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** The checks, in their order. */
export type Check =
  | "settings"
  | "permission"
  | "dns"
  | "tcp"
  | "tls"
  | "version"
  | "sasl"
  | "cluster"
  | "advertised"
  | "topic"
  | "replicas"
  | "limits"
  | "acl"
  | "write"
  | "clock";

/** A finding of a line that names what is wrong and, behind a semicolon, what to do. */
export function failure(check: Check, line: string): Finding {
  const at = line.indexOf("; ");
  return at < 0
    ? { check, status: "failed", found: line }
    : { check, status: "failed", found: line.slice(0, at), remedy: line.slice(at + 2) };
}

const COLOURS: Readonly<Record<Finding["status"], string>> = { ok: "32", warning: "33", failed: "31", skipped: "90" };

/** A finding for people: a line, and one for the remedy. */
export function findingLines({ check, status, found, remedy }: Finding, { colours }: { colours: boolean }): string[] {
  const mark = status.padEnd(8), shown = colours ? `\x1b[${COLOURS[status]}m${mark}\x1b[0m` : mark;
  return [`${shown} ${check.padEnd(10)} ${found}`, ...(remedy === undefined ? [] : [`${" ".repeat(19)} → ${remedy}`])];
}
