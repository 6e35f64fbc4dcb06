import { standardSpace } from "../../src/dhcpv6/mod.ts";
import { vectors } from "./mod.ts";
import type { Vector } from "./vector.ts";

/** What another implementation is said to have done, as a vector's `from` tells it. */
export interface Claim {
  readonly vector: Vector;
  /** Of the implementation. */
  readonly version: string;
  /** The other groups of the pattern. */
  readonly words: readonly string[];
}

/**
 * Finds claims such as `dhcpcd 9.4.1 reads it as lost_server=lost.example.com`. A `from` holds one or more, with `; ` in
 * between. The first group of the pattern is the version. Suboptions are left out.
 */
export function claims(pattern: RegExp): Claim[] {
  return vectors.filter(({ space }) => space === standardSpace).flatMap((vector) =>
    vector.from.split("; ").flatMap((part) => {
      const [, version, ...words] = pattern.exec(part) ?? [];
      return version === undefined ? [] : [{ vector, version, words }];
    })
  );
}

/**
 * Those that a program of this version can be held to: an older one may not know the option yet. Claims of dhcpcd 10,
 * TShark 4.6 and Kea 3 are checked where those stand first on the path.
 */
export function checkable(claims: readonly Claim[], installed: string): Claim[] {
  const known = claims.filter(({ version }) => compareVersions(version, installed) <= 0);
  if (known.length === 0) throw new Error(`version ${installed} is older than all of ${claims.length} claims`);
  return known;
}

function compareVersions(left: string, right: string): number {
  const [ours, theirs] = [left, right].map((version) => version.split(".").map(Number));
  const differs = ours.findIndex((number, i) => number !== (theirs[i] ?? 0));
  return differs < 0 ? 0 : ours[differs] - (theirs[differs] ?? 0);
}
