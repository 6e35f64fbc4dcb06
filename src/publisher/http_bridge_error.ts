/** What there is to know of a failure beside its text. */
export interface HttpBridgeErrorInit extends ErrorOptions {
  /** The status of HTTP, where there was an answer. */
  readonly status?: number;
  /** How long the bridge wants to be left alone, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** A bridge that cannot be reached, or that refuses: one line that names the remedy, and holds no secret. */
export class HttpBridgeError extends Error {
  /** Always `HttpBridgeError`. */
  override readonly name: string = "HttpBridgeError";
  /** The status of HTTP, where there was an answer. */
  readonly status?: number;
  /** How long the bridge wants to be left alone, in milliseconds, where it told (`Retry-After`). */
  readonly retryAfterMs?: number;

  /** Makes an error out of a line. */
  constructor(message: string, { status, retryAfterMs, ...options }: HttpBridgeErrorInit = {}) {
    super(message, options);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}
