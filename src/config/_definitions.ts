import { quote } from "./_quote.ts";
import { ValueError } from "./value_error.ts";

/** A substituted value may not grow beyond this many characters: definitions that double each other end here. */
const LONGEST_VALUE = 65_536;

/** The names that `%define` made and that `$name` and `${name}` stand for; their case does not matter. */
export class Definitions {
  readonly #values = new Map<string, string>();

  /** Gives a name its value. The same again is fine, another value throws a {@linkcode ValueError}. */
  define(name: string, value: string): void {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new ValueError(
        `${quote(name)} is not a name that can be defined`,
        "a name has only A-Z a-z 0-9 _ and does not begin with a digit",
      );
    }
    const known = this.#values.get(name.toLowerCase());
    if (known !== undefined && known !== value) {
      throw new ValueError(
        `${quote(name)} is already defined as ${quote(known)}`,
        "a name keeps its first value; define another name",
      );
    }
    this.#values.set(name.toLowerCase(), value);
  }

  /** The text with every `$name` and `${name}` replaced and `$$` turned into `$`. */
  substitute(text: string): string {
    if (!text.includes("$")) return text;
    const result = text.replace(
      REFERENCE,
      (written: string, bare: string | undefined, braced: string | undefined): string =>
        written === "$$" ? "$" : this.#valueOf(bare ?? braced, text),
    );
    if (result.length > LONGEST_VALUE) {
      throw new ValueError(`a value of more than ${LONGEST_VALUE} characters comes from ${quote(text)}`);
    }
    return result;
  }

  #valueOf(name: string | undefined, text: string): string {
    if (name === undefined) {
      if (text.includes("$(")) {
        throw new ValueError(
          `${quote(text)} asks for an environment variable, which is not read here`,
          "use %define and $name, or write $$ for a dollar sign",
        );
      }
      throw new ValueError(`${quote(text)} holds a $ without a name`, "write $name, ${name}, or $$ for a dollar sign");
    }
    const value = this.#values.get(name.toLowerCase());
    if (value !== undefined) return value;
    const known = [...this.#values.keys()].map((one) => `$${one}`).join(", ");
    throw new ValueError(
      `$${name} is not defined`,
      `add "%define ${name} value" above it${known === "" ? "" : `; defined so far: ${known}`}`,
    );
  }
}

const REFERENCE = /\$(?:\$|([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\}|)/g;
