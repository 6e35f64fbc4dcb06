// What pages do besides being read: keys, copying, marking bytes, live rows. Without it everything is still there.

const search = /** @type {HTMLInputElement | null} */ (document.getElementById("search"));
/** @type {Record<string, string>} */
const places = {
  o: "/",
  p: "/problems",
  l: "/live",
  c: "/clients",
  t: "/transactions",
  s: "/servers",
  w: "/held",
  h: "/health",
  r: "/relays",
  d: "/decode",
};

/** @type {(selector: string, within?: ParentNode) => HTMLElement[]} */
function all(selector, within = document) {
  return Array.from(within.querySelectorAll(selector));
}

/** @type {(event: Event, selector: string) => HTMLElement | null} */
function around({ target }, selector) {
  return target instanceof Element ? target.closest(selector) : null;
}

const rows = () => all("main tbody tr, main .timeline > li");
let here = -1;
let isGoing = false;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const field = around(event, "input, select, textarea, dialog");
  if (field) {
    if (event.key === "Escape") field.blur();
    return;
  }
  if (isGoing) {
    isGoing = false;
    if (places[event.key]) location.assign(places[event.key]);
    return;
  }
  const action = {
    "/": () => {
      event.preventDefault();
      search?.select();
    },
    g: () => isGoing = true,
    j: () => move(1),
    k: () => move(-1),
    "?": help,
    Enter: () => around(event, "a, button, summary, [tabindex='0']") === null && open(),
  }[event.key];
  action?.();
});

/** @param {number} step */
function move(step) {
  const list = rows();
  list[here]?.classList.remove("here");
  here = Math.min(Math.max(here + step, 0), list.length - 1);
  list[here]?.classList.add("here");
  list[here]?.scrollIntoView({ block: "nearest" });
}

function open() {
  const row = rows()[here],
    details = row?.querySelector("details"),
    link = /** @type {HTMLElement | null | undefined} */ (row?.querySelector("a[href], button[type=submit]"));
  if (details) details.open = !details.open;
  else link?.click();
}

function help() {
  const there = /** @type {HTMLDialogElement | null} */ (document.querySelector("dialog.help"));
  (there ?? madeHelp()).showModal();
}

function madeHelp() {
  const dialog = document.createElement("dialog");
  dialog.className = "help";
  const keys = [
    ["/", "search"],
    ["j k", "next and previous row"],
    ["Enter", "open the row"],
    ["g o", "overview"],
    ["g p", "problems"],
    ["g l", "live"],
    ["g c", "clients"],
    ["g t", "transactions"],
    ["g s", "servers"],
    ["g r", "relays"],
    ["g w", "who held"],
    ["g h", "health"],
    ["g d", "decode a packet"],
    ["Esc", "close"],
  ];
  const title = document.createElement("h2"), table = document.createElement("table");
  title.textContent = "Keys";
  for (const [key, what] of keys) {
    const row = table.insertRow(), kbd = document.createElement("kbd");
    kbd.textContent = key;
    row.insertCell().append(kbd);
    row.insertCell().textContent = what;
  }
  dialog.append(title, table);
  dialog.addEventListener("click", () => dialog.close());
  document.body.append(dialog);
  return dialog;
}

for (const one of all("[data-help]")) {
  if (one.parentElement) one.parentElement.hidden = false;
  one.addEventListener("click", help);
}

document.addEventListener("click", async (event) => {
  const button = around(event, "[data-copy]");
  if (!button) return;
  await copy(button.dataset.copy ?? "");
  const before = button.textContent;
  button.textContent = "copied";
  setTimeout(() => button.textContent = before, 1500);
});

/**
 * The clipboard is there for pages that came by TLS or from this machine; for others there is the old way.
 *
 * @param {string} text
 */
