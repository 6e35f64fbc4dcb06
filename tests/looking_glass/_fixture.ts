import {
  Access,
  type AccessInit,
  type LookingGlass,
  lookingGlass,
  type LookingGlassInit,
} from "@dhcpkit/kafka/looking-glass";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import type { NewTransaction, TransactionReader, TransactionStore } from "@dhcpkit/kafka/store";
import { batch, bytes, client, leasing, SECOND, T0, transaction } from "../store/_transactions.ts";
import { storedFindings } from "./_findings.ts";
import { address, ia, iaPd, packet, prefix, relayed, status } from "../store/_packets.ts";

/** When the visitors of the tests look, in milliseconds: a minute after the first transaction. */
export const NOW: number = T0 / 1000 + 60_000;

/** What no page may pass on as it is. */
export const SCRIPT = "<script>alert(1)</script>", ATTRIBUTE = `"><img src=x onerror=alert(1)>`;
/** Text that shows backwards what follows, and characters that are not seen. */
export const UNSEEN = "safe\u202egnp.exe\u0007\u200b";

/** A client whose every text is an attack. */
export const HOSTILE: NewTransaction = transaction(4, {
  server: SCRIPT,
  client: { duid: bytes("hostile"), interfaceId: bytes(SCRIPT), remoteId: bytes(`\0\0\0\x09${ATTRIBUTE}`) },
  hostName: `${ATTRIBUTE}${UNSEEN}`,
  vendorClass: `872:${SCRIPT}`,
  outcome: "refused",
  reason: `NoPrefixAvail: ${SCRIPT}${UNSEEN}`,
});

/** A life of a few transactions: a client that gets an address and a prefix, renews, and is refused; an unanswered one; a hostile one. */
export const TRANSACTIONS: readonly NewTransaction[] = [
  leasing(1, "2001:db8::1", {
    client: "a",
    requestType: 3,
    hostName: "cpe-1",
    macAddress: "02:00:5e:00:00:01",
    ...packets("Request"),
  }),
  leasing(2, "2001:db8:1000::/56", {
    client: "b",
    requestType: 5,
    server: "dhcp02",
    request: relayed("RelayForward", 2, packet("Renew", iaPd(prefix("2001:db8:1000::/56", 3600)))),
  }),
  transaction(3, {
    client: "c",
    requestType: 1,
    responseType: 0,
    outcome: "unanswered",
    response: undefined,
    request: packet("Solicit", ia()),
  }),
  HOSTILE,
  transaction(5, {
    client: "b",
    server: "dhcp02",
    requestType: 5,
    outcome: "refused",
    reason: "NoBinding: never heard of it",
    response: packet("Reply", status(3, "never heard of it")),
  }),
];

function packets(type: "Request" | "Renew") {
  const options = ia(address("2001:db8::1", 3600));
  return { request: packet(type, options), response: packet("Reply", options) };
}

/** Writes the transactions, a record that is none, a hole in the log, and findings. */
export async function fill(store: TransactionStore): Promise<void> {
  const place = { topic: "dhcpkit.messages", partition: 0, offset: 6n };
  const quarantined = [{
    place,
    recordedAt: T0 + 6 * SECOND,
    reason: `a message of type 60: ${SCRIPT}`,
    key: undefined,
    value: bytes("<b>no transaction"),
  }];
  const gap = { topic: "dhcpkit.messages", partition: 1, fromOffset: 3n, toOffset: 8n, from: T0 - SECOND, to: T0 };
  await store.write(batch(TRANSACTIONS, { quarantined, gaps: [gap] }));
  await store.writeFindings(storedFindings(TRANSACTIONS, HOSTILE.client));
}

/** What a test says of a looking glass. */
export interface GlassInit extends Omit<Partial<LookingGlassInit>, "access"> {
  readonly access?: AccessInit;
}

/** A looking glass on a store in memory, in UTC, a minute after the first transaction. */
export async function withGlass(
  fn: (glass: TestGlass, store: TransactionStore) => Promise<void>,
  init: GlassInit = {},
): Promise<void> {
  await using store = await sqliteStore(":memory:");
  await fill(store);
  await using glass = glassOn(store, init);
  await fn(glass, store);
}

/** A looking glass on a store. What goes wrong inside is thrown when it is closed. */
export function glassOn(reader: TransactionReader, { access, ...init }: GlassInit = {}): TestGlass {
  return new TestGlass(lookingGlass({
    ...{ reader, now: () => NOW, timeZone: "UTC" },
    ...(access === undefined ? {} : { access: new Access({ now: () => NOW, ...access }) }),
    ...init,
  }));
}

/** Asks a looking glass for pages without a socket. */
export class TestGlass implements AsyncDisposable {
  constructor(readonly glass: LookingGlass) {}

  /** Sends a request from an address. */
  async send(path: string, init: RequestInit = {}, from = "127.0.0.1"): Promise<Response> {
    const remoteAddr = { transport: "tcp", hostname: from, port: 50_000 } as const;
    return await this.glass.fetch(new Request(`http://localhost:8547${path}`, init), { remoteAddr });
  }

  /** A page as people see it. */
  async html(path: string, headers: Record<string, string> = {}): Promise<string> {
    return await (await this.send(path, { headers: { accept: "text/html", ...headers } })).text();
  }

  /** A page for programs. */
  // deno-lint-ignore no-explicit-any
  async json(path: string): Promise<any> {
    return await (await this.send(path, { headers: { accept: "application/json" } })).json();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.glass.close();
  }
}

/** All rows of a list in JSON, part after part. */
export async function allParts<Row = Record<string, unknown>>(
  glass: TestGlass,
  path: string,
  name: string,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let next: string | null = path; next !== null;) {
    const part: Record<string, unknown> = await glass.json(next);
    rows.push(...part[name] as Row[]);
    next = part["next"] as string | null;
  }
  return rows;
}

/** How many rows CSV has below its first line. */
export async function csvRows(glass: TestGlass, path: string): Promise<number> {
  const lines = (await (await glass.send(path)).text()).split("\r\n");
  return Math.max(lines.filter((line) => line.trim() !== "").length - 1, 0);
}

/** The text of a page without its tags. */
export function textOf(html: string): string {
  const entities: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#39;": "'" };
  return html.replace(/<(wbr|\/?(a|b|code|span|time)( [^>]*)?)>/g, "").replace(/<[^>]*>/g, " ").replace(
    /&(lt|gt|amp|quot|#39);/g,
    (entity) => entities[entity],
  ).replace(
    /\s+/g,
    " ",
  ).trim();
}

export { bytes, client, T0 };
