/**
 * Bytes that are not what the format says, or a value that does not fit its field.
 *
 * `offset` counts from the start of the buffer that was handed to the decoder (or, when encoding, of the buffer being
 * written); `path` names the structures around it, outermost first.
 *
 * @example
 * ```ts
 * import { Message, WireError } from "@dhcpkit/kafka/dhcpv6";
 * import { assertThrows } from "@std/assert";
 *
 * const error = assertThrows(() => Message.parse(new Uint8Array([12, 0])), WireError);
 * console.log(error.message); // relay-forward: needed 34 bytes at offset 0, 2 available
 * ```
 */
export class WireError extends RangeError {
  /** Always `WireError`. */
  override readonly name = "WireError";
  /** What is wrong, without the place. */
  readonly problem: string;
  /** Where it is wrong: bytes from the start of the buffer. */
  readonly offset: number;
  /** The structures around the place, outermost first. */
  readonly path: readonly string[];

  /** Makes an error; most callers add the path with {@linkcode WireError.within} on the way up. */
  constructor(problem: string, offset: number, path: readonly string[] = []) {
    super(path.length === 0 ? problem : `${path.join(" > ")}: ${problem}`);
    this.problem = problem;
    this.offset = offset;
    this.path = path;
  }

  /** The same error, seen from one structure further out. */
  within(name: string): WireError {
    return new WireError(this.problem, this.offset, [name, ...this.path]);
  }
}
