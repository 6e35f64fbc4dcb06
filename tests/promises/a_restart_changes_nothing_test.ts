import { assert, assertEquals } from "@std/assert";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { storedFinding } from "@dhcpkit/kafka/detectors";
import { Notifier } from "@dhcpkit/kafka/detectors/notify";
import type { StoredFinding, TransactionStore } from "@dhcpkit/kafka/store";
import { Follower } from "@dhcpkit/kafka/watch";
import { HOUR, MINUTE, SECOND, START } from "../detectors/_exchange.ts";
import { faultyDay } from "../detectors/_faulty_day.ts";
import { prefixOf, type SimulatedNetwork } from "../detectors/_network.ts";
import { SeededRandom } from "../vectors/random.ts";
import { WrittenDay } from "../watch/_day.ts";

const HOURS = 36, EVERY = 10 * MINUTE;
const network = faultyDay(12).network;
lateTrouble(network);
const partitions = network.partitions();

/** What takes longer to be found than is looked at again at the start, with every setting as it is by default. */
function lateTrouble(network: SimulatedNetwork): void {
  const clients = Array.from({ length: 4 }, () => network.client()),
    asked = {},
    hours = (n: number) => START + n * HOUR;
  const given = { prefix: prefixOf(clients[0]), t1: 1800, t2: 2880 };
  for (let minute = 0; minute < HOURS * 60; minute += 15) {
    const at = START + minute * MINUTE, client = clients[minute / 15 % 4];
    network.exchange({ at, server: "dhcp01", client, request: "Solicit", response: "Advertise", asked, given });
    // One server that nobody knows is addressed, and another one answers.
    if (at < hours(25)) continue;
    network.exchange({ at: at + SECOND, server: "dhcp01", client, request: "Request", named: "rogue", asked });
    network.exchange({
      at: at + 2 * SECOND,
      server: "new",
      client,
      request: "Request",
      response: "Reply",
      asked,
      given,
    });
  }
  for (let i = 0; i < 250; i++) {
    const client = network.client({ relay: 7 }), at = hours(27) + i * SECOND;
    network.exchange({ at, server: "dhcp01", client, request: "Solicit", response: "Advertise", asked, given });
  }
  const flapping = network.client(), late = network.client();
  for (let hour = 1; hour < HOURS; hour += 4.5) {
    network.bind(flapping, "dhcp02", hours(hour), { prefix: prefixOf(flapping, hour * 2), t1: 1800, t2: 2880 });
  }
  network.live({ client: late, server: "dhcp03", from: hours(1), to: hours(HOURS), every: 9 * 3600, valid: 36 * 3600 });
}

/** What is in the store in the end, and what somebody was told. */
interface Found {
  readonly findings: readonly StoredFinding[];
  readonly told: readonly string[];
}

/** A day and a half as a collector that keeps up writes it; `ends` says before each part whether detection ends, and how. */
async function live(ends: () => "no" | "in good order" | "killed"): Promise<Found> {
  await using store = await sqliteStore(":memory:");
  const day = new WrittenDay(partitions), told: string[] = [];
  let now = START, life: Life | undefined;
  while (now < START + HOURS * HOUR) {
    const end = ends();
    if (end === "in good order") await life?.keep();
    if (end !== "no") life = undefined;
    life ??= new Life(store, () => now / 1000, told);
    now += EVERY;
    await day.writeUpTo(store, now);
    await life.goOn();
  }
  const findings = (await store.findings({}, { limit: 1000 })).map((one) => ({
    ...one,
    detail: one.detail.replace(/,"told":.*/, "}"),
  }));
  return { findings, told: told.toSorted() };
}

/** Detection from a start to an end, as a `Watch` does it. */
class Life {
  readonly #store: TransactionStore;
  readonly #follower: Follower;
  readonly #notifier: Notifier;
  #parts = 0;

  constructor(store: TransactionStore, now: () => number, told: string[]) {
    this.#store = store;
    this.#follower = new Follower(store, { numbersMs: 0 }, now);
    this.#notifier = new Notifier({
      sinks: [{ notify: ({ kind, finding: { id, since } }) => void told.push(`${kind} ${id} ${since}`) }],
    });
  }

  async goOn(): Promise<void> {
    for (;;) {
      const { changes, abandoned, resumed, isIdle } = await this.#follower.step();
      assertEquals(abandoned, [], "nothing is closed that goes on");
      this.#notifier.resume(resumed);
      const notices = this.#notifier.notices(changes);
      await this.#store.writeFindings(
        changes.map(({ finding }) => storedFinding({ ...finding, told: this.#notifier.toldOf(finding.id) })),
      );
      this.#notifier.send(notices);
      if (isIdle) break;
    }
    // Now and then, so that whoever is killed has to look at some of it again.
    if (this.#parts++ % 12 === 11) await this.keep();
  }

  async keep(): Promise<void> {
    const kept = await this.#follower.save();
    if (kept !== undefined) await this.#store.keepDetection(kept);
  }
}

Deno.test("a day in which detection ends at any time has the findings of one in which it does not, and tells of each once", async () => {
  const usual = await live(() => "no"), detectors = new Set(usual.findings.map(({ detector }) => detector));
  for (const detector of ["unknown-server", "duid-burst", "prefix-flap", "late-renew", "slow-answer", "clock-skew"]) {
    assert(detectors.has(detector), `${detector} is found`);
  }
  assert(usual.findings.length > 25, String(usual.findings.length));
  for (const seed of [1, 2, 3]) {
    const random = new SeededRandom(seed);
    let ends = 0;
    const found = await live(() => {
      if (random.below(8) > 0) return "no";
      ends++;
      return random.below(2) === 0 ? "in good order" : "killed";
    });
    assert(ends > 15, String(ends));
    assertEquals(found.findings, usual.findings, `seed ${seed}`);
    assertEquals(found.told, usual.told, `seed ${seed}`);
  }
});
