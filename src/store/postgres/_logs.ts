import type { Microseconds, RecordPlace } from "../record_place.ts";
import type { PartitionPosition, StoreBatch } from "../transaction_store.ts";
import { numberArray, textArray } from "./_columns.ts";
import { storedText } from "../stored_text.ts";
import type { PostgresSession } from "./_session.ts";

type LogName = Pick<RecordPlace, "topic" | "partition">;

interface Log {
  readonly id: number;
  readonly next: bigint | undefined;
  /** Where records begin that were never counted, and the time up to which they were. */
  readonly counted: bigint;
  readonly countedUntil: Microseconds;
}

/** The partitions of topics that a batch is about, locked until the transaction ends. */
export class Logs {
  readonly #logs: ReadonlyMap<string, Log>;

  private constructor(logs: ReadonlyMap<string, Log>) {
    this.#logs = logs;
  }

  /** Locks the partitions that a batch names, those that are new as well. */
  static async lock(session: PostgresSession, batch: StoreBatch): Promise<Logs> {
    const names = new Map<string, LogName>();
    const add = (name: LogName) => {
      const key = keyOf(name);
      if (!names.has(key)) names.set(key, name);
    };
    for (const { place } of batch.transactions) add(place);
    for (const { place } of batch.quarantined) add(place);
    batch.positions.forEach(add);
    batch.gaps.forEach(add);
    return new Logs(await lockLogs(session, [...names.values()]));
  }

  /** Forgets how far the partitions of a topic were read, and returns how many they are. */
  static async forget(session: PostgresSession, topic: string): Promise<number> {
    const rows = await session.query(
      `with read as (
         select id from logs where topic = $1::text and next is not null order by topic, partition for update of logs
       ) update logs set next = null, covered_until = 0 from read where logs.id = read.id returning 1`,
      [storedText(topic)],
    );
    return rows.length;
  }

  /** Number of a partition. */
  id(place: LogName): number {
    return this.#log(place).id;
  }

  /** Where reading goes on in a partition; `undefined` where it was never read. */
  next(place: LogName): bigint | undefined {
    return this.#log(place).next;
  }

  /** Whether a position brings a partition forward that is being read from further back than it was read already. */
  isAgain(position: PartitionPosition): boolean {
    const { next, counted } = this.#log(position);
    return next !== undefined && next < counted && position.next > next;
  }

  /** Whether a record is not before the position of its partition. */
  isAhead(place: RecordPlace): boolean {
    const { next } = this.#log(place);
    return next === undefined || place.offset >= next;
  }

  /**
   * Whether a record was counted once, even if its row was swept since: it is one of those that were read, not one of a log that began
   * anew.
   */
  isCounted({ place, receivedAt }: { place: RecordPlace; receivedAt: Microseconds }): boolean {
    const { counted, countedUntil } = this.#log(place);
    return place.offset < counted && receivedAt <= countedUntil;
  }

  /** Sets positions where they are ahead of what is there. */
  async advance(session: PostgresSession, positions: readonly PartitionPosition[]): Promise<void> {
    await setPositions(
      session,
      positions,
      this,
      `next = greatest(logs.next, p.next), covered_until = greatest(logs.covered_until, p.covered_until),
       counted = greatest(counted, p.next),
       counted_until = case when p.next >= counted then greatest(counted_until, p.covered_until) else counted_until end`,
    );
  }

  /** Sets positions, also back. */
  async move(session: PostgresSession, positions: readonly PartitionPosition[]): Promise<void> {
    await setPositions(session, positions, this, "next = p.next, covered_until = p.covered_until");
  }

  #log(name: LogName): Log {
    return this.#logs.get(keyOf(name))!;
  }
}

function keyOf({ topic, partition }: LogName): string {
  return `${partition} ${topic}`;
}

async function lockLogs(session: PostgresSession, names: readonly LogName[]): Promise<Map<string, Log>> {
  if (names.length === 0) return new Map();
  const parameters = [
    textArray(names.map(({ topic }) => storedText(topic))),
    numberArray(names.map(({ partition }) => partition)),
  ];
  const lock = () =>
    session.query<{ id: number; next: string | null; counted: string; countedUntil: number } & LogName>(
      `select id, next::text, counted::text, counted_until as "countedUntil", topic, partition from logs
       where (topic, partition) in (select * from unnest($1::text[], $2::integer[]))
       order by topic, partition for update of logs`,
      parameters,
    );
  let rows = await lock();
  if (rows.length < names.length) {
    await session.query(
      `insert into logs (topic, partition)
       select * from unnest($1::text[], $2::integer[]) as p (topic, partition) order by topic collate "C", partition
       on conflict do nothing`,
      parameters,
    );
    rows = await lock();
  }
  return new Map(
    rows.map(({ id, next, counted, countedUntil, ...name }) => [
      keyOf(name),
      { id, next: next === null ? undefined : BigInt(next), counted: BigInt(counted), countedUntil },
    ]),
  );
}

async function setPositions(
  session: PostgresSession,
  positions: readonly PartitionPosition[],
  logs: Logs,
  assignment: string,
): Promise<void> {
  if (positions.length === 0) return;
  await session.query(
    `update logs set ${assignment}
     from unnest($1::integer[], $2::bigint[], $3::bigint[]) as p (id, next, covered_until) where logs.id = p.id`,
    [
      numberArray(positions.map((position) => logs.id(position))),
      numberArray(positions.map(({ next }) => next)),
      numberArray(positions.map(({ coveredUntil }) => coveredUntil)),
    ],
  );
}
