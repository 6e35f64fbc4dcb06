import { WireError } from "../wire/mod.ts";

/**
 * JSON that is no message: wrong, missing or unknown members, with the place.
 *
 * @example
 * ```ts
 * import { fromJson, JsonError } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const options = [{ option: "dns-servers", value: { addresses: ["2001:db8::g"] } }];
 * const error = assertThrows(
 *   () => fromJson({ type: "reply", "transaction-id": "c0ffee", options }),
 *   JsonError,
 *   '/options/0/value/addresses/0: "2001:db8::g" is not an IPv6 address',
 * );
 * assertEquals(error.path, "/options/0/value/addresses/0");
 * ```
 */
export class JsonError extends RangeError {
  /** Always `JsonError`. */
  override readonly name = "JsonError";
  /** What is wrong, without the place. */
  readonly problem: string;
  /** Where it is wrong: a JSON pointer (RFC 6901), empty for the whole. */
  readonly path: string;

  /** Makes an error; most callers add the path with {@linkcode JsonError.within} on the way up. */
  constructor(problem: string, path = "") {
    super(path === "" ? problem : `${path}: ${problem}`);
    this.problem = problem;
    this.path = path;
  }

  /** The same error, seen from the object or list that holds the place under `key`. */
  within(key: string | number): JsonError {
    const step = String(key).replaceAll("~", "~0").replaceAll("/", "~1");
    return new JsonError(this.problem, `/${step}${this.path}`);
  }
}

/** Runs `action`, which reads what stands under `key`; the error that it throws gets that place. */
export function at<R>(key: string | number, action: () => R): R {
  try {
    return action();
  } catch (error) {
    const found = asJsonError(error);
    throw found instanceof JsonError ? found.within(key) : found;
  }
}

/** A `WireError`, as values that do not fit throw it, as a `JsonError`; any other error as it is. */
export function asJsonError(error: unknown): unknown {
  return error instanceof WireError ? new JsonError(error.problem) : error;
}
