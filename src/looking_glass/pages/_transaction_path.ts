import type { Microseconds, Outcome } from "../../store/mod.ts";
import { h, type Html, type HtmlPart } from "../frame/html.ts";
import { isoTime } from "../present/times.ts";

/** What a number counts: transactions for which all of this holds. */
export interface CountedTransactions {
  /** Number of the server. */
  readonly server?: number;
  /** Number of the client. */
  readonly client?: number;
  /** Type of the request; 0 = there was none. */
  readonly request?: number;
  readonly outcome?: Outcome;
  /** Answered, and not before this. */
  readonly slower?: Microseconds;
  readonly from?: Microseconds;
  /** Before this. */
  readonly to?: Microseconds | undefined;
}

/** The list of the transactions that a number counts. */
export function transactionsPath({ server, client, request, outcome, slower, from, to }: CountedTransactions): string {
  const query = new URLSearchParams();
  const put = (name: string, value: string | number | undefined) => {
    if (value !== undefined) query.set(name, String(value));
  };
  put("server", server);
  put("client", client);
  // A type of 0 is no message: what came of it says so.
  put("request", request === 0 ? undefined : request);
  put("outcome", request === 0 ? "no-request" : outcome);
  put("slower", slower && Math.floor(slower / 1000));
  put("from", isoTime(from));
  put("to", isoTime(to));
  return `/transactions${query.size === 0 ? "" : `?${query.toString()}`}`;
}

/** A number that leads to the transactions that it counts, where there are any. */
export function countLink(counted: CountedTransactions, count: number, text: HtmlPart): Html {
  return count === 0 ? h`${text}` : h`<a href="${transactionsPath(counted)}">${text}</a>`;
}

/** A time within which answers came, leading to those that took as long or longer; the list goes by whole milliseconds. */
export function slowerLink(counted: CountedTransactions, time: Microseconds | undefined, text: HtmlPart): Html {
  return time === undefined || time < 1000 ? h`${text}` : countLink({ ...counted, slower: time }, 1, text);
}
