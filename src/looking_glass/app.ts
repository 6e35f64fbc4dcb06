import { Hono } from "hono";
import type { TransactionReader } from "../store/mod.ts";
import { Access } from "./access/access.ts";
import { isLoopback } from "./access/addresses.ts";
import { type AuditLog, MemoryAudit } from "./access/audit.ts";
import { cookieOf, setCookie } from "./access/cookies.ts";
import { checkRequest, loopbackHosts } from "./access/request_check.ts";
import type { Peer, Visitor } from "./access/visitor.ts";
import { Assets } from "./frame/assets.ts";
import { Exports } from "./frame/exports.ts";
import { type Form, splitForm } from "./frame/form.ts";
import { listLookUp, type LookUp } from "./frame/look_up.ts";
import { pageAnswer } from "./frame/page_answer.ts";
import { type Problem, problemAnswer } from "./frame/problem_page.ts";
import type { View } from "./frame/view.ts";
import { LiveHub } from "./live/live_hub.ts";
import type { LiveFeed } from "./live/live_feed.ts";
import { liveAnswer } from "./live/live_answer.ts";
import { allPages } from "./pages/_all_pages.ts";
import { LoginPages } from "./pages/login.ts";
import { timesIn } from "./present/times.ts";
import type { Vendors } from "../collector/vendor.ts";

/** What a {@linkcode lookingGlass} is made of. */
export interface LookingGlassInit {
  /** Where pages look things up: best a handle that cannot write. */
  readonly reader: TransactionReader;
  /** Who is let in. Default: everybody, by the names of this machine only (see `hosts`). */
  readonly access?: Access;
  /**
   * Names that it may be asked for by. Default: `localhost` and the loopback addresses where everybody is let in, and for what comes from a
   * trusted proxy on this machine; any otherwise.
   */
  readonly hosts?: readonly string[];
  /** What is new, for the live page. Default: there is nothing live. */
  readonly live?: LiveFeed;
  /** Where look-ups are written down. Default: the last thousand, in memory. */
  readonly audit?: AuditLog;
  /** IANA name of the zone that times are in. Default: that of the machine. */
  readonly timeZone?: string;
  /** Names the makers of devices with a MAC address: `loadVendors`. Default: nobody does. */
  readonly vendors?: Vendors;
  /** Milliseconds since 1970-01-01 UTC. Default: `Date.now`. */
  readonly now?: () => number;
  /** Milliseconds that a page, or the beginning of a list, may take, and a form that is sent. Default: 10,000. */
  readonly timeLimitMs?: number;
  /** Told of what went wrong inside, for a request or for the live page; visitors are not. */
  readonly failed?: (error: unknown, request?: Request) => void;
}

/** The looking glass as a function from requests to responses. */
export interface LookingGlass extends AsyncDisposable {
  /** Who is let in. */
  readonly access: Access;
  /** Answers a request, as `Deno.serve` hands it over. Never rejects. */
  fetch(request: Request, info?: { readonly remoteAddr: Deno.Addr }): Promise<Response>;
  /** Ends what is live. Requests that come later are told so. */
  close(): Promise<void>;
}

/** What one request is answered with; Hono hands it to the page. */
interface Bindings {
  readonly form: Form | undefined;
  readonly view: View;
}

/**
 * The dashboard: pages that are made here and work without JavaScript, in HTML and JSON, lists in CSV and NDJSON as well.
 *
 * It opens no socket: {@linkcode serveLookingGlass} does, or anything that takes a function from requests to responses.
 *
 * @example
 * ```ts
 * import { lookingGlass } from "@dhcpkit/kafka/looking-glass";
 * import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
 * import { assertEquals } from "@std/assert";
 *
 * await using store = await sqliteStore(":memory:");
 * await using glass = lookingGlass({ reader: store });
 * const response = await glass.fetch(new Request("http://localhost/servers.json"));
 * assertEquals((await response.json()).servers, []);
 * ```
 */
