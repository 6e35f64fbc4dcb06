// What pages do besides being read: keys, copying, marking bytes, live rows. Without it everything is still there.

const search = document.getElementById("search");
const rows = () => Array.from(document.querySelectorAll("main tbody tr, main .timeline > li"));
const places = {
  o: "/",
  l: "/live",
  c: "/clients",
  t: "/transactions",
  s: "/servers",
  w: "/held",
  h: "/health",
  r: "/relays",
};
let here = -1;
let isGoing = false;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, dialog")) {
    if (event.key === "Escape") event.target.blur();
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
    Enter: () => event.target === document.body && open(),
  }[event.key];
  action?.();
});

function move(step) {
  const all = rows();
  all[here]?.classList.remove("here");
  here = Math.min(Math.max(here + step, 0), all.length - 1);
  all[here]?.classList.add("here");
  all[here]?.scrollIntoView({ block: "nearest" });
}

function open() {
  const row = rows()[here], details = row?.querySelector("details"), link = row?.querySelector("a[href]");
  if (details) details.open = !details.open;
  else link?.click();
}

function help() {
  let dialog = document.querySelector("dialog.help");
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.className = "help";
    const keys = [
      ["/", "search"],
      ["j k", "next and previous row"],
      ["Enter", "open the row"],
      ["g o", "overview"],
      ["g l", "live"],
      ["g c", "clients"],
      ["g t", "transactions"],
      ["g s", "servers"],
      ["g r", "relays"],
      ["g w", "who held"],
      ["g h", "health"],
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
  }
  dialog.showModal();
}

for (const one of document.querySelectorAll("[data-help]")) {
  one.parentElement.hidden = false;
  one.addEventListener("click", help);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await copy(button.dataset.copy);
  const before = button.textContent;
  button.textContent = "copied";
  setTimeout(() => button.textContent = before, 1500);
});
for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;

/** The clipboard is there for pages that came by TLS or from this machine; for others there is the old way. */
async function copy(text) {
  if (navigator.clipboard) return await navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

/** Bytes of an option are marked while the pointer or the focus is on it, and the other way round. */
for (const packet of document.querySelectorAll("[data-packet]")) {
  const bytes = Array.from(packet.querySelectorAll("[data-at]"));
  const nodes = Array.from(packet.querySelectorAll("[data-start]"));
  const range = (node) => [Number(node.dataset.start), Number(node.dataset.end)];
  const light = (node) => {
    const [start, end] = node ? range(node) : [0, 0];
    for (const byte of bytes) byte.classList.toggle("lit", byte.dataset.at >= start && byte.dataset.at < end);
    for (const one of nodes) one.classList.toggle("lit", one === node);
    bytes[start]?.parentElement.scrollTo({ top: bytes[start].offsetTop - bytes[0].offsetTop - 20 });
  };
  const smallestAround = (at) =>
    nodes.filter((node) => range(node)[0] <= at && at < range(node)[1])
      .sort((a, b) => (range(a)[1] - range(a)[0]) - (range(b)[1] - range(b)[0]))[0];
  const follow = (event) => {
    const byte = event.target.closest("[data-at]"), node = event.target.closest("[data-start]");
    light(byte ? smallestAround(Number(byte.dataset.at)) : node);
  };
  packet.addEventListener("pointerover", follow);
  packet.addEventListener("focusin", follow);
  packet.addEventListener("pointerleave", () => light(undefined));
}

/** New rows come in at the top of the live list; what is far below is taken away. */
const live = document.querySelector("[data-live]");
if (live) {
  const body = live.querySelector("tbody"), status = document.querySelector("[data-live-status]");
  const pause = document.querySelector("[data-live-pause]");
  let isPaused = false;
  const stream = new EventSource(live.dataset.live);
  stream.addEventListener("rows", (event) => {
    if (isPaused) return;
    body.insertAdjacentHTML("afterbegin", event.data);
    while (body.rows.length > 200) body.lastElementChild.remove();
  });
  stream.addEventListener("status", (event) => status.textContent = event.data);
  stream.addEventListener("error", () => status.textContent = "The connection is lost; trying again …");
  pause.hidden = false;
  pause.addEventListener("click", () => {
    isPaused = !isPaused;
    pause.textContent = isPaused ? "Go on" : "Pause";
  });
}
