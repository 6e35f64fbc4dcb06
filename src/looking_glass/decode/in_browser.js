// Decodes in the browser what the page for decoding is given, so that nothing of it is sent. Bundled with what it imports by
// tools/decode_bundle.ts; without it the same form is sent to the server, which answers with the same.
import { decodedView, problemView, shownView } from "./decoded_view.ts";
import { decodeInput } from "./decode_form.ts";
import { decodedJson, decodedPcap } from "./decoded_forms.ts";
import { DecodeError } from "./decode_error.ts";
import { decoded } from "./decoded.ts";
import { timesIn } from "../present/times.ts";

/** What a browser is to look at at once. */
const MOST_BYTES = 256 * 2 ** 20;

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-decode=form]"));
const place = /** @type {HTMLElement} */ (document.getElementById("decoded"));
if (form) begin(form);

/** @param {HTMLFormElement} form */
function begin(form) {
  const times = timesIn(form.dataset.zone);
  const text = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("text"));
  const chooser = /** @type {HTMLInputElement} */ (form.elements.namedItem("file"));
  const state = /** @type {HTMLElement} */ (form.querySelector("[data-decode-state]"));
  const said = /** @type {HTMLElement} */ (document.querySelector("[data-decode-said]"));
  state.textContent = "Decoded here, nothing is sent. Files can be dropped onto the page.";

  document.addEventListener("submit", (event) => {
    const sent = /** @type {HTMLFormElement} */ (event.target);
    if (sent.dataset.decode === undefined) return;
    event.preventDefault();
    const submitter = /** @type {HTMLButtonElement | null} */ (event.submitter),
      action = submitter?.getAttribute("formaction");
    if (sent === form) void showForm();
    else if (action) take(sent, action);
    else showRow(sent);
  });
  chooser.addEventListener("change", () => {
    chooser.blur();
    text.value = "";
    void showForm();
  });
  text.addEventListener("input", () => chooser.value = "");
  text.addEventListener("paste", () => setTimeout(() => void showForm()));

  addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) document.body.classList.remove("dropping");
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    document.body.classList.remove("dropping");
    const [file] = event.dataTransfer?.files ?? [], dropped = event.dataTransfer?.getData("text/plain") ?? "";
    if (file) {
      text.value = chooser.value = "";
      void showFile(file);
    } else if (dropped !== "") {
      text.value = dropped;
      chooser.value = "";
      void showForm();
    }
  });

  async function showForm() {
    const [file] = chooser.files ?? [];
    if (file) await showFile(file);
    else if (text.value.trim() !== "") await show(() => read(form).html);
  }

  /** @param {File} file */
  async function showFile(file) {
    await show(async () => {
      if (file.size > MOST_BYTES) throw new DecodeError("This file is more than 256 MB.", "Cut it, or filter it.");
      return read(form, new Uint8Array(await file.arrayBuffer())).html;
    });
  }

  /** @param {HTMLFormElement} row */
  function showRow(row) {
    for (const one of place.querySelectorAll("tr[aria-current]")) one.removeAttribute("aria-current");
    row.closest("tr")?.setAttribute("aria-current", "true");
    const shown = /** @type {HTMLElement} */ (place.querySelector("[data-shown]"));
    void fill(shown, () => read(row).shownHtml);
  }

  /** @param {() => Html | Promise<Html>} make */
  async function show(make) {
    await fill(place, make);
  }

  /**
   * @param {HTMLElement} element
   * @param {() => Html | Promise<Html>} make
   */
  async function fill(element, make) {
    element.innerHTML = await htmlOf(make);
    element.dispatchEvent(new CustomEvent("glass:filled", { bubbles: true }));
    element.scrollIntoView({ block: "nearest" });
    said.textContent = element.querySelector(".lead, h2")?.textContent ?? "";
  }

  /**
   * @param {HTMLFormElement} from
   * @param {Uint8Array} [file]
   */
  function read(from, file) {
    const data = new FormData(from),
      field = (/** @type {string} */ name) => {
        const value = data.get(name);
        return typeof value === "string" ? value : undefined;
      };
    const { about, ...input } = decodeInput(field, file), found = decoded(input);
    return {
      found,
      about,
      get html() {
        return decodedView(found, times, about);
      },
      get shownHtml() {
        return found.shown === undefined ? "" : shownView(found.shown, times, about);
      },
    };
  }

  /**
   * Gives a file in the place of the answer that the server would give.
   *
   * @param {HTMLFormElement} from
   * @param {string} action
   */
  function take(from, action) {
    const { found, about } = read(from), name = action.slice(1).replace("/", "-");
    const isJson = action.endsWith(".json"),
      content = isJson ? `${JSON.stringify(decodedJson(found, about))}\n` : decodedPcap(found);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(content === undefined ? [] : [content]));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
}

/** @typedef {{ toString(): string } | Promise<{ toString(): string }>} Html */

/** @param {() => Html | Promise<Html>} make */
async function htmlOf(make) {
  try {
    return String(await make());
  } catch (error) {
    if (error instanceof DecodeError) return String(await problemView(error));
    throw error;
  }
}
