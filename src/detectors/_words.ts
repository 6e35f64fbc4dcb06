import { durationText, printable } from "../collector/present.ts";
import { Duid } from "../dhcpv6/mod.ts";
import { leaseText } from "../store/mod.ts";
import { textOf } from "../store/read_transaction.ts";
import { fromHex, u32At } from "../wire/mod.ts";
import type { ClientReference, FindingSubject } from "./finding.ts";

/** `1 client`, `1,204 clients`; `plural` where an s is not enough. */
export function counted(count: number, one: string, plural = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : plural}`;
}

/** `7 %`, `0.4 %`: two digits where they mean something. */
export function percentText(value: number): string {
  return `${value >= 10 || value === 0 ? Math.round(value) : Number(value.toPrecision(2))} %`;
}

/** `840 ms`, `2.4 s`, `40 min`, `3 h 12 min`, `2 d 4 h`. */
export function spanText(seconds: number): string {
  if (seconds < 60) return durationText(seconds);
  const minutes = Math.round(seconds / 60), hours = Math.floor(minutes / 60), days = Math.floor(hours / 24);
  if (minutes < 60) return `${minutes} min`;
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** The name of a server without what could steer a terminal. */
function serverText(server: string): string {
  return printable(server) || "(unnamed server)";
}

/** What a finding is about, in a few words. */
export function subjectText(subject: FindingSubject): string {
  switch (subject.kind) {
    case "client":
      return clientText(subject.client);
    case "port":
      return portText(subject) || "an unnamed port";
    case "server":
      return serverText(subject.server);
    case "servers":
      return listText(subject.servers.map(serverText));
    case "server-duid":
      return `server ${duidText(subject.duid)}`;
    case "relay":
      return `relay agent ${
        subject.peerAddress === "::" ? "" : `${subject.peerAddress} `
      }with link-address ${subject.linkAddress}`;
    case "lease":
      return `${leaseText(subject.lease)} of ${clientText(subject.client)}`;
    case "network":
      return "the whole network";
  }
}

/** A client's DUID and port. */
export function clientText(client: ClientReference): string {
  const port = portText(client),
    duid = client.duid === "" ? "a client without a DUID" : `client ${duidText(client.duid)}`;
  return port === "" ? duid : `${duid} on ${port}`;
}

/** `port Fa2/3 with remote-id 9:0x0200`. */
export function portText({ interfaceId, remoteId }: { interfaceId: string; remoteId: string }): string {
  const parts = [
    interfaceId === "" ? "" : `port ${textOf(fromHex(interfaceId))}`,
    remoteId === "" ? "" : `remote-id ${remoteIdText(remoteId)}`,
  ].filter((part) => part !== "");
  return parts.join(" with ");
}

/** `a`, `a and b`, `a, b and c`. */
export function listText(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

function duidText(duid: string): string {
  return new Duid(fromHex(duid)).macAddress ?? duid;
}

function remoteIdText(remoteId: string): string {
  const bytes = fromHex(remoteId);
  return bytes.length < 4 ? `0x${remoteId}` : `${u32At(bytes, 0)}:${textOf(bytes.subarray(4))}`;
}
