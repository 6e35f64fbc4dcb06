import { toBase64 } from "../../src/wire/base64.ts";
import { kcatConsume, type KcatRecord } from "./kcat.ts";

/** A consumer that was made at the bridge. */
interface Instance {
  /** What it has not given yet of the topics that it was subscribed to. */
  waiting: readonly (KcatRecord & { readonly topic: string })[];
}

/** Records in one answer, at most: the real ones end theirs by bytes. */
const AT_ONCE = 2;

/**
 * An imitation of the consuming side of an HTTP bridge in front of a real broker, for the format `binary`: what a topic has is given out in
 * order, some records an answer, then empty lists. It refuses what the real ones refuse.
 *
 * - Strimzi: openapi.json (`createConsumer`, `subscribe`, `poll`, `commit`, `deleteConsumer`), HttpSinkBridgeEndpoint.java
 * - Confluent: API reference of the REST proxy, v2, "Consumers"
 */
export class ImitatedBridgeConsumer implements AsyncDisposable {
  readonly url: string;
  readonly #dialect: "strimzi" | "confluent-v2";
  readonly #broker: string;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #instances = new Map<string, Instance>();

  constructor(dialect: "strimzi" | "confluent-v2", broker: string) {
    this.#dialect = dialect;
    this.#broker = broker;
    const listen = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
    this.#server = Deno.serve(listen, (request) => this.#answer(request));
    this.url = `http://127.0.0.1:${this.#server.addr.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  async #answer(request: Request): Promise<Response> {
    const [, kind, group, , name, what] = new URL(request.url).pathname.split("/");
    if (kind !== "consumers" || !group) return fault(404, "HTTP 404 Not Found");
    if (name === undefined) return await this.#create(group, request);
    const instance = this.#instances.get(name);
    if (instance === undefined) return fault(404, "The specified consumer instance was not found.");
    switch (`${request.method} ${what ?? ""}`) {
      case "POST subscription":
        await this.#subscribe(instance, request);
        return new Response(null, { status: 204 });
      case "GET records":
        return this.#poll(instance, request);
      case "POST offsets":
        return new Response(null, { status: this.#dialect === "strimzi" ? 204 : 200 });
      case "DELETE ":
        this.#instances.delete(name);
        return new Response(null, { status: 204 });
      default:
        return fault(404, "HTTP 404 Not Found");
    }
  }

  async #create(group: string, request: Request): Promise<Response> {
    const { name, format } = await request.json();
    if (format !== "binary") return fault(422, "the imitation has the format binary only");
    if (this.#instances.has(name)) return fault(409, "A consumer instance with the specified name already exists.");
    this.#instances.set(name, { waiting: [] });
    return reply({ instance_id: name, base_uri: `${this.url}/consumers/${group}/instances/${name}` });
  }

  async #subscribe(instance: Instance, request: Request): Promise<void> {
    const { topics } = await request.json() as { topics: string[] };
    const all = topics.map(async (topic) =>
      (await kcatConsume(this.#broker, topic)).map((record) => ({ ...record, topic }))
    );
    instance.waiting = (await Promise.all(all)).flat();
  }

  #poll(instance: Instance, request: Request): Response {
    const type = "application/vnd.kafka.binary.v2+json";
    if (request.headers.get("accept") !== type) return fault(406, "HTTP 406 Not Acceptable");
    const given = instance.waiting.slice(0, AT_ONCE);
    instance.waiting = instance.waiting.slice(AT_ONCE);
    return reply(given.map((record) => this.#toJson(record)), type);
  }

  #toJson({ topic, partition, offset, timestamp, key, value, headers }: Instance["waiting"][number]) {
    const record = {
      topic,
      key: key && toBase64(key),
      value: value && toBase64(value),
      partition,
      offset: Number(offset),
    };
    if (this.#dialect === "confluent-v2") return record;
    const utf8 = new TextEncoder();
    return {
      ...record,
      timestamp,
      headers: headers.map(([key, value]) => ({ key, value: toBase64(utf8.encode(value)) })),
    };
  }
}

function reply(body: unknown, type = "application/vnd.kafka.v2+json"): Response {
  return new Response(JSON.stringify(body), { headers: { "content-type": type } });
}

function fault(status: number, message: string): Response {
  return Response.json({ error_code: status, message }, { status });
}
