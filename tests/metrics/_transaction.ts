import type { NewTransaction } from "@dhcpkit/kafka/store";

const NO_BYTES = new Uint8Array();

/** A transaction of one server, answered within a millisecond; `changes` take the place of what it has. */
export function transaction(changes: Partial<NewTransaction> = {}): NewTransaction {
  return {
    place: { topic: "dhcpkit.messages", partition: 0, offset: 0n },
    server: "dhcp01",
    client: { duid: NO_BYTES, interfaceId: NO_BYTES, remoteId: NO_BYTES },
    clientAddress: undefined,
    linkAddress: undefined,
    macAddress: undefined,
    receivedAt: 1_700_000_000_000_000,
    recordedAt: 1_700_000_000_050_000,
    duration: 1000,
    requestType: 1,
    responseType: 2,
    transactionId: 1,
    outcome: "answered",
    reason: "",
    request: undefined,
    response: undefined,
    hostName: "",
    vendorClass: "",
    leaseEvents: [],
    digest: 0,
    ...changes,
  };
}
