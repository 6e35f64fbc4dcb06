/** Why something is not decoded, for people. */
export class DecodeError extends Error {
  /** Always `DecodeError`. */
  override readonly name = "DecodeError";

  /** `message` is a sentence, `hint` what to do. */
  constructor(message: string, readonly hint: string = "") {
    super(message);
  }
}

/** Why a text is not looked at that is longer than those that are. */
export function longTextProblem(): DecodeError {
  const hint = "Take a part of it, or a file with the bytes themselves: the packet, or a capture.";
  return new DecodeError("This text is more than a million characters long.", hint);
}
