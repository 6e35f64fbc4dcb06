import type { ReadableMetrics } from "./metrics_registry.ts";
import type { Verdict } from "./verdict.ts";

/** What a {@linkcode healthServer} is made of. */
export interface HealthServerInit {
  /** Address to listen on: what is asked for here is for everybody who can reach it. Default: `127.0.0.1`. */
  readonly hostname?: string;
  /** Port to listen on; 0 for one that is free. */
  readonly port: number;
  /** Answers `/readyz`: whether the service does its work. Default: it does. */
  readonly ready?: () => Verdict | Promise<Verdict>;
  /** Answers `/healthz`: whether the process is worth keeping. Default: it is, if it can answer. */
  readonly live?: () => Verdict | Promise<Verdict>;
  /** Answers `/metrics`. */
  readonly registry: ReadableMetrics;
}

/** A running {@linkcode healthServer}. */
export interface HealthServer extends AsyncDisposable {
  /** Address and port as in a URL: `http://127.0.0.1:9547`. */
  readonly url: string;
  /** The port that it has. */
  readonly port: number;
  /** Stops listening; requests that are under way have a second to end. */
  close(): Promise<void>;
}

const FINE: Verdict = { ok: true, problems: [] };
/** How long requests that are under way may hold up closing. */
const CLOSE_DEADLINE_MS = 1000;

/**
 * Serves `/metrics` for Prometheus, and `/healthz` and `/readyz` for whoever starts and stops services: status 200 or 503 with
 * `{"ok":…,"problems":[…]}`.
 *
 * Listens when it returns. Throws `Deno.errors.AddrInUse`, `AddrNotAvailable` or `NotCapable` when it cannot; needs
 * `--allow-net` for the address and port.
 *
 * @example
 * ```ts
 * import { healthServer, newRegistry } from "@dhcpkit/kafka/metrics";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = healthServer({ port: 0, registry: newRegistry() });
 * const response = await fetch(`${server.url}/readyz`);
 * assertEquals([response.status, await response.json()], [200, { ok: true, problems: [] }]);
 * ```
 */
export function healthServer(init: HealthServerInit): HealthServer {
  const { hostname = "127.0.0.1", port } = init, lastCall = Promise.withResolvers<Response>();
  const server = Deno.serve({
    ...{ hostname, port },
    handler: (request) => Promise.race([answer(request, init), lastCall.promise.then((response) => response.clone())]),
    onListen: () => {},
  });
  const { addr } = server;
  let closing: Promise<void> | undefined;
  const close = () => closing ??= shutDown(server, () => lastCall.resolve(text(503, "This is being closed.\n")));
  return {
    url: `http://${addr.hostname.includes(":") ? `[${addr.hostname}]` : addr.hostname}:${addr.port}`,
    port: addr.port,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Ends a server: calls `hurry` when requests take too long, and gives up on peers that do not take their answers. */
async function shutDown(server: Deno.HttpServer, hurry: () => void): Promise<void> {
  const hurrying = setTimeout(hurry, CLOSE_DEADLINE_MS);
  let givingUp: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<void>((resolve) => givingUp = setTimeout(resolve, 2 * CLOSE_DEADLINE_MS));
  await Promise.race([server.shutdown(), patience]);
  clearTimeout(hurrying);
  clearTimeout(givingUp);
  server.unref();
}

async function answer({ method, url }: Request, init: HealthServerInit): Promise<Response> {
  const page = pages(init)[new URL(url).pathname];
  if (page === undefined) return text(404, "There are /metrics, /healthz and /readyz.\n");
  if (method !== "GET" && method !== "HEAD") return text(405, "GET and HEAD only.\n", { allow: "GET, HEAD" });
  const response = await page();
  return method === "GET" ? response : new Response(null, response);
}

type Page = () => Promise<Response>;

/** By path; each begins with a slash, so nothing that objects have of their own is one. */
function pages({ registry, ready, live }: HealthServerInit): Readonly<Partial<Record<string, Page>>> {
  return {
    "/metrics": () => metrics(registry),
    "/healthz": () => verdict(live),
    "/readyz": () => verdict(ready),
  };
}

async function metrics(registry: ReadableMetrics): Promise<Response> {
  try {
    return text(200, await registry.metrics(), { "content-type": registry.contentType });
  } catch (error) {
    return text(500, `The metrics could not be read: ${messageOf(error)}\n`);
  }
}

async function verdict(check: HealthServerInit["ready"] = () => FINE): Promise<Response> {
  let verdict: Verdict;
  try {
    verdict = await check();
  } catch (error) {
    verdict = { ok: false, problems: [`this could not be found out: ${messageOf(error)}`] };
  }
  const { ok, problems } = verdict;
  return text(ok ? 200 : 503, `${JSON.stringify({ ok, problems })}\n`, { "content-type": "application/json" });
}

function text(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Response {
  const bytes = new TextEncoder().encode(body);
  return new Response(bytes, {
    status,
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "content-length": String(bytes.length),
      "cache-control": "no-store",
      ...headers,
    },
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
