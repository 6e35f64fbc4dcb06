import { answer, answerStream, redirect } from "./answer.ts";
import type { Assets } from "./assets.ts";
import { begun, csvStream, ndjsonStream } from "./export.ts";
import { type Form, FORM_TYPES, wantedForm } from "./form.ts";
import { layout } from "./layout.ts";
import type { LookUp } from "./look_up.ts";
import { type AnyPage, Elsewhere, type PageContext, PageProblem } from "./page.ts";
import { problemAnswer } from "./problem_page.ts";

/** How a page is answered. */
export interface PageAnswerInit {
  /** The form that the path says. */
  readonly form: Form | undefined;
  /** The files of the frame. */
  readonly assets: Assets;
  /** Milliseconds that it may take. */
  readonly timeLimitMs: number;
  /** Writes down who looked up what. */
  readonly note: (lookUp: LookUp) => void;
  /** Told of what went wrong. */
  readonly failed: (error: unknown, request: Request) => void;
}

/** Answers a request with a page in the form that is wanted, or tells why not. */
export async function pageAnswer(
  request: Request,
  page: AnyPage,
  context: PageContext,
  { form: suffix, assets, timeLimitMs, note, failed }: PageAnswerInit,
): Promise<Response> {
  const offered = formsOf(page), form = wantedForm(request.headers.get("accept"), suffix, offered);
  const told = { form: form ?? suffix, view: context, assets };
  if (form === undefined) {
    const message = `This page is there as ${listed(offered.map((one) => NAMES[one]))}.`;
    return await problemAnswer(request, { status: suffix ? 404 : 406, message }, told);
  }
  if (page.role === "admin" && context.visitor.role !== "admin") {
    const hint = "Log in as an admin, or ask one.";
    return await problemAnswer(request, { status: 403, message: "This page is for admins.", hint }, told);
  }
  try {
    return await withinTime(made(request, page, context, { form, assets, note }), timeLimitMs);
  } catch (error) {
    if (error instanceof Elsewhere) return redirect(error.location);
    if (error instanceof PageProblem) {
      return await problemAnswer(request, { status: error.status, message: error.message, hint: error.hint }, told);
    }
    failed(error, request);
    const message = "The store did not answer as it should, so this page could not be made.";
    return await problemAnswer(
      request,
      { status: 500, message, hint: "The log says more. Trying again does no harm." },
      told,
    );
  }
}

const NAMES: Readonly<Record<Form, string>> = {
  html: "HTML",
  json: "JSON",
  csv: "CSV",
  ndjson: "NDJSON",
  pcap: "pcap",
};

async function made(
  request: Request,
  page: AnyPage,
  context: PageContext,
  { form, assets, note }: Pick<PageAnswerInit, "assets" | "note"> & { form: Form },
): Promise<Response> {
  const looked = await page.lookUp?.(context);
  if (looked !== undefined) note(looked);
  const type = FORM_TYPES[form], name = context.path.slice(1).replaceAll("/", "-") || "overview";
  if (form === "csv" || form === "ndjson") {
    const stream = form === "csv" ? csvStream : ndjsonStream;
    const headers = { "content-disposition": `attachment; filename="${name}.${form}"` };
    return answerStream(request, stream(await begun(page.rows!(context))), { type, headers });
  }
  const data = await page.load(context), status = page.status?.(data) ?? 200;
  const init = { type, status, keep: page.takesForms ? "never" : "again" } as const;
  if (form === "pcap") {
    const headers = { "content-disposition": `attachment; filename="${name}.pcap"` };
    return answer(request, page.pcap!(data), { ...init, headers });
  }
  if (form === "json") return answer(request, `${JSON.stringify(page.json(data, context))}\n`, init);
  const forms = page.takesForms ? [] : formsOf(page).slice(1), search = context.query.get("q") ?? "";
  const parts = { title: page.title(data, context), body: page.view(data, context), search, forms };
  return answer(request, await layout(context, { ...parts, assets, scripts: page.scripts }), init);
}

function formsOf(page: AnyPage): Form[] {
  return ["html", "json", ...(page.rows ? ["csv", "ndjson"] as const : []), ...(page.pcap ? ["pcap"] as const : [])];
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** Gives up waiting; what is under way ends on its own. */
async function withinTime<T>(work: Promise<T>, timeLimitMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const hint = "Ask for less: a shorter time, or a client instead of all.";
    timer = setTimeout(() => reject(new PageProblem(503, "This took too long.", hint)), timeLimitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
