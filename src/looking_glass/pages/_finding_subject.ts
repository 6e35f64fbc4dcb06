import type { ClientReference, FindingSubject } from "../../detectors/mod.ts";
import type { StoredServer } from "../../store/mod.ts";
import { fromHex } from "../../wire/mod.ts";
import { h, type Html } from "../frame/html.ts";
import type { View } from "../frame/view.ts";
import { interfaceIdText, shownDuid, shownRemoteId } from "../present/identifier.ts";
import { shortened, visible } from "../present/visible.ts";
import { leaseLink, portLink, serverLink } from "./_links.ts";

/** Characters of a name in a list. */
const SHORT = 60;

/** What a finding is about, each part leading to its page. */
export function subjectLink(subject: FindingSubject, servers: readonly StoredServer[], view: View): Html {
  switch (subject.kind) {
    case "client":
      return clientOf(subject.client, view);
    case "port":
      return portOf(subject);
    case "server":
      return serverOf(subject.server, servers);
    case "servers":
      return h`${subject.servers.map((name, i) => h`${i === 0 ? "" : ", "}${serverOf(name, servers)}`)}`;
    case "server-duid":
      return h`server <span class="mono">${shownDuid(bytesOf(subject.duid), view.vendors?.vendorOf).says}</span>`;
    case "relay":
      return h`${relayLink(subject.linkAddress)}${
        subject.peerAddress === "" || subject.peerAddress === "::" ? "" : h` at ${visible(subject.peerAddress)}`
      }`;
    case "lease":
      return h`${leaseLink(subject.lease)} of ${clientOf(subject.client, view)}`;
    case "network":
      return h`the whole network`;
  }
}

/** Relay agents with a link-address, leading to their page. */
export function relayLink(linkAddress: string): Html {
  return h`<a class="mono" href="/relays?${new URLSearchParams({ link: linkAddress }).toString()}">${
    visible(linkAddress)
  }</a>`;
}

function clientOf(client: ClientReference, { vendors }: View): Html {
  const duid = bytesOf(client.duid), port = portOf(client, " on ");
  if (duid.length === 0) return h`a client without a DUID${port}`;
  const says = shortened(shownDuid(duid, vendors?.vendorOf).says, SHORT);
  return h`<a href="/clients?${new URLSearchParams({ q: client.duid }).toString()}">${says}</a>${port}`;
}

function portOf(port: Pick<ClientReference, "interfaceId" | "remoteId">, before = ""): Html {
  const interfaceId = bytesOf(port.interfaceId), remoteId = bytesOf(port.remoteId);
  if (interfaceId.length === 0 && remoteId.length === 0) return before === "" ? h`an unnamed port` : h``;
  const texts = [interfaceIdText(interfaceId), shownRemoteId(remoteId).whole].filter((text) => text !== "");
  return h`${before}${portLink({ interfaceId, remoteId }, shortened(texts.join(" · "), SHORT))}`;
}

function serverOf(name: string, servers: readonly StoredServer[]): Html {
  const known = servers.find((one) => one.name === name);
  return known === undefined ? h`${visible(name) || "(no name)"}` : serverLink(known.id, name);
}

/** The bytes of hexadecimal digits; none of what is no such. */
function bytesOf(hex: string): Uint8Array {
  return /^([0-9a-f]{2})*$/i.test(hex) ? fromHex(hex) : new Uint8Array();
}
