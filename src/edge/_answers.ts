import { hasToComeAgain, type Outcome } from "./receiver.ts";

/** The answer that something is not taken, and what to do about it. */
export function refusal(status: number, error: string, headers: Record<string, string> = {}): Response {
  return json(status, { error }, headers);
}

/**
 * What became of records. One that is taken is answered without a body, since Knative would take that for an event. Where records have to
 * come again the status makes any sender try again, and the body tells which: for senders that send those alone.
 */
export function answer(outcomes: readonly Outcome[]): Response {
  const failed = outcomes.flatMap((outcome, index) => hasToComeAgain(outcome) ? [told(outcome, index)] : []);
  if (failed.length > 0) return json(503, { records: outcomes.length, failed }, { "retry-after": "1" });
  if (outcomes.length === 1) return new Response(null, { status: 204 });
  return json(200, { records: outcomes.length, failed });
}

function told({ record: { partition, offset }, status }: Outcome, index: number): Record<string, unknown> {
  return { index, status, partition, offset: offset === undefined ? undefined : String(offset) };
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body) + "\n", {
    status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
      ...headers,
    },
  });
}
