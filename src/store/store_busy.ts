/** So many wait for a store already that another one would wait in vain: it is told so at once. */
export class StoreBusyError extends Error {
  /** Always `StoreBusyError`. */
  override readonly name = "StoreBusyError";
}
