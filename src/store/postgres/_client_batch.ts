import { hash } from "node:crypto";
import type { ClientIdentity, NewTransaction } from "../new_transaction.ts";
import type { Microseconds } from "../record_place.ts";

/** What a client has told of itself, the last of it that is not empty. */
export interface ClientRow {
  readonly identity: ClientIdentity;
  /** SHA-256 of the identity, in hexadecimal digits. */
  readonly digest: string;
  address: Uint8Array | undefined;
  mac: string | undefined;
  link: Uint8Array | undefined;
  hostName: string;
  vendorClass: string;
  first: Microseconds;
  last: Microseconds;
  /** Number in the database; 0 until it is known. */
  id: number;
}

/** The clients of the transactions of a batch. */
export class ClientBatch {
  /** Each client once, in the order of digests, which is the order that their rows are locked in. */
  readonly rows: readonly ClientRow[];
  /** The client of each transaction. */
  readonly #of: readonly ClientRow[];

  constructor(transactions: readonly NewTransaction[]) {
    const byDigest = new Map<string, ClientRow>();
    this.#of = transactions.map((transaction) => {
      const digest = digestOf(transaction.client);
      let row = byDigest.get(digest);
      if (row === undefined) byDigest.set(digest, row = newRow(transaction, digest));
      tell(row, transaction);
      return row;
    });
    this.rows = [...byDigest.values()].sort((a, b) => a.digest < b.digest ? -1 : 1);
  }

  /** Number of the client of a transaction. */
  id(index: number): number {
    return this.#of[index].id;
  }
}

let scratch = new Uint8Array(1 << 12);

/** Distinguishes clients whatever the length of what they are known by. */
function digestOf({ duid, interfaceId, remoteId }: ClientIdentity): string {
  const start = 8, length = start + duid.length + interfaceId.length + remoteId.length;
  if (scratch.length < length) scratch = new Uint8Array(length * 2);
  const view = new DataView(scratch.buffer);
  view.setUint32(0, duid.length);
  view.setUint32(4, interfaceId.length);
  scratch.set(duid, start);
  scratch.set(interfaceId, start + duid.length);
  scratch.set(remoteId, start + duid.length + interfaceId.length);
  return hash("sha256", scratch.subarray(0, length), "hex");
}

function newRow({ client, receivedAt }: NewTransaction, digest: string): ClientRow {
  return {
    identity: client,
    digest,
    address: undefined,
    mac: undefined,
    link: undefined,
    hostName: "",
    vendorClass: "",
    first: receivedAt,
    last: receivedAt,
    id: 0,
  };
}

function tell(row: ClientRow, told: NewTransaction): void {
  const { receivedAt, clientAddress, macAddress, linkAddress, hostName, vendorClass } = told;
  const isLast = receivedAt >= row.last;
  if (receivedAt < row.first) row.first = receivedAt;
  if (isLast) row.last = receivedAt;
  if (clientAddress !== undefined && (isLast || row.address === undefined)) row.address = clientAddress;
  if (macAddress !== undefined && (isLast || row.mac === undefined)) row.mac = macAddress;
  if (linkAddress !== undefined && (isLast || row.link === undefined)) row.link = linkAddress;
  if (hostName !== "" && (isLast || row.hostName === "")) row.hostName = hostName;
  if (vendorClass !== "" && (isLast || row.vendorClass === "")) row.vendorClass = vendorClass;
}
