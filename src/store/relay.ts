import type { Microseconds } from "./record_place.ts";

/** What was asked of all servers through relay agents with one link-address (RFC 9915 section 9), in a time. */
export interface RelayTraffic {
  /** Number of the link-address in the store; 0 = of those without one. */
  readonly id: number;
  /**
   * The link-address, 16 bytes: that of the relay message closest to the client which has one that is not `::`. `undefined` = of clients
   * that no relay agent has spoken for so.
   */
  readonly linkAddress: Uint8Array | undefined;
  /** Clients that were there last, whenever that was. */
  readonly clients: number;
  /** Transactions. */
  readonly requests: number;
  /** Those that were not answered. */
  readonly unanswered: number;
  /** Those whose answer has a status other than Success. */
  readonly refused: number;
}

/** The time that relay agents are asked for. Hours are counted whole: `from` is rounded down, `to` up. */
export interface RelayQuestion {
  /** Not before this. */
  readonly from: Microseconds;
  /** Before this. */
  readonly to: Microseconds;
  /** Of this server. Default: of all. */
  readonly serverId?: number;
  /** How many link-addresses at most, those with most requests first. Default and most: 1000. */
  readonly limit?: number;
  /** Those behind this one alone. */
  readonly after?: Pick<RelayTraffic, "requests" | "id">;
}

/** Where clients are connected, by what relay agents say. */
export interface PortKey {
  /** Interface-Id of the relay agent closest to the client that gives one; empty when none does. */
  readonly interfaceId: Uint8Array;
  /** Remote-ID likewise, its enterprise number in the first four bytes; empty when there is none. */
  readonly remoteId: Uint8Array;
}

/** A port as a store knows it. */
export interface StoredPort extends PortKey {
  /** Clients: different DUIDs. */
  readonly clients: number;
  /** Link-addresses that they were behind last: several where relay agents use the same names for their ports. */
  readonly linkAddresses: number;
}

/** How many different clients there were in a time, to 6 % in 19 of 20 cases. */
export interface ClientCounts {
  /** At all servers together. */
  readonly all: number;
  /** At each server, by its number; servers that had none are not in it. */
  readonly byServer: ReadonlyMap<number, number>;
}
