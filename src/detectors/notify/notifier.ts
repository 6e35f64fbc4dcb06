import { Recent } from "../_recent.ts";
import type { Finding, FindingChange, FindingSeverity } from "../finding.ts";
import type { ResumedFinding, Told } from "../stored_finding.ts";
import { type Notice, noticeOf, type NotificationSink } from "./notice.ts";

/** Who is told, and how often. */
export interface NotifierInit {
  /** Where notices go. */
  readonly sinks: readonly NotificationSink[];
  /** Seconds, in the time of transactions, after which a finding that lasts is told of again. Default: 4 hours. */
  readonly repeatAfter?: number;
  /** What is not as bad is not told of. Default: `warning`, so everything is. */
  readonly least?: FindingSeverity;
  /** Called when a sink throws against its promise. Default: nothing. */
  readonly onError?: (error: unknown) => void;
}

/** Findings of which it is known what was told. */
const MOST_TOLD = 20_000;

/**
 * Turns what becomes of findings into notices, few enough to be read: a finding is told of once when it opens, again when it becomes
 * worse or after {@linkcode NotifierInit.repeatAfter}, and once when it is over. One that comes and goes is told of at most twice in
 * that time.
 *
 * @example
 * ```ts
 * import { Notifier } from "@dhcpkit/kafka/detectors/notify";
 * import { assertEquals } from "@std/assert";
 *
 * const notifier = new Notifier({ sinks: [{ notify: ({ text }) => console.log(text.what) }] });
 * notifier.take([]);
 * assertEquals(notifier.told, 0);
 * ```
 */
export class Notifier {
  readonly #sinks: readonly NotificationSink[];
  readonly #repeatAfter: number;
  readonly #least: FindingSeverity;
  readonly #onError: (error: unknown) => void;
  readonly #told = new Recent<Told>(MOST_TOLD);
  #count = 0;

  /** A notifier that has told nothing yet. */
  constructor({ sinks, repeatAfter = 14_400, least = "warning", onError = () => {} }: NotifierInit) {
    this.#sinks = sinks;
    this.#repeatAfter = repeatAfter * 1e6;
    this.#least = least;
    this.#onError = onError;
  }

  /** Notices that went to every sink. */
  get told(): number {
    return this.#count;
  }

  /** Takes note of what was told of findings in an earlier life: where that is not known, as often as was due since they began. */
  resume(findings: readonly ResumedFinding[]): void {
    for (const { id, severity, since, lastSeen, until, told } of findings) {
      if (told !== undefined) {
        this.#told.set(id, told);
        continue;
      }
      const at = since + Math.floor((lastSeen - since) / this.#repeatAfter) * this.#repeatAfter;
      this.#told.set(id, { kind: until === undefined ? "opened" : "recovered", at, severity });
    }
  }

  /** Takes what became of findings, in order. Never throws. */
  take(changes: readonly FindingChange[]): void {
    this.send(this.notices(changes));
  }

  /** What somebody has to be told of changes, in order: it counts as told from now on, and has to be sent. */
  notices(changes: readonly FindingChange[]): readonly Notice[] {
    return changes.flatMap((change) => {
      const kind = this.#kindOf(change);
      if (kind === undefined) return [];
      this.#note(change, kind);
      return [noticeOf(change, kind)];
    });
  }

  /** Sends notices to every sink. Never throws. */
  send(notices: readonly Notice[]): void {
    for (const notice of notices) {
      this.#count++;
      for (const sink of this.#sinks) {
        try {
          sink.notify(notice);
        } catch (error) {
          this.#onError(error);
        }
      }
    }
  }

  /** What was told of a finding last. */
  toldOf(id: string): Told | undefined {
    return this.#told.peek(id);
  }

  /** What somebody has to be told of a change; nothing when they know. */
  #kindOf({ kind, at, finding }: FindingChange): Notice["kind"] | undefined {
    if (this.#least === "failing" && finding.severity !== "failing") return undefined;
    const told = this.#told.get(finding.id);
    if (kind === "recovered") return told?.kind === "opened" ? "recovered" : undefined;
    if (told === undefined) return "opened";
    const isDue = at - told.at >= this.#repeatAfter, isWorse = isWorseThan(finding, told.severity);
    if (!isDue && !isWorse) return undefined;
    return told.kind === "opened" ? "still" : "opened";
  }

  #note({ at, finding: { id, severity } }: FindingChange, kind: Notice["kind"]): void {
    const before = this.#told.get(id)?.at ?? at;
    this.#told.set(id, {
      kind: kind === "recovered" ? "recovered" : "opened",
      at: kind === "recovered" ? before : at,
      severity,
    });
  }
}

function isWorseThan({ severity }: Finding, before: FindingSeverity): boolean {
  return severity === "failing" && before === "warning";
}
