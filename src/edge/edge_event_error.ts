/**
 * An event that is none of its platform: nothing of it could be read. A record that cannot be read among others is no such error; it
 * has a `problem`.
 *
 * @example
 * ```ts
 * import { decodeLambdaEvent, EdgeEventError } from "@dhcpkit/kafka/edge";
 * import { assertThrows } from "@std/assert";
 *
 * const event = { eventSource: "aws:kafka", records: { "dhcpkit.messages-0": "x" } };
 * const error = assertThrows(() => decodeLambdaEvent(event), EdgeEventError);
 * console.log(error.message); // records["dhcpkit.messages-0"]: not a list
 * ```
 */
export class EdgeEventError extends TypeError {
  /** Always `EdgeEventError`. */
  override readonly name = "EdgeEventError";
  /** Where in the event it is: `records["dhcpkit.messages-0"]`. */
  readonly place: string;
  /** What is wrong there. Quotes nothing of the event but names that it consists of. */
  readonly reason: string;

  /** Makes an error of its place and what is wrong there. */
  constructor(place: string, reason: string) {
    super(`${place}: ${reason}`);
    this.place = place;
    this.reason = reason;
  }
}
