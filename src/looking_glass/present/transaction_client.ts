import { type MessageSummary, summarizeMessage, WireError } from "../../dhcpv6/mod.ts";
import { macOfDuid, macOfLinkLocal } from "../../store/mac_address.ts";
import type { PortKey, StoredTransaction } from "../../store/mod.ts";
import { interfaceIdText, shownDuid, shownRemoteId } from "./identifier.ts";
import { macText } from "./identifier.ts";
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
 * Whether a text, in lower case, is a part of what is known of the client: of its DUID in hexadecimal digits or explained, its MAC address,
 * Interface-Id or Remote-ID.
 */
export function isClientLike(client: TransactionClient, text: string, vendorOf?: VendorOf): boolean {
  const { whole, says } = shownDuid(client.duid, vendorOf), mac = client.macAddress ?? "";
  const texts = [
    says,
    mac,
    macText(mac, vendorOf),
    interfaceIdText(client.interfaceId),
    shownRemoteId(client.remoteId).whole,
  ];
  if (texts.some((one) => one.toLowerCase().includes(text))) return true;
  const digits = text.replace(/[:.-]/g, "");
  return digits !== "" && (whole.includes(digits) || mac.replaceAll(":", "").includes(digits));
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
