/**
 * A text that a datatype cannot accept: what is wrong with it, and what to write instead.
 *
 * Thrown by every {@linkcode Datatype} and by {@linkcode topicName}; the reader of a configuration turns it into a
 * {@linkcode ConfigError} with the file, the line and the key.
 *
 * @example
 * ```ts
 * import { ValueError } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new ValueError('"70000" is not a port', "a port is a whole number from 1 to 65535");
 * assertEquals(error.message, '"70000" is not a port; a port is a whole number from 1 to 65535');
 * ```
 */
export class ValueError extends RangeError {
  /** Always `ValueError`. */
  override readonly name: string = "ValueError";

  /** What is wrong, without the place where it stands. */
  readonly problem: string;

  /** What to write instead, when that is known. */
  readonly remedy?: string;

  /** Makes an error from what is wrong and what to write instead. */
  constructor(problem: string, remedy?: string, options?: ErrorOptions) {
    super(remedy === undefined ? problem : `${problem}; ${remedy}`, options);
    this.problem = problem;
    if (remedy !== undefined) this.remedy = remedy;
  }
}
