import { sameBytes } from "../../wire/same_bytes.ts";
import type { Microseconds } from "../../store/mod.ts";
import { fromHex, toHex } from "../../wire/mod.ts";
import { Recent } from "../_recent.ts";
import { Recurrence } from "../_recurrence.ts";
import { counted, subjectText } from "../_words.ts";
import type { Detector, DetectorContext, DetectorDeclaration } from "../detector.ts";
import { amount, type NumberValues, recovery, seconds } from "../detector_setting.ts";
import { type Finding, measureOf } from "../finding.ts";
import type { TransactionFacts } from "../transaction_facts.ts";

type Keys = "learning" | "clients" | "recover";

/** A server that nobody knows. */
export const unknownServer: DetectorDeclaration<Keys> = {
  id: "unknown-server",
  title: "Unknown server",
  finds:
    "An answer comes from a server DUID that is not among `knownServers`, or clients address one: a server that publishes nothing " +
    "is seen by what clients send to it where others hear it. Without `knownServers`, those that are seen while the detector learns " +
    "are known.",
  defaults:
    "A day of learning has all servers in it. One client may keep the DUID of a server that was replaced; two that address the " +
    "same unknown one have it from somewhere.",
  settings: {
    learning: seconds(
      86_400,
      "How long server DUIDs are learned, from the first transaction on, where none are configured.",
    ),
    clients: amount(2, "Clients that have to address an unknown server that does not answer itself."),
    recover: recovery(3600),
  },
  what: (finding) => {
    const clients = measureOf(finding, "clients");
    return `${subjectText(finding.subject)}, which is not known, ` +
      (clients === 0 ? `sent ${counted(finding.count, "answer")}.` : `is addressed by ${counted(clients, "client")}.`);
  },
  why:
    "Who answers DHCPv6 says which DNS servers clients use, and which addresses: a router that was plugged in the wrong way, or " +
    "somebody who wants to read along.",
  remedy:
    "Find the port that it is at by its DUID's MAC address, and let switches drop what servers send from ports of clients " +
    "(DHCPv6-Shield, RFC 7610). If it is a new server of your own, add its DUID to `knownServers`.",
  create: (settings, context) => new UnknownServer(settings, context),
};

/** Server DUIDs that are learned, and unknown ones that are told apart. */
const MOST_KNOWN = 500, MOST_UNKNOWN = 256, MOST_CLIENTS = 64;

type Kept =
  | readonly ["known", learnFrom: Microseconds | null | undefined, known: string[], suspects: string[]]
  | readonly ["addressed", duid: string, clients: string[], isYoung: boolean];

class UnknownServer implements Detector {
  readonly #settings: NumberValues<Keys>;
  readonly #isConfigured: boolean;
  readonly #known: Set<string>;
  readonly #answering: Recurrence;
  /** Clients that address each unknown server. */
  readonly #addressed = new Recent<Set<string>>(MOST_UNKNOWN);
  /** Those that were found unknown in an earlier life are not learned in this one. */
  readonly #suspects = new Set<string>();
  #learnFrom: Microseconds | undefined;
  /** The one that was looked at last, and known: mostly it is the same again. */
  #last: Uint8Array = new Uint8Array();

  constructor(settings: NumberValues<Keys>, context: DetectorContext) {
    this.#settings = settings;
    this.#known = new Set(context.common.knownServers.map((duid) => toHex(fromHex(duid))));
    this.#isConfigured = this.#known.size > 0;
    this.#answering = new Recurrence({ times: 1, window: 3600, severity: "failing" }, context);
    context.keep({ save: () => this.#save(), load: (kept: Kept) => this.#load(kept) });
  }

  resume({ subject }: Finding): void {
    if (subject.kind === "server-duid") this.#suspects.add(subject.duid);
  }

  observe(facts: TransactionFacts): void {
    const { transaction, at } = facts;
    this.#learnFrom ??= at;
    const isLearning = !this.#isConfigured && at < this.#learnFrom + this.#settings.learning * 1e6;
    if (transaction.responseType !== 0) {
      const duid = this.#unknownIn(facts.answerServerDuid);
      if (duid !== undefined && isLearning && this.#canBeLearned(duid)) this.#known.add(duid);
      else if (duid !== undefined) {
        return this.#answering.hit(duid, { at, transaction, subject: { kind: "server-duid", duid } });
      }
    }
    if (isLearning && this.#suspects.size === 0) return;
    const named = this.#unknownIn(facts.askedServerDuid);
    if (named !== undefined && (!isLearning || this.#suspects.has(named))) this.#isAddressed(named, facts);
  }

  #canBeLearned(duid: string): boolean {
    return this.#known.size < MOST_KNOWN && !this.#suspects.has(duid);
  }

  *#save(): Generator<Kept> {
    // What was configured is not learned: it may be configured otherwise next time.
    if (!this.#isConfigured) yield ["known", this.#learnFrom, [...this.#known], [...this.#suspects]];
    for (const [duid, clients, isYoung] of this.#addressed.entries()) yield ["addressed", duid, [...clients], isYoung];
  }

  #load(kept: Kept): void {
    if (kept[0] === "addressed") return this.#addressed.load(kept[1], new Set(kept[2]), kept[3]);
    if (this.#isConfigured) return;
    this.#learnFrom = kept[1] ?? undefined;
    for (const duid of kept[2]) this.#known.add(duid);
    for (const duid of kept[3]) this.#suspects.add(duid);
  }

  #unknownIn(duid: Uint8Array | undefined): string | undefined {
    if (duid === undefined || sameBytes(duid, this.#last)) return undefined;
    const text = toHex(duid.subarray(0, 130));
    if (!this.#known.has(text)) return text;
    this.#last = duid.slice();
    return undefined;
  }

  #isAddressed(duid: string, { transaction, at, client }: TransactionFacts): void {
    const { clients: least } = this.#settings;
    let clients = this.#addressed.get(duid);
    if (clients === undefined) this.#addressed.set(duid, clients = new Set());
    if (client !== undefined && clients.size < MOST_CLIENTS) clients.add(client.key);
    if (clients.size < least) return;
    this.#answering.hit(duid, {
      ...{ at, transaction, subject: { kind: "server-duid", duid } },
      measures: [{ name: "clients", value: clients.size, unit: "count", threshold: least }],
    });
  }
}
