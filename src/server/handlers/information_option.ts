import { MessageType, type OptionDef, type OptionEntry } from "../../dhcpv6/mod.ts";
import { OptionRequest } from "../../dhcpv6/options/rfc9915_exchange.ts";
import type { TransactionBundle } from "../bundle.ts";
import { Handler } from "../handler.ts";

/** Requests whose answers tell clients about the network. */
const INFORMATIVE: readonly number[] = [
  MessageType.Solicit,
  MessageType.Request,
  MessageType.Renew,
  MessageType.Rebind,
  MessageType.InformationRequest,
];

/**
 * Gives clients an option such as DNS servers or a time server, when they ask for it.
 *
 * @example
 * ```ts
 * import { IPv6Address } from "@dhcpkit/kafka/dhcpv6";
 * import { DnsServers } from "@dhcpkit/kafka/dhcpv6/options";
 * import { InformationOption } from "@dhcpkit/kafka/server";
 * import { assertEquals } from "@std/assert";
 *
 * const handler = new InformationOption(DnsServers, { addresses: [IPv6Address.parse("2001:db8::53")] });
 * assertEquals(handler.name, "InformationOption(dns-servers)");
 * ```
 */
export class InformationOption<T> extends Handler {
  readonly #option: OptionDef<unknown>;
  readonly #entries: readonly OptionEntry[];
  readonly #alwaysSend: boolean;

  /** Several values make several options. With `alwaysSend`, they are also for clients that did not ask for them. */
  constructor(option: OptionDef<T>, value: T | readonly T[], { alwaysSend = false }: { alwaysSend?: boolean } = {}) {
    super();
    this.#option = option;
    this.#entries = (Array.isArray(value) ? value as readonly T[] : [value as T]).map((one) => option.of(one));
    this.#alwaysSend = alwaysSend;
  }

  /** With the option's name. */
  override get name(): string {
    return `InformationOption(${this.#option.name})`;
  }

  /** Adds the option, unless the client did not ask for it or another handler gave it. */
  override handle({ request, response }: TransactionBundle): void {
    if (!response || !INFORMATIVE.includes(request.type) || response.has(this.#option)) return;
    const asked = this.#alwaysSend || request.options.get(OptionRequest)?.codes.includes(this.#option.code);
    for (const entry of asked ? this.#entries : []) response.add(entry);
  }
}
