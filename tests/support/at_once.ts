/**
 * Does something for each item, a few at a time, for tests that mostly wait. Fails with what went wrong of each, under its name, when
 * all are done.
 */
export async function atOnce<T extends { readonly name: string }>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  { most = items.length }: { readonly most?: number } = {},
): Promise<void> {
  const left = [...items], errors: Error[] = [];
  const worker = async () => {
    for (let item; (item = left.shift());) {
      await work(item).catch((error) =>
        errors.push(new Error(`${item!.name}: ${error.message ?? error}`, { cause: error }))
      );
    }
  };
  await Promise.all(Array.from({ length: most }, worker));
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, errors.map(({ message }) => message).join("\n"));
}
