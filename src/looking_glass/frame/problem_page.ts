import type { Form } from "./form.ts";
import { FORM_TYPES } from "./form.ts";
import { answer } from "./answer.ts";
import type { Assets } from "./assets.ts";
import { h } from "./html.ts";
import { bareLayout, layout } from "./layout.ts";
import type { View } from "./view.ts";

/** Why a request is not answered. */
export interface Problem {
  /** HTTP status. */
  readonly status: number;
  /** A sentence. */
  readonly message: string;
  /** What to do. */
  readonly hint?: string;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
}

const TITLES: Readonly<Record<number, string>> = {
  400: "That cannot be read",
  401: "Please log in",
  403: "Not for you",
  404: "Nothing here",
  405: "Not that way",
  406: "Not in that form",
  408: "Too slow",
  413: "Too much",
  414: "Too long",
  421: "Another name",
  429: "Please wait",
  500: "That went wrong",
  503: "Not now",
};

/** Tells a problem in the form that was wanted, within the frame where the visitor is known. Nothing of the inside is told. */
export async function problemAnswer(
  request: Request,
  problem: Problem,
  { form, view, assets }: { form: Form | undefined; view: View | undefined; assets: Assets },
): Promise<Response> {
  const { status, message, hint = "", headers = {} } = problem, init = { status, headers, keep: "never" } as const;
  if (form !== undefined && form !== "html") {
    const text = JSON.stringify({ error: { status, message, ...(hint === "" ? {} : { hint }) } });
    return answer(request, `${text}\n`, { ...init, type: FORM_TYPES.json });
  }
  const title = TITLES[status] ?? "That did not work";
  const body = h`<h1>${title}</h1>
<p class="lead">${message}</p>
${hint === "" ? "" : h`<p>${hint}</p>`}`;
  const text = view === undefined
    ? await bareLayout({ title, body, assets })
    : await layout(view, { title, body, assets, search: view.url.searchParams.get("q")?.slice(0, 600) ?? "" });
  return answer(request, text, { ...init, type: FORM_TYPES.html });
}
