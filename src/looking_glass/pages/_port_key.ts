import { fromHex, toHex } from "../../wire/mod.ts";
import type { PortKey, TransactionReader } from "../../store/mod.ts";
import { type PageContext, PageProblem, rowNumber } from "../frame/page.ts";
import { interfaceIdText, shownRemoteId } from "../present/identifier.ts";

/** A port, with the number of a client on it where one is known. */
export type KnownPort = PortKey & { readonly id?: number | undefined };

/**
 * Digits that the name of a port may have in an address. The identifiers have 65,535 bytes each at most, and addresses 4,096 characters: a
 * longer name is told by a client on the port, which is on no other one as long as it is kept.
 */
const MOST_DIGITS = 2000;
/** Characters of a name that is looked for instead. */
const MOST_SEARCHED = 100;

/** The address of a port's page; of a search for the beginning of its name where that is too long and no client on it is known. */
export function portAddress(port: KnownPort): string {
  const { interfaceId, remoteId, id } = port;
  if (isShort(port)) {
    return `/port?${new URLSearchParams({ "interface-id": toHex(interfaceId), "remote-id": toHex(remoteId) })}`;
  }
  return id === undefined ? portSearch(port) : `/port?client=${id}`;
}

/** The address of a search for a part of a port's name. */
export function portSearch({ interfaceId, remoteId }: PortKey): string {
  const text = interfaceIdText(interfaceId) || shownRemoteId(remoteId).whole;
  return `/clients?${new URLSearchParams({ q: `"${text.slice(0, MOST_SEARCHED)}"` })}`;
}

/** The ports, with the number of a client on those that cannot be named without. */
export async function knownPorts<Port extends PortKey>(
  reader: Pick<TransactionReader, "clients">,
  ports: readonly Port[],
): Promise<(Port & KnownPort)[]> {
  return await Promise.all(ports.map(async (port) => ({ ...port, id: await clientOn(reader, port) })));
}

/** The port that an address asks for. Throws `PageProblem` for what is none. */
export async function askedPort({ query, reader }: Pick<PageContext, "query" | "reader">): Promise<PortKey> {
  const client = query.get("client");
  if (client !== null) return await portOfClient(reader, rowNumber(client));
  const bytes = (name: string) => bytesOfDigits(query.get(name) ?? "", name);
  return { interfaceId: bytes("interface-id"), remoteId: bytes("remote-id") };
}

/** Where a list of ports goes on behind one. */
export function portKeyText(port: KnownPort): string {
  return isShort(port) ? `${toHex(port.interfaceId)}.${toHex(port.remoteId)}` : `client-${port.id}`;
}

/** The other way round. Throws `PageProblem` for what is none. */
export async function portKeyOf(text: string, reader: Pick<TransactionReader, "client">): Promise<PortKey> {
  const [, client] = /^client-(\d{1,15})$/.exec(text) ?? [];
  if (client !== undefined) return await portOfClient(reader, rowNumber(client));
  const parts = text.split(".");
  if (parts.length !== 2) {
    throw new PageProblem(400, "after is not as this page gave it.", "Begin at the start of the list.");
  }
  const [interfaceId, remoteId] = parts.map((digits) => bytesOfDigits(digits, "place in the list"));
  return { interfaceId, remoteId };
}

function isShort({ interfaceId, remoteId }: PortKey): boolean {
  return 2 * (interfaceId.length + remoteId.length) <= MOST_DIGITS;
}

async function clientOn(
  reader: Pick<TransactionReader, "clients">,
  { interfaceId, remoteId }: PortKey,
): Promise<number | undefined> {
  if (isShort({ interfaceId, remoteId })) return undefined;
  const [client] = await reader.clients({ by: "port", port: { interfaceId, remoteId } }, { limit: 1 });
  return client?.id;
}

async function portOfClient(reader: Pick<TransactionReader, "client">, id: number): Promise<PortKey> {
  const client = await reader.client(id);
  if (client !== undefined) return { interfaceId: client.interfaceId, remoteId: client.remoteId };
  throw new PageProblem(404, `There is no client ${id}, which would tell the port.`, "All ports are under Relays.");
}

/** The bytes that a parameter is in hexadecimal digits. Throws `PageProblem` for what is none. */
function bytesOfDigits(digits: string, name: string): Uint8Array {
  if (digits.length <= MOST_DIGITS && /^([0-9a-f]{2})*$/i.test(digits)) return fromHex(digits);
  throw new PageProblem(400, `The ${name} has to be hexadecimal digits, two for each byte.`);
}
