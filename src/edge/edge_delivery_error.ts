/**
 * Records of an event have to come again. For platforms that learn it by an error; why they failed, `onFailure` was told.
 *
 * @example
 * ```ts
 * import { EdgeDeliveryError } from "@dhcpkit/kafka/edge";
 *
 * console.log(new EdgeDeliveryError(2, 100).message); // 2 of 100 records have to come again
 * ```
 */
export class EdgeDeliveryError extends Error {
  /** Always `EdgeDeliveryError`. */
  override readonly name = "EdgeDeliveryError";
  /** Records that failed, and those behind them. */
  readonly failed: number;

  /** Makes an error of how many records have to come again, of how many. */
  constructor(failed: number, records: number) {
    super(`${failed} of ${records} records have to come again`);
    this.failed = failed;
  }
}
