import { topicName } from "../config/topic_name.ts";

/** Where `transcode` writes to. */
export type TranscodeTarget =
  | { readonly to: "topic" | "leases"; readonly topic: string }
  | { readonly to: "ndjson" | "csv"; readonly path: string | undefined };

/** Where `transcode` reads from. */
export type TranscodeInput =
  | { readonly from: "binary" | "json" }
  | { readonly from: "ndjson"; readonly path: string | undefined };

/** The words behind `--to`. Throws `RangeError`. */
export function transcodeTarget([to, name, ...others]: readonly string[]): TranscodeTarget {
  if (others.length > 0) throw new RangeError(`--to ${to}: ${others.join(" ")} is too much`);
  switch (to) {
    case "topic":
    case "leases":
      if (name === undefined) throw new RangeError(`--to ${to}: the name of the topic is missing`);
      return { to, topic: topicName(name) };
    case "ndjson":
    case "csv":
      return { to, path: name };
  }
  throw new RangeError(`--to ${to}: write topic NAME, leases NAME, ndjson [FILE] or csv [FILE]`);
}

/** The words behind `--from`. Throws `RangeError`. */
export function transcodeInput([from, path, ...others]: readonly string[]): TranscodeInput {
  if (others.length > 0 || (path !== undefined && from !== "ndjson")) {
    throw new RangeError(`--from ${from}: ${[path, ...others].join(" ")} is too much; the topic is given by --topic`);
  }
  if (from === "ndjson") return { from, path };
  if (from === "binary" || from === "json") return { from };
  throw new RangeError(`--from ${from}: write binary, json or ndjson [FILE]`);
}

/**
 * The consumer group of a run that is told none. Runs with the same source and the same target go on where the last one ended; what
 * standard output was given is gone, so that each run gets all of it.
 */
export function groupFor(topic: string, target: TranscodeTarget): string {
  const isGone = "path" in target && (target.path ?? "-") === "-";
  const name = isGone ? `stdout-${crypto.randomUUID()}` : "path" in target ? target.path : target.topic;
  return `dhcpkit-transcode-${topic}-${name}`;
}
