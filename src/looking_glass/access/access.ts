import { readAuthorization } from "./_authorization.ts";
import { canonicalAddress } from "./addresses.ts";
import { cookieOf } from "./cookies.ts";
import { KeyedDigest } from "../../wire/keyed_digest.ts";
import { LoginLimiter, type LoginLimits } from "./login_limiter.ts";
import { PasswordCheck } from "./password_check.ts";
import { readSession, SESSION_COOKIE, signSession } from "./session.ts";
import type { Token } from "./token_file.ts";
import type { User } from "./users_file.ts";
import type { Peer, Visitor } from "./visitor.ts";

/** A proxy that has found out who somebody is. */
export interface TrustedProxy {
  /** The header in which it says so: `X-Remote-User`. It has to take away what clients send in it. */
  readonly header: string;
  /** Addresses from which the header is believed. */
  readonly addresses: readonly string[];
}

/** Who is let in. Without any of the first three everybody is. */
export interface AccessInit {
  /** Secrets, as bearer tokens or typed into the page for logging in. */
  readonly tokens?: readonly Token[];
  /** Names and passwords, as basic authentication or typed in. */
  readonly users?: readonly User[];
  /** A proxy for single sign-on; who it names has the role that `users` gives, `viewer` otherwise. */
  readonly proxy?: TrustedProxy;
  /** Limits of failed attempts. */
  readonly limits?: LoginLimits;
  /** Milliseconds since 1970-01-01 UTC. Default: `Date.now`. */
  readonly now?: () => number;
}

/** What came of a look at who somebody is: a visitor, nobody that is known, or an address that has to wait so many seconds. */
export type Identified = Visitor | { readonly refused: "unknown" | "wrong" } | { readonly waitSeconds: number };

/** Who everybody is where nobody is asked. */
const ANYBODY: Visitor = { name: "anybody", role: "admin" };
/** What is read of a name or secret: longer ones are wrong. */
const LONGEST = 512;

/**
 * Finds out who visitors are: by a session's cookie, a bearer token, basic authentication or a trusted proxy.
 *
 * @example
 * ```ts
 * import { Access } from "@dhcpkit/kafka/looking-glass";
 * import { assertEquals } from "@std/assert";
 *
 * const access = new Access({ tokens: [{ name: "noc", role: "viewer", secret: "5f1d6d1b0d7b4d1f" }] });
 * const request = new Request("http://[::1]/", { headers: { authorization: "Bearer 5f1d6d1b0d7b4d1f" } });
 * assertEquals(await access.identify(request, { address: "::1" }), { name: "noc", role: "viewer" });
 * ```
 */
export class Access {
  /** Whether everybody is let in. */
  readonly isOpen: boolean;
  /** Whether there are tokens to log in with. */
  readonly takesTokens: boolean;
  /** Whether there are names and passwords to log in with. */
  readonly takesPasswords: boolean;
  readonly #tokens: readonly Token[];
  readonly #users: ReadonlyMap<string, User>;
  readonly #proxy: TrustedProxy | undefined;
  readonly #proxyAddresses: ReadonlySet<string>;
  readonly #limiter: LoginLimiter;
  readonly #digest = new KeyedDigest();
  readonly #passwords: PasswordCheck;
  readonly #now: () => number;

  /** Lets in whom `init` names. */
  constructor({ tokens = [], users = [], proxy, limits, now = Date.now }: AccessInit = {}) {
    this.#tokens = tokens;
    this.#users = new Map(users.map((user) => [user.name, user]));
    this.#proxy = proxy;
    this.#proxyAddresses = new Set(proxy?.addresses.map(canonicalAddress));
    this.#limiter = new LoginLimiter(limits);
    this.#passwords = new PasswordCheck({ digest: this.#digest, now });
    this.#now = now;
    this.takesTokens = tokens.length > 0;
    this.takesPasswords = users.some(({ hash }) => hash !== "");
    this.isOpen = !this.takesTokens && users.length === 0 && proxy === undefined;
  }

  /** Who sent a request. */
  async identify(request: Request, peer: Peer): Promise<Identified> {
    if (this.isOpen) return ANYBODY;
    const cookie = cookieOf(request, SESSION_COOKIE);
    const known = this.#namedByProxy(request, peer) ??
      (cookie === undefined ? undefined : await readSession(cookie, this.#digest, this.#now()));
    if (known !== undefined) return known;
    const claim = readAuthorization(request), address = this.origin(request, peer);
    if (claim === undefined) return { refused: "unknown" };
    if (claim.scheme === "bearer") return await this.logIn({ name: "", secret: claim.secret }, address);
    return claim.name === "" ? await this.#checked(() => undefined, address) : await this.logIn(claim, address);
  }

  /** Who logs in with a token (no name) or a name and a password. */
  async logIn({ name, secret }: { name: string; secret: string }, address: string | undefined): Promise<Identified> {
    return await this.#checked(() => {
      if (name.length > LONGEST || secret.length > LONGEST) return undefined;
      return name === "" ? this.#byToken(secret) : this.#passwords.visitor(this.#users.get(name), name, secret);
    }, address);
  }

  /** The value of a cookie for a visitor who logged in. */
  async session(visitor: Visitor): Promise<string> {
    return await signSession(visitor, this.#digest, this.#now());
  }

  /** Whether whatever comes from there is believed to come from a trusted proxy. */
  trusts({ address }: Peer): boolean {
    return address !== undefined && this.#proxyAddresses.has(canonicalAddress(address));
  }

  /** The address that a request comes from: what a trusted proxy says, or the other end of the connection. */
  origin(request: Request, peer: Peer): string | undefined {
    const told = this.trusts(peer) ? request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined;
    return told || peer.address;
  }

  /** Whether a request came through TLS, as far as can be told: a trusted proxy says so. */
  isSecure(request: Request, peer: Peer): boolean {
    if (request.url.startsWith("https:")) return true;
    return this.trusts(peer) && request.headers.get("x-forwarded-proto") === "https";
  }

  #namedByProxy(request: Request, peer: Peer): Visitor | undefined {
    if (this.#proxy === undefined || !this.trusts(peer)) return undefined;
    const name = request.headers.get(this.#proxy.header)?.trim() ?? "";
    if (name === "" || name.length > LONGEST || /\p{C}/u.test(name)) return undefined;
    return { name, role: this.#users.get(name)?.role ?? "viewer" };
  }

  /** What a check finds, unless the address has to wait; what it does not find counts. */
  async #checked(
    check: () => Promise<Visitor | "busy" | undefined> | undefined,
    address: string | undefined,
  ): Promise<Identified> {
    const found = await this.#limiter.attempt(address, async () => await check());
    return found === "busy" ? { waitSeconds: 1 } : found ?? { refused: "wrong" };
  }

  /** Looks at all tokens, so that the time does not tell which one was nearly right. */
  async #byToken(secret: string): Promise<Visitor | undefined> {
    const matches = await Promise.all(this.#tokens.map((token) => this.#digest.same(token.secret, secret)));
    const token = this.#tokens[matches.indexOf(true)];
    return token && { name: token.name, role: token.role };
  }
}
