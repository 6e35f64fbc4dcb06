import type { BrokerAddress } from "../kafka/broker_address.ts";
import type { Membership } from "../kafka/broker_requests.ts";
import type { ClusterConnections } from "../kafka/cluster_connections.ts";
import { errorTypes } from "../kafka/kafka_error.ts";
import { isUnreachable, needsRejoin, Perseverance } from "../kafka/perseverance.ts";
import { pause } from "../kafka/waiting.ts";
import {
  assignedPartitions,
  assignment,
  RANGE,
  shareByRange,
  subscribedTopics,
  subscription,
} from "./_group_protocol.ts";
import type { ConsumerSettings } from "./consumer_init.ts";

/** What a member was given, for as long as the group stays as it is. */
export interface Generation {
  /** The partitions, in order. */
  readonly partitions: readonly number[];
  /** All partitions of the topic, when this member has shared them out; `undefined` for the other members. */
  readonly shared: readonly number[] | undefined;
  /** Aborts when the partitions are to be shared anew, or `end` is called. */
  readonly over: AbortSignal;
  /** Says that they are. */
  end(): void;
}

/** The longest pause between two heartbeats. */
const HEARTBEAT_MS = 3000;

/** How long leaving may take. */
const LEAVING_MS = 1000;

/** How long a broker may take longer than it said to answer who joins. */
const JOIN_MARGIN_MS = 5000;

/** A member of a consumer group: it joins, tells that it lives, joins anew when others come or go, and leaves. */
export class GroupMember {
  readonly #cluster: ClusterConnections;
  readonly #settings: ConsumerSettings;
  #memberId = "";
  #membership: (Membership & { readonly partitions: readonly number[] }) | undefined;
  #coordinator: BrokerAddress | undefined;
  #heartbeats: AbortController | undefined;
  #hasJoined = false;
  #isJoining = false;
  /** When the group last took a heartbeat, as `performance.now()` tells it. */
  heartbeatAt: number | undefined;

  /** Nothing is connected yet. */
  constructor(cluster: ClusterConnections, settings: ConsumerSettings) {
    this.#cluster = cluster;
    this.#settings = settings;
  }

