/** IPv6 and IPv4 addresses as text (RFC 4291 section 2.2), as eight 16-bit groups, and as canonical text (RFC 5952). */

const LONGEST = 45;

/** The eight groups of an address, or undefined when the text is not one; zones, brackets and lengths are not taken. */
export function parseIpv6(text: string): number[] | undefined {
  if (text.length > LONGEST) return undefined;
  const [before, after, ...more] = text.split("::");
  if (more.length > 0) return undefined;
  if (after === undefined) return groupsOf(before, 8);
  const tail = after === "" ? [] : groupsOf(after);
  const head = before === "" ? [] : before.includes(".") ? undefined : groupsOf(before);
  if (head === undefined || tail === undefined || head.length + tail.length > 7) return undefined;
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** The four bytes of an IPv4 address in dotted decimal, or undefined when the text is not one. */
export function parseIpv4(text: string): number[] | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  const bytes = parts.map((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256);
  return bytes.every((byte) => byte < 256) ? bytes : undefined;
}

/** The canonical text: lower case, no leading zeros, the first longest run of zero groups as `::`. */
export function formatIpv6(groups: readonly number[]): string {
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return `::ffff:${groups.slice(6).flatMap((group) => [group >> 8, group & 255]).join(".")}`;
  const [start, length] = longestZeroRun(groups);
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(":");
  return length < 2 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

/** The groups with all bits after the first `length` cleared. */
export function maskIpv6(groups: readonly number[], length: number): number[] {
  return groups.map((group, index) => {
    const kept = Math.min(16, Math.max(0, length - index * 16));
    return group & (0xffff << (16 - kept)) & 0xffff;
  });
}

function groupsOf(text: string, count?: number): number[] | undefined {
  const parts = text.split(":");
  const last = parts[parts.length - 1];
  const ipv4 = last.includes(".") ? parseIpv4(last) : undefined;
  if (ipv4 !== undefined) parts.splice(-1, 1, ...[0, 2].map((at) => (ipv4[at] * 256 + ipv4[at + 1]).toString(16)));
  if (!parts.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return undefined;
  if (count !== undefined && parts.length !== count) return undefined;
  return parts.map((part) => parseInt(part, 16));
}

function longestZeroRun(groups: readonly number[]): [start: number, length: number] {
  let best: [number, number] = [0, 0];
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (end < groups.length && groups[end] === 0) end++;
    if (end - start > best[1]) best = [start, end - start];
  }
  return best;
}
