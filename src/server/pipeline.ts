import { type Duid, MessageType } from "../dhcpv6/mod.ts";
import { ClientId, ServerId } from "../dhcpv6/options/rfc9915_identity.ts";
import { Status } from "../dhcpv6/options/rfc9915_exchange.ts";
import { callEach } from "./_call_each.ts";
import type { TransactionBundle } from "./bundle.ts";
import type { Handler } from "./handler.ts";
import { AnswerFrame } from "./handlers/answer_frame.ts";
import { LeftoverIas } from "./handlers/leftover_ias.ts";
import { MissingStatus } from "./handlers/missing_status.ts";
import { RapidCommitAnswer } from "./handlers/rapid_commit.ts";
import { RejectInvalid } from "./handlers/reject_invalid.ts";
import { UnwantedUnicast } from "./handlers/unwanted_unicast.ts";
import { consoleLogger, type Logger } from "./logger.ts";
import { CannotRespond, type Outcome, ReplyWithStatus } from "./outcome.ts";
import { Response } from "./response.ts";

/** What a {@linkcode Pipeline} is made of. */
export interface PipelineInit {
  /** Who this server is. */
  serverId: Duid;
  /** Handlers in order; those that every server needs are put around them. */
  handlers: readonly Handler[];
  /** Whether Rapid Commit is used even when an address or prefix is refused. Default: false. */
  rapidCommitRejections?: boolean;
  /** Default: warnings and worse to standard error. */
  logger?: Logger;
}

/**
 * Runs a request through all handlers (reference behaviour: analyse, prepare, handle, complete, analyse again).
 *
 * @example
 * ```ts
 * import { Duid, fromHex, Message } from "@dhcpkit/kafka/dhcpv6";
 * import { Pipeline, TransactionBundle } from "@dhcpkit/kafka/server";
 * import { assertEquals } from "@std/assert";
 *
 * const pipeline = new Pipeline({ serverId: Duid.parse("00030001 020000000001"), handlers: [] });
 * const incomingMessage = Message.parse(fromHex("0bf350d6 0001000a 00030001 3431c43cb2f1"));
 * const bundle = new TransactionBundle({ incomingMessage, receivedOverMulticast: true });
 * await pipeline.handle(bundle);
 * assertEquals(bundle.outgoingMessage?.typeName, "reply");
 * ```
 */
export class Pipeline implements AsyncDisposable {
  /** All handlers in the order in which they are called. */
  readonly handlers: readonly Handler[];

  readonly #serverId: Duid;
  readonly #logger: Logger;
  #closing: Promise<void> | undefined;

  /** Puts the handlers that every server needs around those given. */
  constructor({ serverId, handlers, rapidCommitRejections = false, logger = consoleLogger }: PipelineInit) {
    this.#serverId = serverId;
    this.#logger = logger;
    this.handlers = [
      new RejectInvalid(serverId),
      new UnwantedUnicast(),
      new AnswerFrame(serverId),
      ...handlers,
      new LeftoverIas(),
      new RapidCommitAnswer(rapidCommitRejections),
      new MissingStatus(),
    ];
  }

  /** Calls `workerInit` of all handlers. */
  async start(): Promise<void> {
    for (const handler of this.handlers) await handler.workerInit();
  }

  /**
   * Handles one request; afterwards `outcome` and `outgoingMessage` of the bundle are set. Never rejects: what a
   * handler throws becomes the outcome.
   */
  async handle(bundle: TransactionBundle): Promise<void> {
    await this.#analyse("analysePre", bundle);
    bundle.outcome = await this.#respond(bundle);
    try {
      bundle.outgoingMessage = bundle.response && bundle.wrap(bundle.response.toMessage());
    } catch (error) {
      bundle.outcome = this.#failed(bundle, error);
    }
    await this.#analyse("analysePost", bundle);
  }

  /** Calls `close` of all handlers, the last one first, once; then rejects with what they threw. */
  close(): Promise<void> {
    this.#closing ??= callEach(this.handlers.toReversed(), (handler) => handler.close());
    return this.#closing;
  }

  /** The same as {@linkcode Pipeline.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #respond(bundle: TransactionBundle): Promise<Outcome> {
    try {
      await this.#run("pre", bundle);
      bundle.response = new Response(responseType(bundle.request.type), bundle.transactionId);
      await this.#run("handle", bundle);
      await this.#run("post", bundle);
      return { kind: "answered" };
    } catch (error) {
      if (error instanceof ReplyWithStatus) return this.#statusAlone(bundle, error);
      bundle.response = undefined;
      if (error instanceof CannotRespond) return { kind: "unanswered", reason: error.message };
      return this.#failed(bundle, error);
    }
  }

  #statusAlone(bundle: TransactionBundle, { code, message }: ReplyWithStatus): Outcome {
    const response = new Response(responseType(bundle.request.type), bundle.transactionId);
    response.add(ServerId.of({ duid: this.#serverId }));
    if (bundle.clientId) response.add(ClientId.of({ duid: bundle.clientId }));
    response.add(Status.of({ code, message }));
    bundle.response = response;
    return { kind: "answered" };
  }

  #failed(bundle: TransactionBundle, error: unknown): Outcome {
    this.#logger.error("Not answering {bundle}: {error}", { bundle: String(bundle), error });
    bundle.response = undefined;
    return { kind: "failed", error };
  }

  async #run(phase: "pre" | "handle" | "post", bundle: TransactionBundle): Promise<void> {
    for (const handler of this.handlers) {
      const pending = handler[phase](bundle);
      if (pending) await pending;
    }
  }

  /** Whoever only looks on must not keep others from being served. */
  async #analyse(phase: "analysePre" | "analysePost", bundle: TransactionBundle): Promise<void> {
    for (const handler of this.handlers) {
      try {
        const pending = handler[phase](bundle);
        if (pending) await pending;
      } catch (error) {
        this.#logger.error("{handler} could not analyse {bundle}: {error}", {
          handler: handler.name,
          bundle: String(bundle),
          error,
        });
      }
    }
  }
}

/** `RejectInvalid` lets no request through that has no answer. */
function responseType(requestType: number): number {
  return requestType === MessageType.Solicit ? MessageType.Advertise : MessageType.Reply;
}