  /**
   * Joins the group, anew when it is a member, and goes on with heartbeats, which `onLost` hears of when they cannot be had any more.
   * Rejects when it cannot join, and when `signal` aborts.
   */
  async join(signal: AbortSignal, onLost: (error: unknown) => void): Promise<Generation> {
    this.#heartbeats?.abort();
    const perseverance = new Perseverance(this.#settings.sessionTimeoutMs);
    this.#membership = undefined;
    this.#isJoining = true;
    for (;;) {
      signal.throwIfAborted();
      try {
        const shared = await this.#joinAndSync();
        this.#hasJoined = true;
        return this.#begin(shared, onLost);
      } catch (error) {
        signal.throwIfAborted();
        if (!this.#hasJoined && isUnreachable(error)) throw error;
        this.#forget(error);
        await perseverance.bear(error, signal);
      } finally {
        this.#isJoining = this.#membership === undefined;
      }
    }
  }

  /** Notes how far was read; resolves in any case. Partitions that this member does not have are left out. */
  async commit(topic: string, offsets: ReadonlyMap<number, bigint>): Promise<void> {
    const membership = this.#membership, coordinator = this.#coordinator;
    if (!membership || !coordinator) return;
    const own = new Map([...offsets].filter(([partition]) => membership.partitions.includes(partition)));
    if (own.size === 0) return;
    await this.#cluster.ask(coordinator, "group", (broker) => broker.commit(membership, topic, own)).catch(() => {});
  }

  /** How far the group has noted that it has read; partitions without a note are left out. */
  async committed(
    topic: string,
    partitions: readonly number[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<number, bigint>> {
    const { groupId, sessionTimeoutMs } = this.#settings, perseverance = new Perseverance(sessionTimeoutMs);
    for (;;) {
      signal.throwIfAborted();
      try {
        const coordinator = this.#coordinator ??= await this.#cluster.askAny((broker) =>
          broker.findCoordinator(groupId)
        );
        return await this.#cluster.ask(coordinator, "group", (broker) => broker.committed(groupId, topic, partitions));
      } catch (error) {
        this.#forget(error);
        await perseverance.bear(error, signal);
      }
    }
  }

  /** Leaves the group, within a second or so; a broker that does not answer is not waited for. */
  async leave(): Promise<void> {
    this.#heartbeats?.abort();
    const id = this.#memberId, coordinator = this.#coordinator;
    this.#membership = undefined;
    this.#memberId = "";
    if (id === "" || !coordinator) return;
    // Behind a join that waits for other members, this would wait as well.
    const purpose = this.#isJoining ? "leaving" : "group";
    await this.#cluster.ask(coordinator, purpose, (broker) => broker.leave(this.#settings.groupId, id), LEAVING_MS)
      .catch(() => {});
  }

  /** Resolves to all partitions when this member shares them out. */
  async #joinAndSync(): Promise<readonly number[] | undefined> {
    const { groupId, topic, sessionTimeoutMs, rebalanceTimeoutMs } = this.#settings;
    const coordinator = this.#coordinator ??= await this.#cluster.askAny((broker) => broker.findCoordinator(groupId));
    const protocols = [{ name: RANGE, metadata: subscription(topic) }], longest = rebalanceTimeoutMs + JOIN_MARGIN_MS;
    const join = () =>
      this.#cluster.ask(
        coordinator,
        "group",
        (broker) => broker.join({ groupId, memberId: this.#memberId, sessionTimeoutMs, rebalanceTimeoutMs, protocols }),
        longest,
      );
    let answer = await join();
    if ("comeAgainAs" in answer) {
      this.#memberId = answer.comeAgainAs;
      answer = await join();
      if ("comeAgainAs" in answer) throw new Error("the group asks for a member's id that it has given");
    }
    const { generation, memberId, leaderId, members } = answer;
    this.#memberId = memberId;
    let shared: number[] | undefined, parts: ReadonlyMap<string, Uint8Array> = new Map();
    if (memberId === leaderId) {
      const { leaders } = await this.#cluster.places(topic);
      shared = [...leaders.keys()];
      const takers = members.filter(({ metadata }) => subscribedTopics(metadata).includes(topic)).map(({ id }) => id);
      const shares = shareByRange(takers, shared);
      parts = new Map(members.map(({ id }) => [id, assignment(topic, shares.get(id) ?? [])]));
    }
    const membership = { groupId, memberId, generation };
    const mine = await this.#cluster.ask(coordinator, "group", (broker) => broker.sync(membership, parts), longest);
    this.#membership = { ...membership, partitions: assignedPartitions(mine, topic) };
    return shared;
  }

  #begin(shared: readonly number[] | undefined, onLost: (error: unknown) => void): Generation {
    const over = new AbortController(), stop = new AbortController(), { partitions } = this.#membership!;
    this.heartbeatAt = performance.now();
    this.#heartbeats = stop;
    this.#beat(this.#membership!, over, stop.signal).catch((error) => {
      over.abort();
      onLost(error);
    });
    return { partitions, shared, over: over.signal, end: () => over.abort() };
  }

  /** Goes on when the group is to be shared anew, since what is being stored may take its time to be finished. */
  async #beat(membership: Membership, over: AbortController, stop: AbortSignal): Promise<void> {
    const { groupId, sessionTimeoutMs } = this.#settings;
    const everyMs = Math.min(HEARTBEAT_MS, sessionTimeoutMs / 6), perseverance = new Perseverance(sessionTimeoutMs);
    for (await pause(everyMs, stop); !stop.aborted;) {
      try {
        const coordinator = this.#coordinator ??= await this.#cluster.askAny((broker) =>
          broker.findCoordinator(groupId)
        );
        await this.#cluster.ask(coordinator, "group", (broker) => broker.heartbeat(membership));
      } catch (error) {
        if (stop.aborted) return;
        if (!needsRejoin(error)) {
          this.#forget(error);
          await perseverance.bear(error, stop);
          continue;
        }
        over.abort();
        if (!errorTypes(error).includes("REBALANCE_IN_PROGRESS")) return this.#forget(error);
      }
      perseverance.worked();
      this.heartbeatAt = performance.now();
      await pause(everyMs, stop);
    }
  }

  #forget(error: unknown): void {
    if (errorTypes(error).includes("UNKNOWN_MEMBER_ID")) this.#memberId = "";
    if (!needsRejoin(error)) this.#coordinator = undefined;
  }
}
