/**
 * Whether two byte strings are equal, in a time that depends on their lengths alone: from how long it takes, nobody learns how many
 * bytes of a guess are right.
 */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a[i] ^ (b[i % (b.length || 1)] ?? 0);
  return difference === 0;
}
