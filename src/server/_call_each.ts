/**
 * Calls `act` for each item, one after another, whether or not it failed for others; then throws what it threw, several
 * errors as an `AggregateError`.
 */
export async function callEach<T>(items: readonly T[], act: (item: T) => void | Promise<void>): Promise<void> {
  const errors: unknown[] = [];
  for (const item of items) {
    try {
      await act(item);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, errors.map(String).join("; "));
}
