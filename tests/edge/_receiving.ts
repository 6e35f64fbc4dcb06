import type { CallbackReceiver, EdgeRecord, PushHandlerOptions, RecordProblem } from "@dhcpkit/kafka/edge";

/** What came in, in order. */
export type Received = CallbackReceiver & PushHandlerOptions & {
  /** The servers of transactions that were taken. */
  readonly servers: string[];
  /** The ids of transactions that were handed over, whatever became of them. */
  readonly ids: string[];
  /** What was set aside. */
  readonly aside: (RecordProblem & { readonly record: EdgeRecord | undefined; readonly id: string })[];
  /** Why something failed. */
  readonly errors: unknown[];
  /** Servers whose transactions fail, and whether setting aside does. */
  readonly failing: { servers: Set<string>; aside: boolean };
};

/** Something that takes records, and fails where it is told to. Lets anybody in. */
export function receiving(more: Partial<CallbackReceiver & PushHandlerOptions> = {}): Received {
  const servers: string[] = [], ids: string[] = [], aside: Received["aside"] = [], errors: unknown[] = [];
  const failing = { servers: new Set<string>(), aside: false };
  return {
    ...{ servers, ids, aside, errors, failing },
    authenticate: "anyone",
    onTransaction({ summary }, { id }) {
      ids.push(id);
      if (failing.servers.has(summary!.serverName)) {
        throw new Error(`the password of ${summary!.serverName} is hunter2`);
      }
      servers.push(summary!.serverName);
    },
    onPoison(problem, record, { id }) {
      if (failing.aside) throw new Error("the queue is away");
      aside.push({ ...problem, record, id });
    },
    onFailure: (error) => errors.push(error),
    ...more,
  };
}
