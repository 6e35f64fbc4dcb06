import { type Finding, findingOf, type FindingText, findingText, subjectKey } from "../../detectors/mod.ts";
import type {
  ClientIdentity,
  FindingFilter,
  LeaseInterval,
  LeaseKey,
  StoredClient,
  StoredFinding,
  StoredServer,
  TransactionReader,
} from "../../store/mod.ts";
import { toHex } from "../../wire/mod.ts";
import type { Tone } from "../present/tone.ts";
import { addressText } from "../present/identifier.ts";

/** A finding with what it says. */
export interface ToldFinding extends FindingText {
  readonly finding: Finding;
}

/** Most of a client, port or server that a page shows. */
const SHOWN = 20;
/** Most that are looked through for what no filter finds. */
const LOOKED_THROUGH = 200;
/** A store takes so many subjects at once. */
const MOST_SUBJECTS = 100;
/** Findings name identifiers by so many bytes of theirs. */
const NAMED_BYTES = 130;

/** What a store kept, without what is no finding: another version may have written it. */
export function toldFindings(stored: readonly StoredFinding[]): ToldFinding[] {
  return stored.flatMap((one) => toldFinding(one) ?? []);
}

/** A finding that a store kept; `undefined` for what is none. */
export function toldFinding(stored: StoredFinding): ToldFinding | undefined {
  try {
    const finding = findingOf(stored);
    return { ...findingText(finding), finding };
  } catch {
    return undefined;
  }
}

/** How bad a finding is now: what is over is no reason for colour. */
export function toneOf({ severity, until }: Finding): Tone {
  if (until !== undefined) return "fine";
  return severity === "failing" ? "failing" : "degraded";
}

/** Those that last, the ones that fail clients first, then those that began last. */
export async function openFindings(reader: TransactionReader): Promise<ToldFinding[]> {
  const stored = await reader.findings({ open: true }, { limit: LOOKED_THROUGH });
  return byUrgency(toldFindings(stored));
}

/** What was found of a client, its leases and its port. */
export async function findingsOfClient(
  reader: TransactionReader,
  client: StoredClient,
  leases: readonly LeaseInterval[],
): Promise<ToldFinding[]> {
  const reference = {
    duid: named(client.duid),
    interfaceId: named(client.interfaceId),
    remoteId: named(client.remoteId),
  };
  const keys = new Set<LeaseKey>(leases.map(({ lease }) => lease));
  const subjects = [
    subjectKey({ kind: "client", client: reference }),
    ...portSubjects(client, [client.linkAddress]),
    ...Array.from(keys, (lease) => subjectKey({ kind: "lease", lease, client: reference })),
  ];
  const found = await findingsOf(reader, { subject: subjects.slice(0, MOST_SUBJECTS) });
  // Clients without a DUID have one subject together; their port tells them apart.
  return found.filter(({ finding: { subject } }) =>
    subject.kind !== "client" || client.duid.length > 0 ||
    (subject.client.interfaceId === reference.interfaceId && subject.client.remoteId === reference.remoteId)
  );
}

/** What was found of a port, whatever tells ports apart for the detectors. */
export async function findingsOfPort(
  reader: TransactionReader,
  port: Pick<ClientIdentity, "interfaceId" | "remoteId">,
  clients: readonly StoredClient[],
): Promise<ToldFinding[]> {
  const subjects = portSubjects(port, clients.map(({ linkAddress }) => linkAddress));
  return subjects.length === 0 ? [] : await findingsOf(reader, { subject: subjects });
}

/** What was found of a server, alone or with others. */
export async function findingsOfServer(reader: TransactionReader, { name }: StoredServer): Promise<ToldFinding[]> {
  const [alone, together] = await Promise.all([
    findingsOf(reader, { subject: subjectKey({ kind: "server", server: name }) }),
    reader.findings({ subjectKind: "servers" }, { limit: LOOKED_THROUGH }),
  ]);
  const withOthers = toldFindings(together).filter(({ finding: { subject } }) =>
    subject.kind === "servers" && subject.servers.includes(name)
  );
  return byUrgency([...alone, ...withOthers]).slice(0, SHOWN);
}

/** What was found of relay agents with a link-address. */
export async function findingsOfRelay(reader: TransactionReader, linkAddress: Uint8Array): Promise<ToldFinding[]> {
  const text = addressText(linkAddress),
    stored = await reader.findings({ subjectKind: "relay" }, {
      limit: LOOKED_THROUGH,
    });
  return byUrgency(
    toldFindings(stored).filter(({ finding: { subject } }) => subject.kind === "relay" && subject.linkAddress === text),
  ).slice(0, SHOWN);
}

async function findingsOf(reader: TransactionReader, filter: FindingFilter): Promise<ToldFinding[]> {
  return byUrgency(toldFindings(await reader.findings(filter, { limit: LOOKED_THROUGH }))).slice(0, SHOWN);
}

function byUrgency(findings: readonly ToldFinding[]): ToldFinding[] {
  const rank = ({ finding }: ToldFinding) => ["failing", "degraded", "fine"].indexOf(toneOf(finding));
  return findings.toSorted((a, b) => rank(a) - rank(b) || b.finding.since - a.finding.since);
}

/** The names that findings may have for a port: by both of its identifiers, or by one. */
function portSubjects(
  { interfaceId, remoteId }: Pick<ClientIdentity, "interfaceId" | "remoteId">,
  linkAddresses: readonly (Uint8Array | undefined)[],
): string[] {
  const port = { kind: "port", interfaceId: named(interfaceId), remoteId: named(remoteId), linkAddress: "" } as const;
  const links = Array.from(new Set(["", ...linkAddresses.map(addressText)])).slice(0, MOST_SUBJECTS / 2);
  const byInterface = links.map((linkAddress) => ({ ...port, remoteId: "", linkAddress }));
  const all = [
    ...(remoteId.length > 0 ? [port, { ...port, interfaceId: "" }] : []),
    ...(interfaceId.length > 0 ? byInterface : []),
  ];
  return Array.from(new Set(all.map(subjectKey)));
}

function named(bytes: Uint8Array): string {
  return toHex(bytes.subarray(0, NAMED_BYTES));
}
