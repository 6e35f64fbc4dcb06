import type { TransactionBundle } from "../bundle.ts";
import { Handler } from "../handler.ts";
import { DEFAULT_RENEWAL_LIMITS, type RenewalLimits } from "../timing.ts";

/**
 * Sets when clients ask to extend the addresses or prefixes that they are given.
 *
 * Where several apply to a request, the first one does: put the more specific one, in a `Scope`, in front.
 *
 * @example
 * ```ts
 * import { ClientServerMessage, MessageType } from "@dhcpkit/kafka/dhcpv6";
 * import { TimingLimits, TransactionBundle } from "@dhcpkit/kafka/server";
 * import { assertEquals } from "@std/assert";
 *
 * const handler = new TimingLimits("address", { minT1: 1800, maxT1: 43_200 });
 * const incomingMessage = new ClientServerMessage({ type: MessageType.Solicit, transactionId: 0xf350d6 });
 * const bundle = new TransactionBundle({ incomingMessage });
 * handler.pre(bundle);
 * assertEquals(bundle.timing.address?.maxT1, 43_200);
 * assertEquals(bundle.timing.prefix, undefined);
 * ```
 */
export class TimingLimits extends Handler {
  readonly #kind: "address" | "prefix";
  readonly #limits: RenewalLimits;

  /** `limits`: see `DEFAULT_RENEWAL_LIMITS` for what is left out. */
  constructor(kind: "address" | "prefix", limits: Partial<RenewalLimits> = {}) {
    super();
    this.#kind = kind;
    this.#limits = { ...DEFAULT_RENEWAL_LIMITS, ...limits };
  }

  /** Sets the limits, unless a handler before this one did. */
  override pre({ timing }: TransactionBundle): void {
    timing[this.#kind] ??= this.#limits;
  }
}
