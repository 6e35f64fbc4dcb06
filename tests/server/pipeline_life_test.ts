import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { Handler, markedWith, Pipeline, Scope, silentLogger } from "../../src/server/mod.ts";
import { SERVER } from "./_transaction.ts";

/** Writes down when it starts and ends, and fails at either when told to. */
class Living extends Handler {
  constructor(readonly label: string, readonly events: string[], readonly fails?: "workerInit" | "close") {
    super();
  }

  override workerInit(): Promise<void> {
    return this.#note("workerInit");
  }

  override close(): Promise<void> {
    return this.#note("close");
  }

  async #note(event: "workerInit" | "close"): Promise<void> {
    await Promise.resolve();
    this.events.push(`${this.label} ${event}`);
    if (this.fails === event) throw new Error(`${this.label} cannot ${event}`);
  }
}

const pipelineOf = (...handlers: Handler[]) => new Pipeline({ serverId: SERVER, handlers, logger: silentLogger });

Deno.test("pipeline: handlers start in order and close in reverse order, those in scopes in their places", async () => {
  const events: string[] = [];
  const scope = new Scope(markedWith("never"), [new Living("b", events), new Living("c", events)]);
  const pipeline = pipelineOf(new Living("a", events), scope, new Living("d", events));
  await pipeline.start();
  await pipeline.close();
  assertEquals(events, [
    ...["a", "b", "c", "d"].map((label) => `${label} workerInit`),
    ...["d", "c", "b", "a"].map((label) => `${label} close`),
  ]);
});

Deno.test("pipeline: closing it again closes no handler again", async () => {
  const events: string[] = [];
  {
    await using pipeline = pipelineOf(new Living("a", events));
    await Promise.all([pipeline.close(), pipeline.close()]);
  }
  assertEquals(events, ["a close"]);
});

Deno.test("pipeline: a handler that cannot close does not keep the others open", async () => {
  const events: string[] = [];
  const scope = new Scope(markedWith("never"), [new Living("b", events), new Living("c", events, "close")]);
  const pipeline = pipelineOf(new Living("a", events), scope, new Living("d", events, "close"));
  const error = await assertRejects(() => pipeline.close(), AggregateError);
  assertEquals(events, ["d close", "c close", "b close", "a close"]);
  assertEquals(messages(error), ["d cannot close", "c cannot close"]);
});

Deno.test("pipeline: a handler that cannot start ends the start", async () => {
  const events: string[] = [];
  const pipeline = pipelineOf(new Living("a", events, "workerInit"), new Living("b", events));
  const error = await assertRejects(() => pipeline.start(), Error, "a cannot workerInit");
  assertEquals(events, ["a workerInit"]);
  assertStrictEquals(error.cause, undefined);
});

function messages(error: unknown): string[] {
  return error instanceof AggregateError ? error.errors.flatMap(messages) : [(error as Error).message];
}
