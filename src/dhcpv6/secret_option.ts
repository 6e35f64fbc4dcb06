import { isSecret } from "./field_secret.ts";
import { isNested } from "./nested_field.ts";
import type { OptionDef } from "./option.ts";

/**
 * Whether the body of an option may hold what text must not show: a secret of its own, or other options, among which one with
 * a secret may be. Of a body like that which cannot be read, text tells no more than its length.
 */
export function mayHoldSecret(definition: OptionDef<unknown> | undefined): boolean {
  return definition?.fields.some(({ field }) => isSecret(field) || isNested(field)) ?? false;
}
