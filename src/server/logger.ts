/** What stands in a message, or what makes it when somebody reads the message. */
export type LogProperties = Record<string, unknown> | (() => Record<string, unknown>);

/**
 * Where messages for people go. A logger of LogTape fits: `getLogger(["dhcpkit"])`.
 *
 * `{name}` in a message stands for the property of that name.
 */
export interface Logger {
  /** For those who look for a fault. */
  debug(message: string, properties?: LogProperties): void;
  /** What goes on. */
  info(message: string, properties?: Record<string, unknown>): void;
  /** Something is amiss; the service goes on. */
  warn(message: string, properties?: Record<string, unknown>): void;
  /** Something failed. */
  error(message: string, properties?: Record<string, unknown>): void;
  /** Something that the service was set up for does not work. */
  fatal(message: string, properties?: Record<string, unknown>): void;
}

/** Drops everything. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {}, fatal() {} };

/** Writes warnings and worse to standard error, and nothing else: what a program hears that set up no logging. */
export const consoleLogger: Logger = {
  debug() {},
  info() {},
  warn: (message, properties) => console.error("warning:", fill(message, properties)),
  error: (message, properties) => console.error("error:", fill(message, properties)),
  fatal: (message, properties) => console.error("critical:", fill(message, properties)),
};

function fill(message: string, properties: Record<string, unknown> = {}): string {
  return message.replace(/\{(\w+)\}/g, (whole, name) => name in properties ? String(properties[name]) : whole);
}
