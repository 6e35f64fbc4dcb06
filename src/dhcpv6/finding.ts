import type { IPv6Address } from "./address.ts";
import type { DecodeLimits } from "./decode_limits.ts";
import type { Duid } from "./duid.ts";
import type { Message } from "./message.ts";

/**
 * How bad a finding is.
 *
 * - `error`: whoever receives the message has to discard it, or the option that the finding is about.
 * - `warning`: against a MUST or SHOULD of the protocol, and processed all the same.
 * - `info`: allowed, and worth knowing when something does not work.
 */
export type Severity = "error" | "warning" | "info";

/**
 * Who receives the message.
 *
 * `observer` is somebody to whom the message was not sent, such as a looking glass: everything that is wrong in the
 * message itself is found, with the severity that it has for the receiver that it was meant for. The others also find
 * what they must not accept, and what another receiver would discard is a warning to them: a relay agent passes on a
 * Solicit without a client identifier. `client` is also who sent a Leasequery.
 */
export type ReceiverRole = "server" | "client" | "relay" | "observer";

/**
 * Whose rules are applied: those of RFC 9915, of one of the RFCs before it, or of the original DHCPKit, as far as it
 * differs from RFC 9915.
 */
export type ValidationProfile = "rfc9915" | "rfc8415" | "rfc3315" | "dhcpkit";

/** Something about a message that its receiver, or whoever looks at it, should know. */
export interface Finding {
  /** How bad it is. */
  readonly severity: Severity;
  /** Which rule found it, in kebab case; the same in every version: see {@linkcode validationRules}. */
  readonly rule: string;
  /** What is wrong, in a sentence for people, without the place. */
  readonly message: string;
  /** The structures around the place, outermost first, as in `WireError`. */
  readonly path: readonly string[];
  /** Where the rule is written, such as `RFC 9915 section 16.2`. */
  readonly reference: string;
  /**
   * Where in the bytes: for a message that was parsed, from the start of the buffer. Absent when the finding is about
   * the message as a whole, or about something that is not there.
   */
  readonly offset?: number;
}

/** What {@linkcode validate} is told beside the message. All of it is optional: rules that lack what they need are silent. */
export interface ValidateOptions {
  /** Whose rules. Default: `rfc9915`. */
  readonly profile?: ValidationProfile;
  /** The most findings to return; the worst are kept. Default: 100. */
  readonly most?: number;
  /** How far the message is decoded. */
  readonly limits?: DecodeLimits;
  /** The DUID of the receiver: of the server or of the client, as the role says. */
  readonly ownDuid?: Duid;
  /** The transaction id that an answer has to have. Known already where `request` is given. */
  readonly transactionId?: number;
  /** Where the packet came from. */
  readonly source?: IPv6Address;
  /** Where the packet was sent to; tells multicast from unicast. */
  readonly destination?: IPv6Address;
  /** What the message is the answer to, within relay messages or without. */
  readonly request?: Message;
}

/** What a rule is, for documentation and for pages that explain findings. */
export interface RuleDescription {
  /** Identifier in kebab case. */
  readonly id: string;
  /** Severity by RFC 9915, to the receiver that the message is for; `off` where RFC 9915 has no such rule. */
  readonly severity: Severity | "off";
  /** Where other profiles differ. */
  readonly profiles?: Readonly<Partial<Record<ValidationProfile, Severity | "off">>>;
  /** Where it is written. */
  readonly reference: string;
  /** What a finding means, for operators. */
  readonly meaning: string;
  /** What to do about it. */
  readonly remedy: string;
}
