import type { Finding } from "../../dhcpv6/mod.ts";
import { toHex } from "../../wire/mod.ts";
import { toned } from "../frame/elements.ts";
import { h, type Html, type HtmlPart } from "../frame/html.ts";
import { countOf } from "../present/quantity.ts";
import { visible } from "../present/visible.ts";
import { type PacketNode, readPacket } from "./_packet_tree.ts";

/** Bytes in a line, and bytes that are shown: what is beyond is in the JSON. */
const PER_LINE = 16, MOST_BYTES = 2048;

/** One packet: its tree, what is wrong with it, and its bytes, which light up with the option that the pointer is on. */
export function packetView(title: string, bytes: Uint8Array | undefined, request?: Uint8Array): Html {
  if (bytes === undefined) return h`<section><h2>${title}</h2><p class="nothing">There was none.</p></section>`;
  const read = readPacket(bytes, request);
  return h`<section data-packet>
<h2>${title} <span class="dim">${countOf(bytes.length, "byte")}</span> <button type="button" class="copy" data-copy="${
    toHex(bytes)
  }" hidden>copy hex</button></h2>
${"problem" in read ? h`<p>${toned("failing", `It cannot be read: ${read.problem}.`)}</p>` : tree(read)}
${hexView(title, bytes)}
</section>`;
}

function tree({ root, findings }: { root: PacketNode; findings: readonly Finding[] }): Html {
  const loose = findings.filter(({ offset }) => offset === undefined);
  return h`${
    loose.length === 0
      ? ""
      : h`<ul class="findings">${loose.map((finding) => h`<li>${findingText(finding)}</li>`)}</ul>`
  }<ul class="tree">${nodeView(root)}</ul>`;
}

function nodeView({ text, start, end, inside, findings }: PacketNode): Html {
  const colon = text.indexOf(": "),
    [label, value] = colon < 0 ? [text, ""] : [text.slice(0, colon), text.slice(colon + 2)];
  return h`<li><span class="node" data-start="${start}" data-end="${end}"><b>${label}</b>${
    value === "" ? "" : h` <span class="mono">${visible(value)}</span>`
  }${findings.map((finding): HtmlPart => h`<br>${findingText(finding)}`)}</span>${
    inside.length === 0 ? "" : h`<ul>${inside.map(nodeView)}</ul>`
  }</li>
`;
}

function findingText({ severity, rule, message, reference }: Finding): Html {
  const text = h`${rule.replaceAll("-", " ")}: ${visible(message)} <span class="dim">${reference}</span>`;
  return severity === "info"
    ? h`<span class="dim">note</span> · ${text}`
    : toned(severity === "error" ? "failing" : "degraded", h`${severity} · ${text}`);
}

function hexView(title: string, bytes: Uint8Array): Html {
  const shown = Math.min(bytes.length, MOST_BYTES), lines = [];
  for (let at = 0; at < shown; at += PER_LINE) lines.push(hexLine(bytes, at, Math.min(at + PER_LINE, shown)));
  return h`<div class="hex" tabindex="0" role="region" aria-label="Bytes: ${title}">${lines}</div>${
    bytes.length > shown ? h`<p class="dim">And ${countOf(bytes.length - shown, "byte")} more, in the JSON.</p>` : ""
  }`;
}

function hexLine(bytes: Uint8Array, start: number, end: number): Html {
  const places = Array.from({ length: end - start }, (_, i) => start + i);
  const text = places.map((at) => bytes[at] >= 0x20 && bytes[at] < 0x7f ? String.fromCharCode(bytes[at]) : "·").join(
    "",
  );
  const padding = "   ".repeat(PER_LINE - places.length);
  return h`<span class="offset">${start.toString(16).padStart(4, "0")}  </span>${
    places.map((at) => h`<span data-at="${at}">${toHex(bytes.subarray(at, at + 1))}</span> `)
  }${padding}<span class="text"> ${text}</span>
`;
}
