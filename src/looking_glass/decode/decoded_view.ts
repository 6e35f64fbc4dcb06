import { type Column, facts, table, word } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import { packetsView, packetView } from "../pages/_packet_view.ts";
import { durationText } from "../present/duration.ts";
import { messageMeaning, messageName } from "../present/meaning.ts";
import { countOf } from "../present/quantity.ts";
import { isoTime, type Times } from "../present/times.ts";
import { transactionClient, transactionClientText } from "../present/transaction_client.ts";
import { shortened, visible } from "../present/visible.ts";
import { toHex } from "../../wire/mod.ts";
import { askedIn } from "./_asked.ts";
import { aboutDatagram } from "./about.ts";
import type { Content } from "./content.ts";
import type { DecodeError } from "./decode_error.ts";
import type { Decoded, Shown, ShownMessage, ShownRecord } from "./decoded.ts";

/**
 * What was decoded as people see it. The same function makes it on the server and in a browser: every text is escaped, and what cannot be
 * seen is written out. `about` is what is said of a packet that was chosen from a list.
 */
export function decodedView({ how, notes, list, shown }: Decoded, times: Times, about = ""): Html {
  return h`<p class="lead">${lead(list, shown)} <span class="dim">Read as ${how}.</span></p>
${notes.length === 0 ? "" : h`<ul class="findings">${notes.map((note) => h`<li>${visible(note)}</li>`)}</ul>`}
${list === undefined || list.length === 0 ? "" : listView(list, times)}
<div data-shown tabindex="-1">${shown === undefined ? "" : shownView(shown, times, about)}</div>`;
}

/** Why something is not decoded. */
export function problemView({ message, hint }: DecodeError): Html {
  return h`<p class="lead" role="alert"><span class="tone failing"><span aria-hidden="true">●</span> ${
    visible(message)
  }</span></p>
${hint === "" ? "" : h`<p>${hint}</p>`}`;
}

/** One thing with everything in it, and buttons that take it elsewhere. */
export function shownView(shown: Shown, times: Times, about = ""): Html {
  return "packet" in shown ? messageView(shown, times, about) : recordView(shown, times);
}

function lead(list: Decoded["list"], shown: Shown | undefined): Html {
  if (list !== undefined) {
    return list.length === 0 ? h`There is no DHCPv6 message in it.` : h`${countOf(list.length, "DHCPv6 message")}.`;
  }
  if (shown === undefined) return h``;
  if ("packet" in shown) {
    const { type, relays } = askedIn(shown.content.bytes), { name, phrase } = messageMeaning(type);
    return h`${name}${relays === 0 ? "" : ` within ${countOf(relays, "relay message")}`}: ${phrase}.`;
  }
  const { request, response, content: { fields } } = shown;
  const name = (bytes: Uint8Array | undefined) => bytes === undefined ? "nothing" : messageName(askedIn(bytes).type);
  return h`${name(request)} → ${name(response)}, a transaction of ${
    visible(fields.serverName) || "a server without a name"
  }.`;
}

function messageView({ content, packet }: ShownMessage, times: Times, about: string): Html {
  const { bytes, datagram } = content, from = datagram === undefined ? about : aboutDatagram(datagram, times);
  return h`${from === "" ? "" : h`<p class="dim">${visible(from)}.</p>`}
<div class="sides">
${packetView(messageName(bytes[0]), packet)}
</div>
${takeForm(content, from)}`;
}

function recordView({ content, receivedAt, duration, packets }: ShownRecord, times: Times): Html {
  const { fields, schema, left } = content, iso = isoTime(receivedAt);
  const received = h`${
    iso === undefined ? times.exact(receivedAt) : h`<time datetime="${iso}">${times.exact(receivedAt)}</time>`
  }`;
  return h`${
    facts([
      ["Server", visible(fields.serverName)],
      ["Received", received],
      ["Answered after", durationText(duration)],
      ["Schema", schema === undefined ? undefined : `${schema}, by the five bytes in front`],
      ["Not part of it", left === 0 ? undefined : `${countOf(left, "byte")} behind it`],
    ])
  }
${packetsView(packets)}
${takeForm(content, "")}`;
}

/** Leads to the same in other forms; what is sent with it is the bytes. */
function takeForm(content: Content, about: string): Html {
  return h`<form class="take" method="post" action="/decode" data-decode="take">${contentFields(content, about)}
<button type="submit" formaction="/decode.json">JSON</button> <button type="submit" formaction="/decode.pcap">pcap</button></form>`;
}

function contentFields({ kind, bytes }: Content, about: string): Html {
  return h`<input type="hidden" name="text" value="${
    toHex(bytes)
  }"><input type="hidden" name="as" value="${kind}"><input type="hidden" name="about" value="${visible(about)}">`;
}

const COLUMNS: readonly Column[] = [
  { head: "Packet", isNumber: true },
  { head: "Time" },
  { head: "From", isWide: true },
  { head: "To", isWide: true },
  { head: "Message" },
  { head: "Client" },
];
/** Characters of a client in a row. */
const SHORT = 48;
/** The same on a narrow screen: as many as a MAC address has. */
const SHORTEST = 17;

function listView(list: readonly Content[], times: Times): Html {
  const first = timeOf(list[0]), day = times.day(first);
  const rows = list.map((content, i) => row(content, i, times, day));
  const at = first === undefined
    ? ""
    : h`<p class="dim">From ${times.exact(first)} to ${times.exact(timeOf(list.at(-1)!))}.</p>`;
  return h`${at}<div class="listed" tabindex="0" role="region" aria-label="Messages">${
    table("Messages, in the order of the capture", COLUMNS, rows)
  }</div>`;
}

function row(content: Content, i: number, times: Times, day: string): Html[] {
  const { kind, bytes } = content, datagram = kind === "message" ? content.datagram : undefined;
  const number = datagram?.number ?? i + 1, time = datagram?.time, iso = isoTime(time);
  const about = datagram === undefined ? `Packet ${number}` : aboutDatagram(datagram, times);
  const text = `${times.day(time) === day ? "" : `${times.day(time)} `}${times.time(time)}`;
  const { type, relays } = askedIn(bytes), name = kind === "record" ? "Record" : messageName(type);
  const relayed = kind === "record" || relays === 0 ? "" : h` <span class="dim">relayed</span>`;
  return [
    h`${number}`,
    iso === undefined ? h`${text}` : h`<time datetime="${iso}" title="${times.exact(time)}">${word(text)}</time>`,
    h`${datagram === undefined ? "" : String(datagram.source)}`,
    h`${datagram === undefined ? "" : String(datagram.destination)}`,
    h`<form method="post" action="/decode" data-decode="row">${
      contentFields(content, about)
    }<button type="submit" class="plain" aria-label="${name}, packet ${number}">${name}</button>${relayed}</form>`,
    clientCell(content),
  ];
}

function clientCell(content: Content): Html {
  const { bytes } = content, fields = content.kind === "record" ? content.fields : undefined;
  const request = fields === undefined ? bytes : bytes.subarray(fields.messageInStart, fields.messageInEnd);
  const client = transactionClient({ request: request.length === 0 ? undefined : request, response: undefined });
  const text = client === undefined ? "" : transactionClientText(client), short = client?.macAddress ?? text;
  return h`<span class="wide" title="${visible(text)}">${visible(shortened(text, SHORT))}</span><span class="narrow">${
    visible(shortened(short, SHORTEST))
  }</span>`;
}

function timeOf(content: Content): number | undefined {
  return content.kind === "message" ? content.datagram?.time : undefined;
}
