import { REFERENCE } from "./_peers.ts";

/** A line that a program prints: nanoseconds of processor time an operation in each sample, or why there are none. */
export interface Line {
  readonly impl: string;
  readonly fix: string;
  readonly op: string;
  readonly cpu: readonly number[] | null;
  readonly err?: string;
}

/** What is known of one piece of work of one implementation. */
export interface Figure {
  readonly impl: string;
  readonly fix: string;
  readonly op: string;
  /** Nanoseconds of processor time, all rounds together. */
  readonly samples: readonly number[];
  /** Median of the samples. */
  readonly median: number;
  /** Its median in medians of the reference, where that does the same to the same fixture. */
  readonly ratio?: number;
}

/** What was measured, over all rounds. */
export class Figures {
  #samples = new Map<string, number[]>();
  #refusals = new Set<string>();

  /** Takes what a program printed; lines that are not JSON are for people. */
  add(output: string): void {
    for (const text of output.split("\n").filter((line) => line.startsWith("{"))) {
      const { impl, fix, op, cpu, err }: Line = JSON.parse(text);
      if (err) this.#refusals.add(`${impl} cannot ${op} fixture ${fix}: ${err}`);
      else if (cpu) this.#of(impl, fix, op).push(...cpu);
    }
  }

  /** One piece of work of one implementation, or `undefined` where it was not measured. */
  find(impl: string, fix: string, op: string): Figure | undefined {
    const samples = this.#of(impl, fix, op);
    if (samples.length === 0) return undefined;
    const median = medianOf(samples), reference = this.#of(REFERENCE, fix, referenceOp(op));
    return { impl, fix, op, samples, median, ratio: reference.length ? median / medianOf(reference) : undefined };
  }

  /** All that was measured: by fixture, then by work, the fastest first. */
  all(): Figure[] {
    return [...this.#samples.keys()].map((key) => this.find(...JSON.parse(key) as [string, string, string]))
      .filter((figure) => figure !== undefined)
      .sort((a, b) => a.fix.localeCompare(b.fix) || a.op.localeCompare(b.op) || a.median - b.median);
  }

  /** What an implementation refused to do. */
  refusals(): string[] {
    return [...this.#refusals];
  }

  #of(...key: [impl: string, fix: string, op: string]): number[] {
    const name = JSON.stringify(key), samples = this.#samples.get(name) ?? [];
    this.#samples.set(name, samples);
    return samples;
  }
}

/** The reference knows `decode` and `encode`: `decode_stored` is compared with the former. */
function referenceOp(op: string): string {
  return op.replace(/_.*/, "");
}

function medianOf(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b), middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
