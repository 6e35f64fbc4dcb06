import type { AssetName, Assets } from "./assets.ts";
import { h, type Html, trusted } from "./html.ts";
import { linkTo, type View } from "./view.ts";

/** What a layout is filled with. */
export interface LayoutInit {
  /** What the window is called. */
  readonly title: string;
  /** The content. */
  readonly body: Html;
  /** The files that belong to it. */
  readonly assets: Assets;
  /** What stands in the search box. */
  readonly search?: string;
  /** Suffixes of the forms that there are besides this one. */
  readonly forms?: readonly string[];
  /** Scripts besides that of all pages. */
  readonly scripts?: readonly AssetName[] | undefined;
}

/** Where the navigation leads. */
const PLACES: readonly (readonly [path: string, name: string])[] = [
  ["/", "Overview"],
  ["/problems", "Problems"],
  ["/live", "Live"],
  ["/clients", "Clients"],
  ["/transactions", "Transactions"],
  ["/servers", "Servers"],
  ["/relays", "Relays"],
  ["/held", "Who held"],
  ["/health", "Health"],
];

/** A whole page for a visitor. */
export async function layout(view: View, init: LayoutInit): Promise<string> {
  const { title, body, assets, search = "" } = init;
  return String(
    await h`${trusted("<!doctype html>")}
<html lang="en">
<head>
${head(title, assets, init.scripts)}
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<a class="brand" href="/">Looking glass</a>
<form class="search" action="/clients" role="search">
<label class="unseen" for="search">DUID, MAC address, address, prefix, port, vendor or host name</label>
<input id="search" name="q" type="search" value="${search}" placeholder="DUID, MAC, address, prefix, port …" autocomplete="off" spellcheck="false" autocapitalize="none" aria-keyshortcuts="/" maxlength="600">
<button type="submit">Find</button>
</form>
<nav aria-label="Pages">${navigation(view)}</nav>
</header>
<main id="content" tabindex="-1">
${body}
</main>
<footer>
${zoneSwitch(view)}
${forms(view, init.forms ?? [])}
<span><a href="/decode">Decode a packet</a></span>
<span class="keys" hidden><button type="button" class="plain" data-help>Keys: ?</button></span>
${account(view)}
</footer>
</body>
</html>
`,
  );
}

/** A page for those who are not known yet: the content alone. */
export async function bareLayout(init: Pick<LayoutInit, "title" | "body" | "assets">): Promise<string> {
  return String(
    await h`${trusted("<!doctype html>")}
<html lang="en">
<head>
${head(init.title, init.assets)}
</head>
<body class="bare">
<main id="content">
${init.body}
</main>
</body>
</html>
`,
  );
}

function head(title: string, assets: Assets, scripts: readonly AssetName[] = []): Html {
  return h`<meta charset="utf-8">
<title>${title} · Looking glass</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="${assets.address("icon.svg")}" type="image/svg+xml">
<link rel="stylesheet" href="${assets.address("style.css")}">
${["glass.js" as const, ...scripts].map((name) => h`<script type="module" src="${assets.address(name)}"></script>`)}`;
}

function navigation({ path, visitor }: View): Html {
  const places = visitor.role === "admin" ? [...PLACES, ["/audit", "Audit"] as const] : PLACES;
  return h`${
    places.map(([to, name]) => {
      const isHere = path === to || (to !== "/" && path.startsWith(`${to}/`));
      return isHere ? h`<a href="${to}" aria-current="page">${name}</a>` : h`<a href="${to}">${name}</a>`;
    })
  }`;
}

function zoneSwitch(view: View): Html {
  const { times, localZone } = view, isUtc = times.timeZone === "UTC";
  if (localZone === "UTC") return h`<span>Times in UTC</span>`;
  const [zone, name] = isUtc ? ["local", localZone] : ["utc", "UTC"];
  return h`<span>Times in ${times.timeZone} · <a href="${linkTo(view, { zone })}">show ${name}</a></span>`;
}

function forms(view: View, suffixes: readonly string[]): Html {
  if (suffixes.length === 0) return h``;
  const links = suffixes.map((suffix) =>
    h` <a href="${linkTo(view, {}, `.${suffix}`)}" rel="alternate">${
      suffix === "ndjson" ? "NDJSON" : suffix === "pcap" ? "pcap" : suffix.toUpperCase()
    }</a>`
  );
  return h`<span>This page as${links}</span>`;
}

function account({ visitor, canLogOut }: View): Html {
  if (!canLogOut) return h``;
  return h`<form class="account" method="post" action="/logout"><span>${visitor.name} (${visitor.role})</span> <button type="submit" class="plain">Log out</button></form>`;
}
