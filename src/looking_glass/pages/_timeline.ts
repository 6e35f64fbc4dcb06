import { Message, toText, WireError } from "../../dhcpv6/mod.ts";
import type { StoredTransaction } from "../../store/mod.ts";
import { toHex } from "../../wire/mod.ts";
import { clockTime, exactTime, toned } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import type { View } from "../frame/view.ts";
import { durationText } from "../present/duration.ts";
import { messageName } from "../present/meaning.ts";
import { outcomeText } from "../present/outcome.ts";
import { countOf } from "../present/quantity.ts";
import type { Part, Sentence } from "../story/sentence.ts";
import type { StoryEvent } from "../story/story_event.ts";
import { breakable, leaseLink, serverLink, transactionLink } from "./_links.ts";

/** Transactions whose packets are in the page; those of older events are behind links, so that a page stays small. */
const MOST_WITH_PACKETS = 24;

/** What happened, the latest first, each event with the packets that it is made of. */
export function timeline(events: readonly StoryEvent[], view: View): Html {
  let left = MOST_WITH_PACKETS;
  return h`<ol class="timeline">${
    events.map((event) => {
      const withPackets = left > 0;
      left -= event.transactions.length;
      return h`<li>${clockTime(event.at, view)}<div class="${event.kind === "records-missing" ? "gap" : ""}">${
        toned(event.tone, sentenceView(event.sentence, event.at))
      }${packets(event, view, withPackets)}</div></li>
`;
    })
  }</ol>`;
}

/** A sentence whose servers and leases lead to their pages. */
export function sentenceView(sentence: Sentence, at?: number): Html {
  return h`${sentence.map((part) => partView(part, at))}`;
}

function partView(part: Part, at: number | undefined): Html {
  switch (part.kind) {
    case "server":
      return part.id === undefined ? h`${part.text}` : serverLink(part.id, part.text);
    case "lease":
      return at === undefined ? h`<span class="mono">${breakable(part.text)}</span>` : leaseLink(part.lease, at);
    default:
      return h`${part.text}`;
  }
}

function packets({ transactions }: StoryEvent, view: View, withPackets: boolean): Html {
  if (transactions.length === 0) return h``;
  if (!withPackets) {
    return h` <span class="dim">${
      transactions.map((one, i) => h`${i === 0 ? "" : ", "}${transactionLink(one, view)}`)
    }</span>`;
  }
  return h`<details><summary>${countOf(transactions.length, "transaction")}</summary>${
    transactions.map((one) => transactionView(one, view))
  }</details>`;
}

function transactionView(transaction: StoredTransaction, view: View): Html {
  const { receivedAt, server, serverId, requestType, duration, request, response } = transaction,
    { short, tone } = outcomeText(transaction);
  const asked = requestType === 0 ? "" : h`${messageName(requestType)} → `;
  return h`<h3>${exactTime(receivedAt, view)} · ${serverLink(serverId, server)} · ${asked}${toned(tone, short)} · ${
    durationText(duration)
  }</h3>
<p><a href="/transactions/${transaction.id}">Bytes and findings</a></p>
<div class="sides">${packetText(request)}${packetText(response)}</div>`;
}

function packetText(bytes: Uint8Array | undefined): Html {
  return bytes === undefined ? h`` : h`<pre>${readable(bytes)}</pre>`;
}

function readable(bytes: Uint8Array): string {
  try {
    return toText(Message.parse(bytes));
  } catch (error) {
    if (error instanceof WireError) return `${toHex(bytes)}\n${error.message}`;
    throw error;
  }
}
