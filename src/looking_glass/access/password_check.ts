import { encodeBase64Url } from "./_base64.ts";
import type { KeyedDigest } from "../../wire/keyed_digest.ts";
import { isPassword, NOBODYS_HASH } from "./password_hash.ts";
import type { User } from "./users_file.ts";
import type { Visitor } from "./visitor.ts";

/** How long a password that was right is not hashed again: programs send it with each request. */
const REMEMBERED_MS = 300_000, MOST_REMEMBERED = 1000;
/** Hashes that are made at the same time: each takes a core for some tenths of a second. */
const MOST_AT_ONCE = 2, MOST_WAITING = 20;

/** Checks passwords, a few at a time, and remembers for a while which were right: not the passwords, but keyed digests of them. */
export class PasswordCheck {
  readonly #digest: KeyedDigest;
  readonly #now: () => number;
  readonly #right = new Map<string, number>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** `now` in milliseconds since 1970-01-01 UTC. */
  constructor({ digest, now }: { digest: KeyedDigest; now: () => number }) {
    this.#digest = digest;
    this.#now = now;
  }

  /** Who has this name and password; `undefined` when nobody has, `busy` when too many are being checked. */
  async visitor(user: User | undefined, name: string, password: string): Promise<Visitor | undefined | "busy"> {
    const key = encodeBase64Url(await this.#digest.of(JSON.stringify([name, password])));
    const visitor = user && { name: user.name, role: user.role };
    if ((this.#right.get(key) ?? 0) > this.#now()) return visitor;
    if (this.#waiting.length >= MOST_WAITING) return "busy";
    const isRight = await this.#inTurn(() => isPassword(password, user?.hash || NOBODYS_HASH));
    if (!isRight || visitor === undefined || user?.hash === "") return undefined;
    this.#remember(key);
    return visitor;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= MOST_AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }

  #remember(key: string): void {
    this.#right.delete(key);
    this.#right.set(key, this.#now() + REMEMBERED_MS);
    if (this.#right.size > MOST_REMEMBERED) this.#right.delete(this.#right.keys().next().value!);
  }
}