async function copy(text) {
  if (navigator.clipboard) return await navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

const strip = document.createElement("div");
strip.className = "peek";
strip.hidden = true;
strip.ariaHidden = "true";

/**
 * Shows bytes at the foot of the window: where the tree is long, those that are marked may be far below.
 *
 * @param {HTMLElement[]} bytes
 */
function peek(bytes) {
  strip.hidden = bytes.length === 0;
  if (strip.hidden) return;
  const most = 64, hex = bytes.slice(0, most).map((byte) => byte.textContent).join(" ");
  const at = Number(bytes[0].dataset.at).toString(16).padStart(4, "0");
  strip.textContent = `${at}  ${hex}${bytes.length > most ? " …" : ""}  (${bytes.length} bytes)`;
  document.body.append(strip);
}

/** @param {HTMLElement | null | undefined} element */
function isOutOfSight(element) {
  const { top = 0, bottom = 0 } = element?.getBoundingClientRect() ?? {};
  return element != null && (bottom > innerHeight || top < 0);
}

/**
 * Bytes of an option are marked while the pointer or the focus is on it, and the other way round.
 *
 * @param {HTMLElement} packet
 */
function markBytes(packet) {
  const bytes = all("[data-at]", packet);
  const nodes = all("[data-start]", packet);
  /** @type {(node: HTMLElement) => [number, number]} */
  const range = (node) => [Number(node.dataset.start), Number(node.dataset.end)];
  /** @type {(node: HTMLElement | null | undefined) => void} */
  const light = (node) => {
    const [start, end] = node ? range(node) : [0, 0];
    for (const byte of bytes) {
      byte.classList.toggle("lit", Number(byte.dataset.at) >= start && Number(byte.dataset.at) < end);
    }
    for (const one of nodes) one.classList.toggle("lit", one === node);
    const hex = bytes[start]?.parentElement;
    hex?.scrollTo({ top: bytes[start].offsetTop - bytes[0].offsetTop - 20 });
    peek(node && isOutOfSight(bytes[start] ?? hex) ? bytes.slice(start, end) : []);
  };
  /** @type {(at: number) => HTMLElement | undefined} */
  const smallestAround = (at) =>
    nodes.filter((node) => range(node)[0] <= at && at < range(node)[1])
      .sort((a, b) => (range(a)[1] - range(a)[0]) - (range(b)[1] - range(b)[0]))[0];
  /** @type {(event: Event) => void} */
  const follow = (event) => {
    const byte = around(event, "[data-at]"), node = around(event, "[data-start]");
    light(byte ? smallestAround(Number(byte.dataset.at)) : node);
  };
  packet.addEventListener("pointerover", follow);
  packet.addEventListener("focusin", follow);
  packet.addEventListener("pointerleave", () => light(undefined));
}

/**
 * What a part of a page can do that has come in.
 *
 * @param {ParentNode} part
 */
function enliven(part) {
  for (const button of all("[data-copy]", part)) button.hidden = false;
  for (const packet of all("[data-packet]", part)) markBytes(packet);
}
enliven(document);
document.addEventListener("glass:filled", ({ target }) => enliven(/** @type {HTMLElement} */ (target)));

/** New rows come in at the top of the live list; what is far below is taken away. */
const [live] = all("[data-live]"), [status] = all("[data-live-status]"), [pause] = all("[data-live-pause]");
if (live) {
  const body = /** @type {HTMLTableSectionElement} */ (live.querySelector("tbody"));
  let isPaused = false;
  let left = 0;
  const stream = new EventSource(/** @type {string} */ (live.dataset.live));
  stream.addEventListener("rows", (event) => {
    if (isPaused) {
      left += event.data.split("<tr>").length - 1;
      status.textContent = `Paused; ${left} more came in.`;
      return;
    }
    body.insertAdjacentHTML("afterbegin", event.data);
    while (body.rows.length > 200) body.lastElementChild?.remove();
  });
  stream.addEventListener("status", (event) => {
    if (!isPaused) status.textContent = event.data;
  });
  stream.addEventListener("error", () => {
    const isOver = stream.readyState === EventSource.CLOSED;
    status.textContent = isOver
      ? "Nothing comes in any more: load the page again."
      : "The connection is lost; trying again …";
  });
  pause.hidden = false;
  pause.addEventListener("click", () => {
    isPaused = !isPaused;
    left = 0;
    status.textContent = isPaused ? "Paused." : "Going on …";
    pause.textContent = isPaused ? "Go on" : "Pause";
  });
}
