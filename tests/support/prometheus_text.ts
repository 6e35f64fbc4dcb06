import { runCommand } from "./command.ts";
import { supportFolder } from "./paths.ts";
import { pythonEnvironment } from "./python_environment.ts";

/** A metric as Prometheus' Python package reads it. */
export interface MetricFamily {
  /** Its name; that of a counter without `_total`. */
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

/** Reads metrics with the parser of PyPI's prometheus_client; it fails on what is not well-formed. Needs `python`. */
export async function readPrometheusText(
  text: string,
  { format = "text" }: { format?: "text" | "openmetrics" } = {},
): Promise<MetricFamily[]> {
  const python = await pythonEnvironment("python-prometheus", ["prometheus_client==0.26.0"]);
  const command = [python, `${supportFolder}python/prometheus_text.py`, ...(format === "text" ? [] : [format])];
  const { stdout } = await runCommand(command, { stdin: text });
  return JSON.parse(
    stdout,
    (key, value) => key === "value" ? Number(value.replace("inf", "Infinity")) : value,
  );
}

/** The value of one sample; `undefined` where there is none. */
export function valueOf(
  families: readonly MetricFamily[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const wanted = Object.entries(labels);
  return families.flatMap(({ samples }) => samples).find((sample) =>
    sample.name === name && Object.keys(sample.labels).length === wanted.length &&
    wanted.every(([label, value]) => sample.labels[label] === value)
  )?.value;
}
