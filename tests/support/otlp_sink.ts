/** What a program has sent to OpenTelemetry. */
export interface Received {
  /** Names of spans, with their attributes. */
  readonly spans: { readonly name: string; readonly attributes: Readonly<Record<string, unknown>> }[];
  /** Names of metrics. */
  readonly metrics: Set<string>;
  /** Texts of log records. */
  readonly logs: string[];
  /** Names of the services that sent something. */
  readonly services: Set<string>;
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Where OTLP over HTTP ends, as JSON: a collector of OpenTelemetry that only remembers. */
export class OtlpSink implements AsyncDisposable {
  readonly received: Received = { spans: [], metrics: new Set(), logs: [], services: new Set() };
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor() {
    this.#server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
      this.#take(new URL(request.url).pathname, await request.json());
      return Response.json({});
    });
  }

  /** Variables that make Deno send here, soon instead of seldom. */
  env(service: string): Record<string, string> {
    return {
      OTEL_DENO: "true",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${this.#server.addr.port}`,
      OTEL_SERVICE_NAME: service,
      OTEL_BSP_SCHEDULE_DELAY: "200",
      OTEL_BLRP_SCHEDULE_DELAY: "200",
      OTEL_METRIC_EXPORT_INTERVAL: "500",
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  // deno-lint-ignore no-explicit-any
  #take(path: string, body: any): void {
    const { spans, metrics, logs, services } = this.received;
    for (const { resource, ...rest } of Object.values(body).flat() as { resource: { attributes: Attribute[] } }[]) {
      services.add(String(attributesOf(resource.attributes)["service.name"]));
      // deno-lint-ignore no-explicit-any
      for (const scope of Object.values(rest).flat().filter((part) => typeof part === "object") as any[]) {
        if (path === "/v1/traces") {
          for (const { name, attributes } of scope.spans) spans.push({ name, attributes: attributesOf(attributes) });
        } else if (path === "/v1/metrics") { for (const { name } of scope.metrics) metrics.add(name); }
        else if (path === "/v1/logs") { for (const { body } of scope.logRecords) logs.push(String(body.stringValue)); }
      }
    }
  }
}

function attributesOf(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
