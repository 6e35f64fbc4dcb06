import { type MessageSummary, summarizeMessage, WireError } from "../../dhcpv6/mod.ts";
import { macOfDuid, macOfLinkLocal } from "../../store/mac_address.ts";
import type { PortKey, StoredTransaction } from "../../store/mod.ts";
import { interfaceIdText, macText, shownDuid, shownRemoteId } from "./identifier.ts";
import type { VendorOf } from "./vendor_name.ts";

/** Who a transaction is of, as its packets say; what they do not say is empty. */
export interface TransactionClient extends PortKey {
  readonly duid: Uint8Array;
  readonly macAddress: string | undefined;
}

const NO_BYTES = new Uint8Array();

/**
 * The client of a transaction, out of its packets: they are there already, so that a list needs to ask a store for nothing. `undefined`
 * where there are none.
 */
export function transactionClient(
  { request, response }: Pick<StoredTransaction, "request" | "response">,
): TransactionClient | undefined {
  const asked = summaryOf(request), answer = summaryOf(response), first = asked ?? answer;
  if (first === undefined) return undefined;
  const duid = asked?.clientId ?? answer?.clientId ?? NO_BYTES, peer = first.peerBytes;
  return {
    duid,
    interfaceId: first.interfaceId ?? NO_BYTES,
    remoteId: first.remoteId ?? NO_BYTES,
    macAddress: macOfDuid(duid) ?? (peer && macOfLinkLocal(peer)),
  };
}

/** What a client is called in a list: its DUID explained, or its MAC address with the vendor; empty where neither is known. */
export function transactionClientText({ duid, macAddress }: TransactionClient, vendorOf?: VendorOf): string {
  if (duid.length > 0) return shownDuid(duid, vendorOf).says;
  return macAddress === undefined ? "" : macText(macAddress, vendorOf);
}

/**
 * All that the client of a transaction is known by, to be looked through: its DUID in hexadecimal digits and explained, MAC address and
 * vendor, Interface-Id and Remote-ID, in lower case.
 */
export function clientHaystack(transaction: StoredTransaction, vendorOf?: VendorOf): string {
  const client = transactionClient(transaction);
  if (client === undefined) return "";
  const { whole, says } = shownDuid(client.duid, vendorOf), mac = client.macAddress ?? "";
  const port = [interfaceIdText(client.interfaceId), shownRemoteId(client.remoteId).whole];
  return [whole, says, macText(mac, vendorOf), mac.replaceAll(":", ""), ...port].join("\n").toLowerCase();
}

/** Whether a text in lower case is a part of what a client is known by; hexadecimal digits are found however they are divided. */
export function isInHaystack(haystack: string, text: string): boolean {
  if (haystack.includes(text)) return true;
  const digits = text.replace(/[:.-]/g, "");
  return digits !== "" && /^[0-9a-f]+$/.test(digits) && haystack.includes(digits);
}

function summaryOf(bytes: Uint8Array | undefined): MessageSummary | undefined {
  if (bytes === undefined) return undefined;
  try {
    return summarizeMessage(bytes);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}
