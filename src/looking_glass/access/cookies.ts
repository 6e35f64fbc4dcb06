/** The value of a cookie of a request; `undefined` without one. Of several with one name the first counts, as servers take it. */
export function cookieOf(request: Request, name: string): string | undefined {
  for (const part of (request.headers.get("cookie") ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

/** How long a cookie lasts, and whether scripts of pages see it: none of these is seen by them. */
export interface CookieInit {
  /** Seconds; 0 ends it. */
  readonly maxAge: number;
  /** Whether browsers send it through TLS alone. */
  readonly isSecure: boolean;
}

/** A `Set-Cookie` header: for this site alone, never sent along with requests from others. `value` has no `;` and no space in it. */
export function setCookie(name: string, value: string, { maxAge, isSecure }: CookieInit): string {
  return `${name}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${isSecure ? "; Secure" : ""}`;
}
