import { isPasswordHash } from "./password_hash.ts";
import { isRole, type Role } from "./visitor.ts";

/** Somebody who may log in with a password, or whom a proxy vouches for. */
export interface User {
  /** The name, as it is typed. */
  readonly name: string;
  /** What may be seen. */
  readonly role: Role;
  /** See `hashPassword`; empty for those who come through a proxy only. */
  readonly hash: string;
}

/**
 * Reads a file of users: a line `name:role:hash` for each, role `viewer` or `admin`, hash as `hash-password` prints it or empty for
 * those whom a proxy vouches for; empty lines and those that begin with `#` are left out. Throws `SyntaxError` with the line's number.
 *
 * @example
 * ```ts
 * import { readUsers } from "@dhcpkit/kafka/looking-glass";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(readUsers("# single sign-on\nannette:admin:\n"), [{ name: "annette", role: "admin", hash: "" }]);
 * ```
 */
export function readUsers(text: string): User[] {
  const users = new Map<string, User>();
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    const user = readUser(trimmed, i + 1);
    if (users.has(user.name)) throw new SyntaxError(`line ${i + 1}: ${JSON.stringify(user.name)} is there twice`);
    users.set(user.name, user);
  }
  if (users.size === 0) throw new SyntaxError("there is no user: write lines name:role:hash");
  return [...users.values()];
}

function readUser(line: string, number: number): User {
  const [name, role, hash, ...more] = line.split(":");
  const wrong = (what: string) => new SyntaxError(`line ${number}: ${what}; write name:role:hash`);
  if (!name || hash === undefined || more.length > 0) throw wrong("this is no user");
  if (!isRole(role)) throw wrong(`${JSON.stringify(role)} is no role, viewer and admin are`);
  if (hash !== "" && !isPasswordHash(hash)) throw wrong("the hash is not one that hash-password printed");
  return { name, role, hash };
}
