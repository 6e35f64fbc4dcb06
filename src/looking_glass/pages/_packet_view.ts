import type { Finding } from "../../dhcpv6/mod.ts";
import { toned } from "../frame/elements.ts";
import { h, type Html, type HtmlPart } from "../frame/html.ts";
import { countOf, countText } from "../present/quantity.ts";
import { visible } from "../present/visible.ts";
import type { Difference } from "../transaction/differences.ts";
import { type HexRow, hexRows } from "../transaction/hex_rows.ts";
import { type ByteMark, byteMarks, type DifferenceMark, differenceMarks } from "../transaction/marks.ts";
import type { PacketNode } from "../transaction/packet_node.ts";
import type { PacketView, TransactionView } from "../transaction/transaction_view.ts";

/** Bytes that are shown: what is beyond is in the JSON. */
const MOST_BYTES = 2048;
/** Differences that are shown and marked: one option may ask for tens of thousands of others. */
const MOST_DIFFERENCES = 100;
/** So few in a row that two packets, each a tree beside its bytes, fit a screen, and one fits a phone. */
const PER_ROW = 8;

/**
 * One packet: its tree with what is wrong in it and what the other packet says otherwise, and its bytes, where both are marked, and which
 * light up with the part that the pointer is on. `side` is which of the two it is, where there are two.
 */
export function packetView(title: string, packet: PacketView | undefined, side: Side = NO_SIDE): Html {
  if (packet === undefined) return h`<section><h2>${title}</h2><p class="nothing">There was none.</p></section>`;
  const { bytes, hex, tree } = packet, differences = differenceMarks(tree, side.differences, side.name);
  return h`<section data-packet>
<h2>${title} <span class="dim">${
    countOf(bytes.length, "byte")
  }</span> <button type="button" class="copy" data-copy="${hex}" hidden>copy hex</button></h2>
<div class="packet">
${
    tree === undefined
      ? h`<p>${toned("failing", "Not even its header is complete.")}</p>`
      : h`<ul class="tree">${nodeView(tree, byNode(differences), side)}</ul>`
  }
${hexView(title, bytes, byteMarks(tree, differences))}
</div>
</section>`;
}

/** Both packets of a transaction beside each other, below what the answer says otherwise than the request. */
export function packetsView({ request, response, differences: all }: TransactionView): Html {
  const differences = all.slice(0, MOST_DIFFERENCES), rest = all.length - differences.length;
  return h`${differenceList({ request, response, differences })}${
    rest > 0 ? h`<p class="dim">And ${countText(rest)} more, in the JSON.</p>` : ""
  }
<div class="sides">
${packetView("Request", request, { name: "request", differences })}
${packetView("Answer", response, { name: "response", differences })}
</div>`;
}

/** Which of two packets one is, and how they differ. */
interface Side {
  readonly name: "request" | "response";
  readonly differences: readonly Difference[];
}

const NO_SIDE: Side = { name: "request", differences: [] };

/** What the answer says otherwise than the request, each leading to where that is in the packets. */
function differenceList({ request, response, differences }: TransactionView): Html {
  if (differences.length === 0) return h``;
  const places = [["request", "request", request], ["response", "answer", response]] as const;
  const rows = differences.map((difference) => {
    const links = places.flatMap(([name, words, packet]) =>
      differenceMarks(packet?.tree, [difference], name).map(({ node }) =>
        h` <a href="#${anchorOf(name, node)}">${words}</a>`
      )
    );
    return h`<li>${difference.text}<span class="dim">${links}</span></li>`;
  });
  return h`<h2>Differences</h2><ul class="findings">${rows}</ul>`;
}

function byNode(marks: readonly DifferenceMark[]): Map<PacketNode, DifferenceMark[]> {
  const nodes = new Map<PacketNode, DifferenceMark[]>();
  for (const mark of marks) nodes.set(mark.node, [...nodes.get(mark.node) ?? [], mark]);
  return nodes;
}

function anchorOf(side: Side["name"], { id }: PacketNode): string {
  return `${side}-${id}`;
}

function nodeView(node: PacketNode, differences: ReadonlyMap<PacketNode, readonly DifferenceMark[]>, side: Side): Html {
  const { kind, name, value, start, end, malformed, findings, reference, parts } = node;
  const here = differences.get(node) ?? [], isPlain = findings.length + here.length === 0 && malformed === "";
  const label = kind === "field" ? h`<span class="dim">${name}</span>` : h`<b title="${reference}">${name}</b>`;
  const isShort = kind === "field" && parts.length === 0 && isPlain;
  const anchor = here.length === 0 ? "" : h` id="${anchorOf(side.name, node)}"`;
  return h`<li class="${
    isShort ? "short" : ""
  }"${anchor}><span class="node" data-start="${start}" data-end="${end}">${label}${
    value === "" ? "" : h` <span class="mono">${value}</span>`
  }${malformed === "" ? "" : h`<br>${toned("failing", h`malformed: ${visible(malformed)}`)}`}${
    findings.map((finding): HtmlPart => h`<br>${findingText(finding)}`)
  }${
    here.map(({ text }): HtmlPart =>
      h`<br><span class="differs"><span aria-hidden="true">≠</span> <span class="dim">differs</span> · ${text}</span>`
    )
  }</span>${parts.length === 0 ? "" : h`<ul>${parts.map((part) => nodeView(part, differences, side))}</ul>`}</li>
`;
}

function findingText({ severity, message, reference }: Finding): Html {
  const text = h`${visible(message)} <span class="dim">${reference}</span>`;
  if (severity === "info") return h`<span class="dim">note</span> · ${text}`;
  return toned(severity === "error" ? "failing" : "degraded", h`${severity} · ${text}`);
}

function hexView(title: string, bytes: Uint8Array, marks: ReadonlyMap<number, ByteMark>): Html {
  const rest = bytes.length - MOST_BYTES;
  return h`<div class="hex" tabindex="0" role="region" aria-label="Bytes: ${title}">${
    hexRows(bytes.subarray(0, MOST_BYTES), PER_ROW).map((row) => hexRow(row, marks))
  }${rest > 0 ? h`<span class="rest">And ${countOf(rest, "byte")} more, in the JSON.</span>` : ""}</div>`;
}

function hexRow({ label, bytes }: HexRow, marks: ReadonlyMap<number, ByteMark>): Html {
  const padding = "   ".repeat(PER_ROW - bytes.length), text = bytes.map(({ character }) => character).join("");
  return h`<span class="offset">${label}  </span>${
    bytes.map(({ at, hex }) => h`<span data-at="${at}"${markClass(marks.get(at))}>${hex}</span> `)
  }${padding}<span class="text"> ${text}</span>
`;
}

function markClass(mark: ByteMark | undefined): Html | "" {
  if (mark === undefined) return "";
  return h` class="${[mark.severity ?? "", mark.differs ? "differs" : ""].join(" ").trim()}"`;
}
