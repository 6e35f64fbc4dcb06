import type { IPv6Prefix } from "../../dhcpv6/mod.ts";
import { ElapsedTime } from "../../dhcpv6/options/rfc9915_exchange.ts";
import { callEach } from "../_call_each.ts";
import { readable } from "../_readable.ts";
import type { TransactionBundle } from "../bundle.ts";
import { Handler } from "../handler.ts";

/** Says whether a request belongs to a {@linkcode Scope}. */
export type Condition = (bundle: TransactionBundle) => boolean;

/**
 * Handlers that only see the requests that a condition holds for.
 *
 * @example
 * ```ts
 * import { Duid, fromHex, IPv6Prefix, Message } from "@dhcpkit/kafka/dhcpv6";
 * import { IgnoreRequest, inSubnet, Pipeline, Scope, TransactionBundle } from "@dhcpkit/kafka/server";
 * import { assertEquals } from "@std/assert";
 *
 * const handlers = [new Scope(inSubnet(IPv6Prefix.parse("2001:db8::/32")), [new IgnoreRequest()])];
 * const pipeline = new Pipeline({ serverId: Duid.parse("00030001 020000000001"), handlers });
 * const incomingMessage = Message.parse(fromHex("0bf350d6"));
 * const elsewhere = new TransactionBundle({ incomingMessage, receivedOverMulticast: true });
 * await pipeline.handle(elsewhere);
 * assertEquals(elsewhere.outcome?.kind, "answered");
 * ```
 */
export class Scope extends Handler {
  readonly #condition: Condition;
  readonly #handlers: readonly Handler[];

  /** `condition` is asked once for each request, before its first phase. */
  constructor(condition: Condition, handlers: readonly Handler[]) {
    super();
    this.#condition = condition;
    this.#handlers = handlers;
  }

  /** Passed on to the handlers within, whether or not requests will come. */
  override async workerInit(): Promise<void> {
    for (const handler of this.#handlers) await handler.workerInit();
  }

  /** Asks the condition; the handlers within only see the request if it holds. */
  override analysePre(bundle: TransactionBundle): Promise<void> {
    bundle.handlerData.set(this, this.#condition(bundle));
    return this.#analyse("analysePre", bundle);
  }

  /** Passed on where the condition holds. */
  override pre(bundle: TransactionBundle): Promise<void> {
    return this.#run("pre", bundle);
  }

  /** Passed on where the condition holds. */
  override handle(bundle: TransactionBundle): Promise<void> {
    return this.#run("handle", bundle);
  }

  /** Passed on where the condition holds. */
  override post(bundle: TransactionBundle): Promise<void> {
    return this.#run("post", bundle);
  }

  /** Passed on where the condition holds. */
  override analysePost(bundle: TransactionBundle): Promise<void> {
    return this.#analyse("analysePost", bundle);
  }

  /** Passed on to the handlers within, the last one first. */
  override close(): Promise<void> {
    return callEach(this.#handlers.toReversed(), (handler) => handler.close());
  }

  async #run(phase: "pre" | "handle" | "post", bundle: TransactionBundle): Promise<void> {
    if (!this.#applies(bundle)) return;
    for (const handler of this.#handlers) await handler[phase](bundle);
  }

  /** Whoever fails to look on must not keep others from it. */
  async #analyse(phase: "analysePre" | "analysePost", bundle: TransactionBundle): Promise<void> {
    if (this.#applies(bundle)) await callEach(this.#handlers, (handler) => handler[phase](bundle));
  }

  #applies(bundle: TransactionBundle): boolean {
    return bundle.handlerData.get(this) === true;
  }
}

/** Holds for clients whose link is within one of these prefixes. */
export function inSubnet(...prefixes: readonly IPv6Prefix[]): Condition {
  return ({ linkAddress }) => prefixes.some((prefix) => prefix.contains(linkAddress));
}

/** Holds for requests that have this mark. */
export function markedWith(mark: string): Condition {
  return ({ marks }) => marks.has(mark);
}

/**
 * Holds for clients that have been trying for more than `moreThan` and less than `lessThan` seconds; for no time, where a
 * client does not say.
 */
export function elapsedTime(
  { moreThan = -1, lessThan = Infinity }: { moreThan?: number; lessThan?: number },
): Condition {
  return ({ request }) => {
    const elapsed = (readable(request.options, ElapsedTime)?.elapsed ?? 0) / 100;
    return elapsed > moreThan && elapsed < lessThan;
  };
}
