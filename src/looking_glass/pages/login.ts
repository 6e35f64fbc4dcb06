import type { Access, Identified } from "../access/access.ts";
import { readAuthorization } from "../access/_authorization.ts";
import type { AuditLog } from "../access/audit.ts";
import { setCookie } from "../access/cookies.ts";
import { FailedLogins } from "../access/failed_logins.ts";
import { SESSION_COOKIE, SESSION_SECONDS } from "../access/session.ts";
import type { Peer } from "../access/visitor.ts";
import { answer, redirect } from "../frame/answer.ts";
import type { Assets } from "../frame/assets.ts";
import { type Form, FORM_TYPES, wantedForm } from "../frame/form.ts";
import { h } from "../frame/html.ts";
import { bareLayout } from "../frame/layout.ts";
import { type Problem, problemAnswer } from "../frame/problem_page.ts";
import { readForm } from "./_read_form.ts";

/** What {@linkcode LoginPages} are made of. */
export interface LoginPagesInit {
  readonly access: Access;
  readonly assets: Assets;
  readonly audit: AuditLog;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: () => number;
  /** Milliseconds that a form may take to come in. */
  readonly timeLimitMs: number;
}

/** The pages that nobody has to be known for: logging in and out. */
export class LoginPages {
  readonly #init: LoginPagesInit;
  readonly #failed: FailedLogins;

  /** Answers nothing yet. */
  constructor(init: LoginPagesInit) {
    this.#init = init;
    this.#failed = new FailedLogins(init);
  }

  /** Answers `/login` and `/logout`; `undefined` for other paths. */
  async answer(request: Request, path: string, peer: Peer): Promise<Response | undefined> {
    if (path === "/logout" && request.method === "POST") return this.#logOut(request, peer);
    if (path !== "/login") return undefined;
    if (this.#init.access.isOpen) return redirect("/");
    const next = new URL(request.url).searchParams.get("next") ?? "/";
    return request.method === "POST" ? await this.#logIn(request, peer) : await this.#page(request, { next });
  }

  /** Tells somebody who is not known what to do: browsers are led to the page for logging in, programs get a challenge. */
  async refuse(
    request: Request,
    identified: Identified,
    { form: suffix, peer }: { form: Form | undefined; peer: Peer },
  ): Promise<Response> {
    const { access, assets } = this.#init, form = wantedForm(request.headers.get("accept"), suffix, ["html", "json"]);
    const told = { form: suffix ?? form, view: undefined, assets };
    if ("waitSeconds" in identified) return await problemAnswer(request, waitProblem(identified.waitSeconds), told);
    if ("refused" in identified && identified.refused === "wrong") {
      const claim = readAuthorization(request);
      this.#failed.note(claim?.scheme === "basic" ? claim.name : "", access.origin(request, peer));
    }
    const canLogIn = access.takesTokens || access.takesPasswords;
    const isBrowser = suffix === undefined && request.headers.get("accept")?.includes("text/html") === true;
    const { pathname, search } = new URL(request.url);
    if (isBrowser && canLogIn && "refused" in identified && identified.refused === "unknown") {
      return redirect(`/login?next=${encodeURIComponent(pathname + search)}`);
    }
    const challenges = [
      access.takesTokens ? "Bearer" : "",
      access.takesPasswords ? 'Basic realm="looking glass", charset="UTF-8"' : "",
    ];
    const challenge = challenges.filter((one) => one !== "").join(", ");
    const message = canLogIn
      ? "Whoever asks has to say who it is."
      : "This is reached through its proxy, which says who asks.";
    const headers: Record<string, string> = challenge === "" ? {} : { "www-authenticate": challenge };
    return await problemAnswer(request, { status: 401, message, headers }, told);
  }

  async #logIn(request: Request, peer: Peer): Promise<Response> {
    const { access, audit, assets, now } = this.#init, told = { form: "html", view: undefined, assets } as const;
    const form = await this.#form(request);
    if ("status" in form) return await problemAnswer(request, form, told);
    const name = form.get("name") ?? "", secret = form.get("secret") ?? "", next = form.get("next") ?? "/";
    const address = access.origin(request, peer), identified = await access.logIn({ name, secret }, address);
    if ("waitSeconds" in identified) return await problemAnswer(request, waitProblem(identified.waitSeconds), told);
    if (!("role" in identified)) {
      this.#failed.note(name, address);
      return await this.#page(request, { next, name, isWrong: true });
    }
    audit.write({ at: now() * 1000, who: identified.name, what: "login", detail: address ?? "" });
    const how = { maxAge: SESSION_SECONDS, isSecure: access.isSecure(request, peer) };
    return redirect(ownPath(next), { "set-cookie": setCookie(SESSION_COOKIE, await access.session(identified), how) });
  }

  async #form(request: Request): Promise<URLSearchParams | Problem> {
    const late = new AbortController(), timer = setTimeout(() => late.abort(), this.#init.timeLimitMs);
    try {
      return await readForm(request, late.signal) ?? { status: 413, message: "This form is too large." };
    } catch (error) {
      if (!late.signal.aborted) throw error;
      return { status: 408, message: "This form did not come in to its end.", hint: "Send it again." };
    } finally {
      clearTimeout(timer);
    }
  }

  #logOut(request: Request, peer: Peer): Response {
    const how = { maxAge: 0, isSecure: this.#init.access.isSecure(request, peer) };
    return redirect("/login", { "set-cookie": setCookie(SESSION_COOKIE, "", how) });
  }

  async #page(
    request: Request,
    { next, name = "", isWrong = false }: { next: string; name?: string; isWrong?: boolean },
  ): Promise<Response> {
    const { access, assets } = this.#init, both = access.takesTokens && access.takesPasswords;
    const secretName = both ? "Password, or a token without a name" : access.takesTokens ? "Token" : "Password";
    const body = h`<h1>Looking glass</h1>
<p>Log in to see what the DHCPv6 servers do.</p>
${
      isWrong
        ? h`<p class="tone failing" role="alert"><span aria-hidden="true">●</span> That is not right. After five times you have to wait a minute.</p>`
        : ""
    }
<form method="post" action="/login">
<input type="hidden" name="next" value="${ownPath(next)}">
${
      access.takesPasswords
        ? h`<label>Name <input name="name" value="${name}" autocomplete="username" maxlength="512" autofocus></label>`
        : ""
    }
<label>${secretName} <input name="secret" type="password" autocomplete="current-password" maxlength="512" required></label>
<p><button type="submit">Log in</button></p>
</form>`;
    const text = await bareLayout({ title: "Log in", body, assets });
    return answer(request, text, { status: isWrong ? 401 : 200, type: FORM_TYPES.html, keep: "never" });
  }
}

function waitProblem(seconds: number) {
  const headers = { "retry-after": String(seconds) };
  return { status: 429, message: `There were too many attempts. Try again in ${seconds} s.`, headers };
}

/** A path of this site, whatever was asked for: nobody is led elsewhere behind a log-in. */
function ownPath(text: string): string {
  const isOwn = /^\/(?![/\\])[\x21-\x7e]*$/.test(text) && !/^\/log(in|out)\b/.test(text);
  return isOwn ? text : "/";
}
