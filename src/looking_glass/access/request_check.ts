import { canonicalAddress, isLoopback } from "./addresses.ts";

/** Why a request is not answered, with the status that says so. */
export interface Refusal {
  /** HTTP status. */
  readonly status: number;
  /** For people: what is wrong and what to do. */
  readonly message: string;
}

/** What requests may be like. */
export interface RequestLimits {
  /** Names by which this may be asked for; `undefined` for any. */
  readonly hosts: readonly string[] | undefined;
}

/** Longer addresses are refused. */
const LONGEST_URL = 4096;

/**
 * Looks at a request before anything is done for it: its method, the length of its address, the host that it names, and where a POST
 * comes from.
 */
export function checkRequest(request: Request, { hosts }: RequestLimits): Refusal | undefined {
  const { method, url } = request;
  if (url.length > LONGEST_URL) return { status: 414, message: "This address is too long." };
  if (!["GET", "HEAD", "POST"].includes(method)) {
    return {
      status: 405,
      message: "Pages are read with GET; only logging in and out, and what is to be decoded, is a POST.",
    };
  }
  if (hosts !== undefined && !hosts.some((host) => sameHost(host, request))) {
    const message = "This was asked for by a name that is not its own. Use the address that was printed when it " +
      "started, or start it with --allow-host and the name.";
    return { status: 421, message };
  }
  if (method === "POST" && !isFromHere(request)) {
    return { status: 403, message: "This form was sent from another site. Open the page here and send it again." };
  }
  return undefined;
}

/**
 * The names that a service may be asked for by where it believes this machine: it asks nobody who they are, or whoever connects from here
 * can say so in a header. A page of another site can have its own name point to 127.0.0.1 (DNS rebinding); the browser then lets it send
 * any header and read whatever is there, but sends its name.
 */
export function loopbackHosts(): readonly string[] {
  return ["localhost", "127.0.0.1", "::1"];
}

function sameHost(host: string, request: Request): boolean {
  const asked = hostOf(request);
  return asked === canonicalAddress(host) || (isLoopback(host) && isLoopback(asked));
}

/** The name that was asked for, without port. */
function hostOf(request: Request): string {
  const header = request.headers.get("host") ?? new URL(request.url).host;
  return canonicalAddress(header.replace(/:\d+$/, ""));
}

/** Browsers say where a form comes from, in one header or the other; what says nothing is no browser. */
function isFromHere(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site"), origin = request.headers.get("origin");
  if (site !== null && site !== "same-origin" && site !== "none") return false;
  if (origin === null) return true;
  if (!URL.canParse(origin)) return false;
  return new URL(origin).host === (request.headers.get("host") ?? new URL(request.url).host);
}
