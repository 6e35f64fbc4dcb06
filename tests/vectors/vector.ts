import { ClientServerMessage, fromHex, Message, MessageType, rawOption, toJson, toText } from "../../src/dhcpv6/mod.ts";
import { type OptionDef, Options, type OptionSpace, standardSpace } from "../../src/dhcpv6/mod.ts";

/** One option as bytes that another implementation made or read, and what has to come out of them. */
export interface Vector {
  readonly option: OptionDef<unknown>;
  /** Where the option's code has its meaning. */
  readonly space: OptionSpace;
  /** The decoded body. */
  readonly value: unknown;
  /** The body, option code and length left out. */
  readonly body: Uint8Array<ArrayBuffer>;
  /** Which implementation made the bytes, or read them to check them. */
  readonly from: string;
  /** The value for JSON. */
  readonly json: unknown;
  /** The option for people; lines of nested options are indented. */
  readonly text: string;
}

/** What the author of a vector writes. */
export interface VectorInit<T> {
  readonly value: T;
  /** The whole option: code, length, body. */
  readonly hex: string;
  readonly from: string;
  readonly json: unknown;
  readonly text: string;
  /** Default: DHCPv6. */
  readonly space?: OptionSpace;
}

/** Checks that code and length of the bytes fit the option, so that a vector cannot end up under the wrong one. */
export function vector<T extends object>(
  option: OptionDef<T>,
  { value, hex, from, json, text, space = standardSpace }: VectorInit<T>,
): Vector {
  const [code, length] = [parseInt(hex.slice(0, 4), 16), parseInt(hex.slice(4, 8), 16)], body = fromHex(hex.slice(8));
  if (code !== option.code || length !== body.length) throw new Error(`${hex} is not one whole ${option.name}`);
  return { option, space, value, body, from, json, text };
}

/** What `toJson` says of an option with this body. */
export function jsonOf({ option, space, body }: Vector): unknown {
  return toJson(around(option, body), { space }).options[0].value;
}

/** What `toText` says of an option with this body. */
export function textOf({ option, space, body }: Vector): string {
  const [, ...lines] = toText(around(option, body), { space }).split("\n");
  return lines.map((line) => line.slice(2)).join("\n");
}

function around(option: OptionDef<unknown>, body: Uint8Array): Message {
  const options = Options.of(rawOption(option.code, body));
  return Message.parse(
    new ClientServerMessage({ type: MessageType.Solicit, transactionId: 0x112233, options }).save(),
  );
}
