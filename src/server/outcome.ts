/** What became of a request. */
export type Outcome =
  /** The answer is in the bundle. */
  | { readonly kind: "answered" }
  /** A handler wanted no answer, or there is none to such a message. */
  | { readonly kind: "unanswered"; readonly reason: string }
  /** A handler failed. */
  | { readonly kind: "failed"; readonly error: unknown };

/** Thrown by a handler: the server stays silent. */
export class CannotRespond extends Error {
  /** Always `CannotRespond`. */
  override readonly name: string = "CannotRespond";
}

/** Thrown by a handler: the client wants another server, so this one stays silent. */
export class ForOtherServer extends CannotRespond {
  /** Always `ForOtherServer`. */
  override readonly name: string = "ForOtherServer";
}

/** Thrown by a handler: the answer is this status alone (RFC 9915 section 21.13). */
export class ReplyWithStatus extends Error {
  /** Always `ReplyWithStatus`. */
  override readonly name: string = "ReplyWithStatus";
  /** See `StatusCode`. */
  readonly code: number;

  /** The message goes to the client too. */
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}
