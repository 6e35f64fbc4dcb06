/** An IP address in one way of writing, without brackets and zone; an IPv4 address within an IPv6 one is the IPv4 address. */
export function canonicalAddress(text: string): string {
  const bare = text.replace(/^\[(.*)\]$/, "$1").replace(/%.*$/, "").toLowerCase();
  if (!bare.includes(":") || !URL.canParse(`http://[${bare}]`)) return bare;
  const address = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address) ?? [];
  if (high === undefined) return address;
  const words = [parseInt(high, 16), parseInt(low, 16)];
  return words.flatMap((word) => [word >> 8, word & 0xff]).join(".");
}

/** Whether only this machine reaches an address: 127.0.0.0/8, ::1 and `localhost`. */
export function isLoopback(hostname: string): boolean {
  const address = canonicalAddress(hostname);
  return address === "::1" || address === "localhost" || /^127(\.\d{1,3}){3}$/.test(address);
}

/** What attempts are counted by: an IPv4 address, or the /64 that an IPv6 address is of, which one machine may have all of. */
export function attemptKey(address: string | undefined): string {
  const known = canonicalAddress(address ?? "");
  if (!known.includes(":")) return known;
  const [head, tail = ""] = known.split("::"), words = head.split(":").filter((word) => word !== "");
  const missing = known.includes("::") ? 8 - words.length - tail.split(":").filter((word) => word !== "").length : 0;
  return [...words, ...Array(missing).fill("0"), ...tail.split(":")].slice(0, 4).join(":");
}
