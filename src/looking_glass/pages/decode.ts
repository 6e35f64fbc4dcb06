import { decodeInput, LONGEST_TEXT } from "../decode/decode_form.ts";
import { DecodeError } from "../decode/decode_error.ts";
import { type Decoded, decoded } from "../decode/decoded.ts";
import { decodedJson, decodedPcap } from "../decode/decoded_forms.ts";
import { decodedView, problemView } from "../decode/decoded_view.ts";
import { h, type Html } from "../frame/html.ts";
import { type Page, type PageContext, PageProblem } from "../frame/page.ts";
import { visible } from "../present/visible.ts";
import { type Posted, readPosted } from "./_posted.ts";

/** What a request may bring. */
const MOST_BYTES = 8 * 2 ** 20;

/** What is decoded, or why it is not; neither before anything was asked. */
interface DecodeData {
  /** What was asked. */
  readonly fields: ReadonlyMap<string, string>;
  readonly about: string;
  readonly decoded?: Decoded;
  readonly problem?: DecodeError;
}

/**
 * Decodes what a visitor brings: nothing is looked up, written down or kept. With JavaScript this is done in the browser, by the same code,
 * and nothing is sent.
 */
export const decodePage: Page<DecodeData> = {
  path: "/decode",
  takesForms: true,
  scripts: ["decode.js"],
  async load(context) {
    const { fields, file } = await sent(context);
    if (file === undefined && (fields.get("text") ?? "") === "" && context.request.method !== "POST") {
      return { fields, about: "" };
    }
    try {
      const { about, ...input } = decodeInput((name) => fields.get(name), file);
      return { fields, about, decoded: decoded({ ...input, mostText: LONGEST_TEXT }) };
    } catch (error) {
      if (error instanceof DecodeError) return { fields, about: "", problem: error };
      throw error;
    }
  },
  status: ({ problem }) => problem === undefined ? 200 : 400,
  json: ({ decoded, problem, about }) => {
    if (problem !== undefined) {
      const { message, hint } = problem;
      return { error: { status: 400, message, ...hint === "" ? {} : { hint } } };
    }
    return decoded === undefined ? { how: null } : decodedJson(decoded, about);
  },
  pcap: ({ decoded, problem }) => {
    if (problem !== undefined) throw new PageProblem(400, problem.message, problem.hint);
    const file = decoded && decodedPcap(decoded);
    if (file === undefined) throw new PageProblem(400, "There is not one packet or record that a file could be of.");
    return file;
  },
  title: () => "Decode a packet",
  view: ({ fields, decoded, problem, about }, { times }) =>
    h`<h1>Decode a packet</h1>
<p>A DHCPv6 message, a packet that holds one, the value of a record of Kafka, or a capture file: it is shown option by
option, each with its bytes and with what the rules find.</p>
<p class="note">With JavaScript, this is done in your browser, and nothing is sent. Without, it is sent to this looking
glass, decoded there and forgotten: nothing of it is kept or logged.</p>
${form(fields, times.timeZone)}
<p class="unseen" role="status" data-decode-said></p>
<div id="decoded">${
      problem !== undefined ? problemView(problem) : decoded === undefined ? "" : decodedView(decoded, times, about)
    }</div>`,
};

async function sent({ request, query, signal }: PageContext): Promise<Posted> {
  return request.method === "POST"
    ? await readPosted(request, MOST_BYTES, signal)
    : { fields: new Map(query), file: undefined };
}

function form(fields: ReadonlyMap<string, string>, timeZone: string): Html {
  const as = fields.get("as") ?? "auto",
    ports = visible(fields.get("ports") ?? ""),
    text = visibleLines(fields.get("text") ?? "");
  const choices = [["auto", "what it looks like"], ["message", "DHCPv6 message"], ["packet", "packet with headers"], [
    "record",
    "record of Kafka",
  ]];
  return h`<form class="decode" method="post" action="/decode" enctype="multipart/form-data" data-decode="form" data-zone="${timeZone}">
<label for="text">Hexadecimal digits, base64, a dump (tcpdump -x, Wireshark, xxd) or an array of C</label>
<textarea id="text" name="text" rows="6" spellcheck="false" autocomplete="off" autocapitalize="none" placeholder="0bf350d6 0001000a 00030001 3431c43cb2f1">
${text}</textarea>
<div class="filters">
<label>or a file: pcap, pcapng, packet, text <input type="file" name="file"></label>
<label>Read it as <select name="as">${
    choices.map(([value, name]) => h`<option value="${value}"${value === as ? h` selected` : ""}>${name}</option>`)
  }</select></label>
<label>Ports in captures <input name="ports" value="${ports}" placeholder="546 547" size="10" maxlength="100" inputmode="numeric"></label>
<button type="submit">Decode</button>
<output class="dim" data-decode-state></output>
</div>
</form>`;
}

/** A text with its lines, and what cannot be seen in them written out. */
function visibleLines(text: string): string {
  return text.split(/(\r?\n|\t)/).map((part, i) => i % 2 === 0 ? visible(part) : part).join("");
}
