import type { StoredServer } from "../../store/mod.ts";
import { ago, table, toned } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import type { View } from "../frame/view.ts";
import { durationText } from "../present/duration.ts";
import { countText, rateText, shareText } from "../present/quantity.ts";
import { knownPart, type KnownTime } from "./_known_time.ts";
import { serverLink } from "./_links.ts";
import { secondsSince, type Span } from "./_span.ts";
import { countLink, slowerLink } from "./_transaction_path.ts";
import type { TrafficFigures } from "./_traffic_series.ts";

/** A server with what is told of it in numbers. */
export interface ServerRow {
  readonly server: StoredServer;
  readonly figures: TrafficFigures;
  /** About how many different clients it had. */
  readonly clients: number;
}

/** Servers as rows: how much each is asked, how fast it answers, and how often it does not. */
export function serverTable(rows: readonly ServerRow[], span: Span, known: KnownTime, view: View): Html {
  const columns = [
    { head: "Server" },
    { head: "Requests", isNumber: true },
    { head: "Half in", isNumber: true, isWide: true },
    { head: "99 % in", isNumber: true },
    { head: "Not answered", isNumber: true },
    { head: "Refused", isNumber: true, isWide: true },
    { head: "Clients", isNumber: true, isWide: true },
    { head: "Last seen" },
  ];
  return table(
    "Servers",
    columns,
    rows.map(({ server, figures: { requests, unanswered, refused, p50, p99 }, clients }) => {
      const { id, name, lastSeen } = server, counted = { server: id, from: span.from, to: span.to };
      const share = (outcome: "unanswered" | "refused", part: number) =>
        countLink({ ...counted, outcome }, part, shareText(part, requests));
      return [
        serverLink(id, name),
        countLink(counted, requests, rateText(requests / secondsOf(server, span, known, view))),
        slowerLink(counted, p50, durationText(p50)),
        slowerLink(counted, p99, durationText(p99)),
        toned(unanswered > requests / 20 ? "degraded" : "fine", share("unanswered", unanswered)),
        share("refused", refused),
        h`${countText(clients)}`,
        ago(lastSeen, view),
      ];
    }),
  );
}

/** The seconds of a stretch in which a server, or any of several, could be counted. */
export function secondsOf(
  { firstSeen }: Pick<StoredServer, "firstSeen">,
  span: Span,
  known: KnownTime,
  view: View,
): number {
  const { from, to } = knownPart(known, { from: Math.max(span.from, firstSeen), to: Math.min(span.to, view.now) });
  return secondsSince(from, span, to);
}
