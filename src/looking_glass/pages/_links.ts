import type { LeaseKey, Microseconds, StoredClient, StoredTransaction } from "../../store/mod.ts";
import { leaseText } from "../../store/mod.ts";
import { clockTime, word } from "../frame/elements.ts";
import { h, type Html, type HtmlPart } from "../frame/html.ts";
import type { View } from "../frame/view.ts";
import { interfaceIdText, shownDuid, shownRemoteId } from "../present/identifier.ts";
import { isoTime } from "../present/times.ts";
import { visible } from "../present/visible.ts";
import { type KnownPort, portAddress } from "./_port_key.ts";

/** Characters of a name that is not broken, however narrow the page is. */
const UNBROKEN = 12;

/** A server by its name, leading to its page. */
export function serverLink(id: number, name: string): Html {
  const text = visible(name) || "(no name)";
  return h`<a href="/servers/${id}">${text.length > UNBROKEN ? text : word(text)}</a>`;
}

/** A client by what its DUID says, leading to its page. */
export function clientLink(client: StoredClient, { vendors }: View): Html {
  return h`<a href="/clients/${client.id}">${clientName(client, vendors?.vendorOf)}</a>`;
}

/** What a client is called: what its DUID says, or its MAC address, or its number. */
export function clientName(client: StoredClient, vendorOf?: (mac: string) => string | undefined): string {
  if (client.duid.length > 0) return shownDuid(client.duid, vendorOf).says;
  return client.macAddress === undefined
    ? `client ${client.id}, without a DUID`
    : `${client.macAddress}, without a DUID`;
}

/** The time of a transaction, leading to it. */
export function transactionLink({ id, receivedAt }: Pick<StoredTransaction, "id" | "receivedAt">, view: View): Html {
  return h`<a href="/transactions/${id}">${clockTime(receivedAt, view)}</a>`;
}

/** An address or prefix, leading to who had it, at a time or now. */
export function leaseLink(lease: LeaseKey, at?: Microseconds): Html {
  const text = leaseText(lease), time = isoTime(at);
  const query = new URLSearchParams({ lease: text, ...(time === undefined ? {} : { at: time }) });
  return h`<a class="mono word" href="/held?${query.toString()}">${breakable(text)}</a>`;
}

/** An address that may be broken behind its colons, and nowhere else. */
export function breakable(text: string): Html {
  return h`${text.split(/(?<=:)(?!:)/).map((part, i) => i === 0 ? part : h`<wbr>${part}`)}`;
}

/** A port, leading to its page: its clients and what was found of it. A client stands for the port that it is on. */
export function portLink(port: KnownPort, text: HtmlPart): Html {
  return h`<a class="mono" href="${portAddress(port)}">${typeof text === "string" ? visible(text) : text}</a>`;
}

/** Where a client is: its port and line. */
export function portText(client: Pick<StoredClient, "interfaceId" | "remoteId">): string {
  const parts = [interfaceIdText(client.interfaceId), shownRemoteId(client.remoteId).whole];
  return parts.filter((text) => text !== "").map(visible).join(" · ");
}
