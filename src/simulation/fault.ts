import type { NodeName, ServerName } from "./access_node.ts";
import type { Wish } from "./device.ts";
import type { DhcpClient } from "./dhcp_client.ts";
import type { Subscriber } from "./subscriber.ts";

/** What can be wrong in the network. */
export type FaultId =
  | "slow-server"
  | "overload"
  | "silent-server"
  | "wrong-clock"
  | "ignored-port"
  | "forgotten-lease"
  | "zero-lifetime"
  | "late-timer"
  | "early-timer"
  | "two-prefixes"
  | "storm"
  | "standby-awake"
  | "rogue-server"
  | "cloned-duid"
  | "circle"
  | "wrong-times"
  | "no-addresses"
  | "crowded-port"
  | "empty-pool"
  | "many-names";

/** What a client does, until it is over. */
export type Life = (client: DhcpClient) => Promise<void>;

/** The subscribers who show a fault. */
export interface Cast {
  readonly count: number;
  readonly node: NodeName;
  /** What they ask for. */
  readonly wish: Wish;
  /** All are at one port. */
  readonly atOnePort?: true;
  /** All are the same device, as far as one can tell. */
  readonly asOneDevice?: true;
  /** When the one with this number appears, in seconds from the beginning on. */
  readonly appears: (order: number) => number;
  /** Servers that also hear what names another one. */
  readonly alsoHears?: readonly ServerName[];
}

/** What should be found of a fault. */
export interface Label {
  /** Id of the detector. */
  readonly detector: string;
  /** What the subject of its finding has. */
  readonly subject: Readonly<Record<string, unknown>>;
}

/** Something that is wrong in the network, with what should be found of it. */
export interface Fault {
  readonly id: FaultId;
  /** What is wrong, in a sentence for people. */
  readonly what: string;
  /** Default: nobody in particular. */
  readonly cast?: Cast;
  /** How the cast lives. Default: as everybody does. */
  readonly life?: Life;
  /** What should be found, when these are the cast. */
  labels(cast: readonly Subscriber[]): Label[];
}