export function lookingGlass(init: LookingGlassInit): LookingGlass {
  const { access = new Access(), now = Date.now, failed = () => {}, audit = new MemoryAudit() } = init;
  const believesHere = (peer: Peer) => access.isOpen || (access.trusts(peer) && isLoopback(peer.address ?? ""));
  const zones = { local: timesIn(init.timeZone), utc: timesIn("UTC") }, assets = new Assets();
  const hub = init.live && new LiveHub({ feed: init.live, zones, vendors: init.vendors, now, failed });
  const timeLimitMs = init.timeLimitMs ?? 10_000, exports = new Exports();
  const logins = new LoginPages({ access, assets, audit, now, timeLimitMs });
  const router = new Hono<{ Bindings: Bindings }>({
    getPath: (request) => splitForm(new URL(request.url).pathname).path,
  });

  const noteFor = ({ visitor }: View) => (lookUp: LookUp) =>
    audit.write({ at: now() * 1000, who: visitor.name, ...lookUp });
  for (const page of allPages) {
    router.on(page.takesForms ? ["GET", "POST"] : ["GET"], page.path, ({ req, env: { form, view } }) => {
      const context = {
        ...view,
        request: req.raw,
        reader: init.reader,
        auditLog: audit,
        isLive: hub !== undefined,
        params: req.param(),
        query: view.url.searchParams,
      };
      return pageAnswer(req.raw, page, context, { form, assets, failed, note: noteFor(view), timeLimitMs, exports });
    });
  }
  router.get("/live/events", ({ req, env: { view } }) => {
    if (hub !== undefined) noteFor(view)(listLookUp("live", view.url.searchParams));
    return liveAnswer(req.raw, hub, view, access.isOpen ? undefined : view.visitor.name);
  });
  router.notFound(({ req, env: { form, view } }) => {
    const hint =
      "The box above finds clients by what you know of them; the names beside it are all the pages there are.";
    return problemAnswer(req.raw, { status: 404, message: `There is no page ${view.path}.`, hint }, {
      form,
      view,
      assets,
    });
  });

  const viewOf = (request: Request, visitor: Visitor): View => {
    const url = new URL(request.url), zone = url.searchParams.get("zone") ?? cookieOf(request, ZONE_COOKIE);
    const canLogOut = access.takesTokens || access.takesPasswords;
    return {
      ...{ times: zone === "utc" ? zones.utc : zones.local, localZone: zones.local.timeZone, now: now() * 1000 },
      ...{ visitor, canLogOut, url, path: splitForm(url.pathname).path, vendors: init.vendors },
    };
  };

  const respond = async (request: Request, peer: Peer): Promise<Response> => {
    const { path, form } = splitForm(new URL(request.url).pathname), bare = { form, view: undefined, assets };
    const hosts = init.hosts ?? (believesHere(peer) ? loopbackHosts() : undefined);
    const refusal = checkRequest(request, { hosts });
    if (refusal) return await problemAnswer(request, refusal, bare);
    const open = assets.answer(request, path) ?? await logins.answer(request, path, peer);
    if (open) return open;
    const isTaken = request.method !== "POST" || allPages.some((page) => page.takesForms && page.path === path);
    if (!isTaken) return await problemAnswer(request, POST_PROBLEM, bare);
    const identified = await access.identify(request, peer);
    if (!("role" in identified)) return await logins.refuse(request, identified, { form, peer });
    const view = viewOf(request, identified);
    return withZone(request, await router.fetch(request, { form, view }), access.isSecure(request, peer));
  };

  return {
    access,
    async fetch(request, info) {
      const address = info && "hostname" in info.remoteAddr ? info.remoteAddr.hostname : undefined;
      try {
        return await respond(request, { address });
      } catch (error) {
        failed(error, request);
        return new Response("Something went wrong here. It is in the log.\n", { status: 500 });
      }
    },
    close: () => Promise.resolve(hub?.close()),
    [Symbol.asyncDispose]: () => Promise.resolve(hub?.close()),
  };
}

const ZONE_COOKIE = "dhcpkit_zone", YEAR_SECONDS = 365 * 86_400;
const POST_PROBLEM: Problem = {
  status: 405,
  message: "Pages are read with GET; only logging in and out, and what is to be decoded, is a POST.",
  headers: { allow: "GET, HEAD" },
};

/** Has the browser remember the zone that was asked for. */
function withZone(request: Request, response: Response, isSecure: boolean): Response {
  const zone = new URL(request.url).searchParams.get("zone");
  if (zone !== "utc" && zone !== "local") return response;
  response.headers.append("set-cookie", setCookie(ZONE_COOKIE, zone, { maxAge: YEAR_SECONDS, isSecure }));
  return response;
}
