import type { Finding } from "../../dhcpv6/mod.ts";
import { toned } from "../frame/elements.ts";
import { h, type Html, type HtmlPart } from "../frame/html.ts";
import { countOf } from "../present/quantity.ts";
import { visible } from "../present/visible.ts";
import type { Difference } from "../transaction/differences.ts";
import { type HexRow, hexRows } from "../transaction/hex_rows.ts";
import type { PacketNode } from "../transaction/packet_node.ts";
import type { PacketView } from "../transaction/transaction_view.ts";

/** Bytes that are shown: what is beyond is in the JSON. */
const MOST_BYTES = 2048;
/** So few in a row that two packets, each a tree beside its bytes, fit a screen, and one fits a phone. */
const PER_ROW = 8;

/** One packet: its tree with what is wrong in it, and its bytes, which light up with the part that the pointer is on. */
export function packetView(title: string, packet: PacketView | undefined): Html {
  if (packet === undefined) return h`<section><h2>${title}</h2><p class="nothing">There was none.</p></section>`;
  const { bytes, hex, tree } = packet;
  return h`<section data-packet>
<h2>${title} <span class="dim">${
    countOf(bytes.length, "byte")
  }</span> <button type="button" class="copy" data-copy="${hex}" hidden>copy hex</button></h2>
<div class="packet">
${
    tree === undefined
      ? h`<p>${toned("failing", "Not even its header is complete.")}</p>`
      : h`<ul class="tree">${nodeView(tree)}</ul>`
  }
${hexView(title, bytes)}
</div>
</section>`;
}

/** What the answer says otherwise than the request. */
export function differenceList(differences: readonly Difference[]): Html {
  if (differences.length === 0) return h``;
  return h`<h2>Differences</h2><ul class="findings">${differences.map(({ text }) => h`<li>${text}</li>`)}</ul>`;
}

function nodeView(node: PacketNode): Html {
  const { kind, name, value, start, end, malformed, findings, reference, parts } = node;
  const label = kind === "field" ? h`<span class="dim">${name}</span>` : h`<b title="${reference}">${name}</b>`;
  const isShort = kind === "field" && parts.length === 0 && findings.length === 0 && malformed === "";
  return h`<li class="${isShort ? "short" : ""}"><span class="node" data-start="${start}" data-end="${end}">${label}${
    value === "" ? "" : h` <span class="mono">${value}</span>`
  }${malformed === "" ? "" : h`<br>${toned("failing", h`malformed: ${visible(malformed)}`)}`}${
    findings.map((finding): HtmlPart => h`<br>${findingText(finding)}`)
  }</span>${parts.length === 0 ? "" : h`<ul>${parts.map(nodeView)}</ul>`}</li>
`;
}

function findingText({ severity, message, reference }: Finding): Html {
  const text = h`${visible(message)} <span class="dim">${reference}</span>`;
  if (severity === "info") return h`<span class="dim">note</span> · ${text}`;
  return toned(severity === "error" ? "failing" : "degraded", h`${severity} · ${text}`);
}

function hexView(title: string, bytes: Uint8Array): Html {
  const rest = bytes.length - MOST_BYTES;
  return h`<div class="hex" tabindex="0" role="region" aria-label="Bytes: ${title}">${
    hexRows(bytes.subarray(0, MOST_BYTES), PER_ROW).map(hexRow)
  }${rest > 0 ? h`<span class="rest">And ${countOf(rest, "byte")} more, in the JSON.</span>` : ""}</div>`;
}

function hexRow({ label, bytes }: HexRow): Html {
  const padding = "   ".repeat(PER_ROW - bytes.length), text = bytes.map(({ character }) => character).join("");
  return h`<span class="offset">${label}  </span>${
    bytes.map(({ at, hex }) => h`<span data-at="${at}">${hex}</span> `)
  }${padding}<span class="text"> ${text}</span>
`;
}
