import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { CollectorObserver } from "../collector/collector.ts";

/**
 * Tells OpenTelemetry of each batch that is written to the store: a span from the moment when the write began. Where nobody collects
 * spans (`OTEL_DENO` is not `true`), it does nothing.
 */
export function batchSpans(now: () => number = Date.now): Required<Pick<CollectorObserver, "wrote" | "storeFailed">> {
  const tracer = trace.getTracer("@dhcpkit/kafka");
  return {
    wrote({ records, quarantined, gaps }, { stored, duplicates }, seconds) {
      const end = now();
      tracer.startSpan("store batch", {
        kind: SpanKind.CONSUMER,
        startTime: end - seconds * 1000,
        attributes: {
          "messaging.system": "kafka",
          "messaging.batch.message_count": records,
          "dhcpkit.stored": stored,
          "dhcpkit.duplicates": duplicates,
          "dhcpkit.quarantined": quarantined.length,
          "dhcpkit.gaps": gaps.length,
        },
      }).end(end);
    },
    storeFailed(error, retryInMs) {
      const span = tracer.startSpan("store batch failed", { attributes: { "dhcpkit.retry_ms": retryInMs } });
      span.recordException(error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      span.end();
    },
  };
}
