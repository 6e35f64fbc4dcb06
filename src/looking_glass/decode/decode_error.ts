/** Why something is not decoded, for people. */
export class DecodeError extends Error {
  /** Always `DecodeError`. */
  override readonly name = "DecodeError";

  /** `message` is a sentence, `hint` what to do. */
  constructor(message: string, readonly hint: string = "") {
    super(message);
  }
}
