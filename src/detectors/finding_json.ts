import { NEVER } from "../store/mod.ts";
import type { Finding, TransactionReference } from "./finding.ts";
import { findingText } from "./finding_text.ts";

/** A finding for JSON: names in kebab case, times as ISO 8601, offsets as text, and the texts for people. */
export function findingJson(finding: Finding): Record<string, unknown> {
  const { id, detector, severity, subject, since, lastSeen, until, reopened, measures, count, evidence } = finding;
  return {
    ...{ id, detector, severity, subject: subjectJson(subject) },
    since: isoTime(since),
    "last-seen": isoTime(lastSeen),
    until: until === undefined ? null : isoTime(until),
    ...{ reopened, count, measures, text: findingText(finding), evidence: evidence.map(referenceJson) },
  };
}

function subjectJson(subject: Finding["subject"]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(subject).map(([name, value]) => [kebab(name), name === "client" ? clientJson(value) : value]),
  );
}

function clientJson(client: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(client).map(([name, value]) => [kebab(name), value]));
}

function referenceJson({ place, receivedAt, server, client }: TransactionReference): Record<string, unknown> {
  const { topic, partition, offset } = place;
  return {
    topic,
    partition,
    offset: String(offset),
    "received-at": isoTime(receivedAt),
    server,
    client: clientJson({ ...client }),
  };
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function isoTime(at: number): string | null {
  return at >= NEVER || !Number.isFinite(at) ? null : new Date(at / 1000).toISOString();
}
