import { IPv6Address } from "../../dhcpv6/mod.ts";
import { type LeaseKey, leaseKey, leasePrefix } from "../../store/mod.ts";
import { visible } from "../present/visible.ts";

/** What a text says of an address or prefix, or why it is none although it looks like one. */
export type AddressText =
  | { readonly address: IPv6Address; readonly zone: string | undefined }
  | { readonly lease: LeaseKey; readonly note: string }
  | { readonly problem: string };

const GROUP = /^[0-9a-f]{1,4}$/i;

/**
 * An address, with a zone or in brackets too, or a prefix. A prefix may lack the `::` at its end, and its length where it has whole
 * groups only. `undefined` for what does not look like either.
 */
export function readAddress(text: string): AddressText | undefined {
  const bare = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  const [, body, zone, length] = /^([0-9a-z:.]*)(?:%([^/\s]{1,32}))?(?:\/(.*))?$/i.exec(bare) ?? [];
  if (body === undefined || !looksLikeAddress(body)) return undefined;
  if (length !== undefined) return readPrefix(body, length, text);
  const address = addressOf(body);
  if (address !== undefined) return { address, zone };
  const groups = body.replace(/:$/, "").split(":");
  if (!body.includes("::") && groups.length < 8 && groups.every((group) => GROUP.test(group))) {
    return prefixOf(`${groups.join(":")}::`, groups.length * 16, " (all that begins so)") ?? problem(text, body);
  }
  return problem(text, body);
}

/** Whether there is a `::`, or groups whose first has three or four digits: MAC addresses and DUIDs have two. */
function looksLikeAddress(body: string): boolean {
  return body.includes("::") || /^[0-9a-f]{3,4}:/i.test(body);
}

function readPrefix(body: string, length: string, text: string): AddressText {
  const whole = body.includes("::") || body.split(":").length > 7 ? body : `${body.replace(/:$/, "")}::`;
  if (addressOf(whole) === undefined) return problem(text, body);
  if (!/^\d{1,3}$/.test(length) || Number(length) > 128) {
    return {
      problem: `${visible(text)} looks like a prefix, but a length is a number from 0 to 128, not “${visible(length)}”`,
    };
  }
  return prefixOf(whole, Number(length), "") ?? problem(text, body);
}

function prefixOf(address: string, length: number, note: string): AddressText | undefined {
  const parsed = addressOf(address);
  if (parsed === undefined) return undefined;
  const lease = leaseKey(parsed.bytes, 0, length), isWhole = parsed.equals(leasePrefix(lease).address);
  return { lease, note: note || (isWhole ? "" : `, without the bits behind /${length}`) };
}

function addressOf(text: string): IPv6Address | undefined {
  try {
    return IPv6Address.parse(text);
  } catch {
    return undefined;
  }
}

function problem(text: string, body: string): AddressText {
  return { problem: `${visible(text)} looks like an address, but ${whatIsWrong(body)}` };
}

function whatIsWrong(body: string): string {
  if (body.split("::").length > 2 || body.includes(":::")) return "it has more than one “::”";
  const groups = body.split(":").filter((group) => group !== "");
  const wrong = groups.find((group) => !GROUP.test(group));
  if (wrong !== undefined && /^[0-9a-f]+$/i.test(wrong)) return `“${wrong}” has more than four digits`;
  if (wrong !== undefined && /^[\d.]+$/.test(wrong)) return `“${wrong}” is no IPv4 address at its end`;
  if (wrong !== undefined) return `“${visible(wrong)}” is no hexadecimal number`;
  if (groups.length > 8) return `it has ${groups.length} groups, and an address has eight`;
  if (body.includes("::")) return "there is nothing for its “::” to stand for";
  return "it begins or ends with a single colon";
}
