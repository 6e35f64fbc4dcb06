/**
 * What a value of a configuration may be: a name and prose for people, and the function that turns text into a value.
 *
 * @example
 * ```ts
 * import { type Datatype, optional, ValueError } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const colour: Datatype<"red" | "green"> = {
 *   name: "colour",
 *   prose: "red or green",
 *   parse(text) {
 *     if (text === "red" || text === "green") return text;
 *     throw new ValueError(`"${text}" is not a colour`, "write red or green");
 *   },
 * };
 * assertEquals(optional(colour, { prose: "The colour of the lamp." }).datatype.parse("red"), "red");
 * ```
 */
export interface Datatype<T> {
  /** What it is called in the manual: `port`, `IPv6 address`. */
  readonly name: string;
  /** What may be written, as the end of the sentence "A value is …". */
  readonly prose: string;
  /**
   * Turns a text, without white space around it, into a value.
   *
   * `fileName` is the file that holds the text, for values that count from there.
   *
   * @throws {ValueError} when the text is not such a value.
   */
  parse(text: string, fileName?: string): T;
}
