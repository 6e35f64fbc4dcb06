import { isRole, type Role } from "./visitor.ts";

/** A secret that lets in whoever has it. */
export interface Token {
  /** Who has it, for the audit log. */
  readonly name: string;
  /** What may be seen with it. */
  readonly role: Role;
  /** The secret. */
  readonly secret: string;
}

/** Shorter ones can be guessed. */
const SHORTEST = 16;

/**
 * Reads a file of tokens: one alone, which is an admin's, or a line `name:role:token` for each; empty lines and those that begin with
 * `#` are left out. Throws `SyntaxError` with the line's number, and never tells a token.
 *
 * @example
 * ```ts
 * import { readTokens } from "@dhcpkit/kafka/looking-glass";
 * import { assertEquals } from "@std/assert";
 *
 * const [token] = readTokens("wallboard:viewer:5f1d6d1b0d7b4d1f\n");
 * assertEquals(token, { name: "wallboard", role: "viewer", secret: "5f1d6d1b0d7b4d1f" });
 * ```
 */
export function readTokens(text: string): Token[] {
  const tokens = text.split(/\r?\n/).map((line, i) => ({ line: line.trim(), number: i + 1 }))
    .filter(({ line }) => line !== "" && !line.startsWith("#"))
    .map(({ line, number }) => readToken(line, number));
  if (tokens.length === 0) throw new SyntaxError("there is no token: write one of 16 letters and digits or more");
  return tokens;
}

function readToken(line: string, number: number): Token {
  const parts = line.split(":");
  const [name, role, secret] = parts.length === 1 ? ["token", "admin", line] : parts;
  const wrong = (what: string) => new SyntaxError(`line ${number}: ${what}; write a token alone, or name:role:token`);
  if (parts.length !== 1 && (parts.length !== 3 || name === "")) throw wrong("this is no token");
  if (!isRole(role)) throw wrong(`${JSON.stringify(role)} is no role, viewer and admin are`);
  if (!/^[\x21-\x7e]+$/.test(secret)) throw wrong("a token is of ASCII without spaces");
  if (secret.length < SHORTEST) throw wrong(`the token is shorter than ${SHORTEST} characters`);
  return { name, role, secret };
}
