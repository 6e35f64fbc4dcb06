import { isObject } from "./_concatenated_json.ts";

/** What a bridge was asked for, for the sake of the message. */
export interface BridgeTarget {
  /** The bridge's address, without secrets. */
  readonly where: string;
  /** The topic. */
  readonly topic: string;
  /** The API that it was asked in. */
  readonly dialect: string;
}

/** An answer other than 2xx, in the words of an operator. `said` is what the bridge had to say, or empty. */
export function describeStatus(status: number, said: string, target: BridgeTarget): string {
  const { where, topic, dialect } = target, because = said === "" ? "" : `: ${said}`;
  switch (status) {
    case 400:
    case 422:
      return `${where} finds the request invalid (${status})${because}; ` +
        `check its version, and that its API is ${dialect}`;
    case 401:
      return `${where} does not accept who this is (401)${because}; check the authorization, a token may have run out`;
    case 403:
      return `${where} does not allow writing to the topic ${topic} (403)${because}; allow it there or on the brokers`;
    case 404:
      return `${where} knows neither the topic ${topic} nor perhaps this API (404)${because}; ` +
        `create the topic, or check the url and that the API is ${dialect}`;
    case 405:
    case 406:
    case 415:
      return `${where} does not speak the API ${dialect} (${status})${because}; check the url and the dialect`;
    case 408:
      return `${where} took too long (408)${because}; look at its log and its brokers`;
    case 413:
      return `${where} finds the request too large (413)${because}; raise its limit, or that of a proxy before it`;
    case 429:
      return `${where} has too many requests (429)${because}; raise its quota, or the linger time`;
  }
  if (status === 0) return `${where} redirects to somewhere else; set the url to where the bridge is`;
  if (status >= 500) return `${where} cannot deliver (${status})${because}; look at its log and its brokers`;
  return `${where} answers ${status}${because}; check the url and that its API is ${dialect}`;
}

/** What went wrong between here and the bridge, in the words of an operator. */
export function describeConnection(error: unknown, where: string): string {
  const chain = errorChain(error);
  const denied = chain.find(({ name }) => name === "NotCapable" || name === "PermissionDenied");
  if (denied) return oneLine(denied.message);
  // Deno repeats the url, which may hold any of these words.
  const said = chain.map(({ message, code }) => `${message} ${code ?? ""}`).join().replace(/https?:\/\/[^\s)]*/g, "");
  if (/refused/i.test(said)) return `nobody listens at ${where}: connection refused`;
  if (/ENOTFOUND|EAI_AGAIN|dns error/.test(said)) return `the host of ${where} cannot be resolved; check the url`;
  if (/InvalidContentType|WRONG_VERSION_NUMBER/.test(said)) return `${where} does not speak TLS; check the url`;
  if (/invalid HTTP version|HPE_/.test(said)) return `${where} does not speak HTTP, or wants https; check the url`;
  if (/certificate|_CERT|\bTLS\b|\bSSL\b/i.test(said)) {
    return `the certificate of ${where} is not trusted; ` +
      `let this runtime trust the authority behind it, or check the url`;
  }
  return `the connection to ${where} broke before the answer was complete; what it has not confirmed is sent again`;
}

/** The error and what it was caused by, the outermost first. */
function errorChain(error: unknown): (Error & { readonly code?: string })[] {
  const chain: Error[] = [];
  for (let at = error; at instanceof Error && !chain.includes(at); at = at.cause) chain.push(at);
  return chain;
}

/** What an answer says, in one line: the message of an error in JSON, otherwise the text of a page without its tags. */
export function shortText(body: string): string {
  return oneLine(errorText(body) ?? body.replace(/<(style|script|head)\b[\s\S]*?<\/\1>|<[^>]*>/gi, " "));
}

function errorText(body: string): string | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return isObject(json) ? errorMessage(json) : undefined;
  } catch {
    return undefined;
  }
}

/** The text of an error in JSON, whichever of the bridges' names it has. */
export function errorMessage(json: Record<string, unknown>): string | undefined {
  const text = [json.message, json.error].find((it) => typeof it === "string" && it !== "");
  return text === undefined ? undefined : String(text);
}

/** At most 160 characters in one line. */
export function oneLine(text: string): string {
  // deno-lint-ignore no-control-regex
  const line = text.replace(/[\s\x00-\x1f\x7f]+/g, " ").trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
