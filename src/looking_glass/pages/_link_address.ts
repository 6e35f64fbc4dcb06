import { IPv6Address } from "../../dhcpv6/mod.ts";
import { PageProblem } from "../frame/page.ts";
import { addressText } from "../present/identifier.ts";

/** The link-address that the parameter `link` is. Throws `PageProblem` for what is none. */
export function linkAddressOf(query: URLSearchParams): Uint8Array | undefined {
  const text = query.get("link");
  if (!text) return undefined;
  try {
    return IPv6Address.parse(text).bytes;
  } catch {
    throw new PageProblem(400, "The link-address is no IPv6 address.");
  }
}

/** The list of the clients that were behind a link-address last. */
export function clientsBehind(linkAddress: Uint8Array): string {
  return `/clients?${new URLSearchParams({ link: addressText(linkAddress) })}`;
}
