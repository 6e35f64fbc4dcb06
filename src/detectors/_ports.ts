import type { NewTransaction } from "../store/mod.ts";
import type { PortIdentity } from "./detector_setting.ts";
import { clientReference, type FindingSubject } from "./finding.ts";
import type { TransactionFacts } from "./transaction_facts.ts";
import { PacketParts } from "./_packet_parts.ts";

/** Bytes of an identifier that are looked at: they come from strangers. */
const MOST_BYTES = 130;

/** Bytes as a text of as many characters, to look something up by. */
export function keyOfBytes(bytes: Uint8Array): string {
  const part = bytes.length > MOST_BYTES ? bytes.subarray(0, MOST_BYTES) : bytes;
  return String.fromCharCode.apply(null, part as unknown as number[]);
}

/**
 * What tells the port of a transaction from others; `undefined` where no relay agent names one. An Interface-Id is the relay agent's own
 * name for the port: where it stands alone, the link-address has to tell relay agents apart.
 */
export function portKey(transaction: NewTransaction, identity: PortIdentity): string | undefined {
  const { interfaceId, remoteId } = transaction.client;
  const isById = identity !== "remote-id" && interfaceId.length > 0,
    isByRemote = identity !== "interface-id" && remoteId.length > 0;
  if (isById && isByRemote) return `${keyOfBytes(interfaceId)}\0${keyOfBytes(remoteId)}`;
  if (isByRemote) return `\0${keyOfBytes(remoteId)}`;
  return isById ? `${keyOfBytes(interfaceId)}\0\0${linkAddress(transaction)}` : undefined;
}

/** The port of a transaction as findings name it. */
export function portSubject({ transaction }: TransactionFacts, identity: PortIdentity): FindingSubject {
  const named = clientReference(transaction);
  const shownRemote = identity === "interface-id" ? "" : named.remoteId;
  return {
    kind: "port",
    interfaceId: identity === "remote-id" ? "" : named.interfaceId,
    remoteId: shownRemote,
    linkAddress: shownRemote === "" ? linkAddress(transaction) : "",
  };
}

function linkAddress({ request, response }: NewTransaction): string {
  const bytes = request ?? response;
  return bytes === undefined ? "" : String(new PacketParts(bytes).relays[0]?.linkAddress ?? "");
}
