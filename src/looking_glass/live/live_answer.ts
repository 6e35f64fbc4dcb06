import { answer, answerStream } from "../frame/answer.ts";
import type { View } from "../frame/view.ts";
import { PageProblem } from "../frame/page.ts";
import { type LiveFilter, liveFilter } from "./live_filter.ts";
import type { LiveHub } from "./live_hub.ts";

/** Answers with the stream of the live page. `who` has a share of the streams; `undefined` where nobody is told from others. */
export function liveAnswer(
  request: Request,
  hub: LiveHub | undefined,
  { times, localZone, url, visitor }: View,
  who: string | undefined,
): Response {
  if (request.method === "HEAD") return answer(request, "", { type: TYPE, keep: "never" });
  const zone = times.timeZone === "UTC" && localZone !== "UTC" ? "utc" : "local";
  const lastId = Number(request.headers.get("last-event-id") ?? NaN);
  const wanted = filterOf(url);
  if (wanted instanceof PageProblem) return answer(request, `${wanted.message}\n`, { status: wanted.status, ...PLAIN });
  const stream = hub?.subscribe(zone, {
    ...wanted,
    who,
    until: visitor.until,
    ...(Number.isSafeInteger(lastId) ? { lastId } : {}),
  });
  if (stream === undefined) {
    // Browsers do not ask again after this.
    const text = hub === undefined
      ? "There is nothing live here.\n"
      : "Too many look at this already, you in too many windows, or it is being closed.\n";
    return answer(request, text, { status: hub === undefined ? 404 : 503, ...PLAIN });
  }
  return answerStream(request, stream, { type: TYPE, headers: { "x-accel-buffering": "no" } });
}

function filterOf({ searchParams }: URL): { filter: LiveFilter } | PageProblem {
  try {
    return { filter: liveFilter(searchParams) };
  } catch (error) {
    if (error instanceof PageProblem) return error;
    throw error;
  }
}

const PLAIN = { type: "text/plain; charset=utf-8", keep: "never" } as const;
const TYPE = "text/event-stream; charset=utf-8";
