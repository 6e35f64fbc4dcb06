import type { TransactionReader } from "../../store/mod.ts";
import type { AuditLog } from "../access/audit.ts";
import type { Role } from "../access/visitor.ts";
import type { AssetName } from "./assets.ts";
import type { ExportRow } from "./export.ts";
import type { Html } from "./html.ts";
import type { LookUp } from "./look_up.ts";
import type { View } from "./view.ts";

/** What a page is made from. */
export interface PageContext extends View {
  /** What was asked, for pages that take what is sent with it. */
  readonly request: Request;
  /** Where it looks things up, as long as there is time. */
  readonly reader: TransactionReader;
  /** Aborts when there is no time any more. */
  readonly signal: AbortSignal;
  /** The parts of its path that have names. */
  readonly params: Readonly<Record<string, string>>;
  /** What stands behind the question mark. */
  readonly query: URLSearchParams;
  /** Where look-ups are written down. */
  readonly auditLog: AuditLog;
  /** Whether there is a live page. */
  readonly isLive: boolean;
}

/**
 * A page: what it tells, and how that looks. HTML and JSON come from the same data, so they cannot tell different things. What `load`
 * throws as {@linkcode PageProblem} or {@linkcode Elsewhere} becomes an answer; it has to check what it takes from the address.
 */
export interface Page<Data> {
  /** The path, with names for parts: `/clients/:id{[0-9]+}`. */
  readonly path: string;
  /** Who may see it. Default: everybody who was let in. */
  readonly role?: Role;
  /** Whether forms are sent to it; what it is then answered with is not kept anywhere, and has no address of its own. */
  readonly takesForms?: true;
  /** Scripts that it has besides that of all pages. */
  readonly scripts?: readonly AssetName[];
  /**
   * What is written down of a request before anything is looked up for it, in whatever form; `undefined` where it asks for nobody. Absent
   * where nothing of a client is shown.
   */
  lookUp?(context: PageContext): Promise<LookUp | undefined> | LookUp | undefined;
  /** Looks things up. */
  load(context: PageContext): Promise<Data> | Data;
  /** What JSON says: names in kebab case, times as ISO 8601, bytes as hexadecimal digits. */
  json(data: Data, context: PageContext): unknown;
  /** What the window is called, in a few words. */
  title(data: Data, context: PageContext): string;
  /** HTTP status. Default: 200. */
  status?(data: Data): number;
  /** What people see. */
  view(data: Data, context: PageContext): Html;
  /** All rows of a list, for CSV and NDJSON; absent where there is no list. */
  rows?(context: PageContext): AsyncIterable<ExportRow>;
  /** The packets as a file for Wireshark; absent where there are none. */
  pcap?(data: Data): Uint8Array<ArrayBuffer>;
}

/** Any page: what is in between is its own. */
// deno-lint-ignore no-explicit-any
export type AnyPage = Page<any>;

/** Why there is no page, for people. */
export class PageProblem extends Error {
  /** Always `PageProblem`. */
  override readonly name = "PageProblem";

  /** `status` is that of HTTP, `message` a sentence, `hint` what to do. */
  constructor(readonly status: number, message: string, readonly hint: string = "") {
    super(message);
  }
}

/** The page is at another address of this site. */
export class Elsewhere extends Error {
  /** Always `Elsewhere`. */
  override readonly name = "Elsewhere";

  /** `location` begins with a slash. */
  constructor(readonly location: string) {
    super(location);
  }
}

/** A number of a row, out of a path or parameter. Throws `PageProblem` for what is none. */
export function rowNumber(text: string | undefined): number {
  const number = /^\d{1,15}$/.test(text ?? "") ? Number(text) : 0;
  if (number > 0) return number;
  throw new PageProblem(404, `${JSON.stringify(text ?? "")} is no number of anything here.`);
}
