import { ClientServerMessage } from "../dhcpv6/message.ts";
import type { OptionDef, OptionEntry } from "../dhcpv6/option.ts";
import { Options } from "../dhcpv6/options.ts";

/** The answer that handlers put together, option by option. */
export class Response {
  /** Message type; `MessageType.Advertise` or `MessageType.Reply`. */
  type: number;
  /** The transaction id of the request. */
  readonly transactionId: number;

  readonly #entries: OptionEntry[] = [];

  /** Starts without options. */
  constructor(type: number, transactionId: number) {
    this.type = type;
    this.transactionId = transactionId;
  }

  /** Whether there is such an option yet. */
  has(option: OptionDef<unknown>): boolean {
    return this.#entries.some((entry) => entry.code === option.code);
  }

  /** Adds an option at the end. */
  add(entry: OptionEntry): void {
    this.#entries.push(entry);
  }

  /** The answer as it is now. */
  toMessage(): ClientServerMessage {
    const { type, transactionId } = this;
    return new ClientServerMessage({ type, transactionId, options: Options.of(...this.#entries) });
  }
}
