import { StoreBusyError } from "../../store/mod.ts";
import { answer, answerStream, redirect } from "./answer.ts";
import type { Assets } from "./assets.ts";
import { begun, csvStream, ndjsonStream } from "./export.ts";
import type { Exports } from "./exports.ts";
import { type Form, FORM_TYPES, wantedForm } from "./form.ts";
import { layout } from "./layout.ts";
import type { LookUp } from "./look_up.ts";
import { type AnyPage, Elsewhere, type PageContext, PageProblem } from "./page.ts";
import { problemAnswer } from "./problem_page.ts";
import { readerWithin, TimeLimit } from "./time_limit.ts";

/** How a page is answered. */
export interface PageAnswerInit {
  /** The form that the path says. */
  readonly form: Form | undefined;
  /** The files of the frame. */
  readonly assets: Assets;
  /** Milliseconds that it may take. */
  readonly timeLimitMs: number;
  /** The lists that are being taken. */
  readonly exports: Exports;
  /** Writes down who looked up what. */
  readonly note: (lookUp: LookUp) => void;
  /** Told of what went wrong. */
  readonly failed: (error: unknown, request: Request) => void;
}

/** Answers a request with a page in the form that is wanted, or tells why not. */
export async function pageAnswer(
  request: Request,
  page: AnyPage,
  context: Omit<PageContext, "signal">,
  { form: suffix, assets, timeLimitMs, exports, note, failed }: PageAnswerInit,
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
  const limit = new TimeLimit(timeLimitMs);
  const within = (what: "page" | "list"): PageContext => {
    return { ...context, reader: readerWithin(limit, context.reader, { for: what }), signal: limit.signal };
  };
  try {
    if (form === "csv" || form === "ndjson") {
      return await limit.race(exported(request, page, within("list"), { form, exports, note, limit }));
    }
    const response = await limit.race(made(request, page, within("page"), { form, assets, note }));
    limit.stop();
    return response;
  } catch (error) {
    limit.stop();
    if (error instanceof Elsewhere) return redirect(error.location);
    if (error instanceof PageProblem) {
      return await problemAnswer(request, { status: error.status, message: error.message, hint: error.hint }, told);
    }
    if (error instanceof StoreBusyError) {
      const busy = { status: 503, message: "Too much is asked of the store at once.", headers: { "retry-after": "5" } };
      return await problemAnswer(request, { ...busy, hint: "Try again in a moment." }, told);
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

/** A list as a whole: the limit is for its beginning alone, what then holds are the limits of lists. */
async function exported(
  request: Request,
  page: AnyPage,
  context: PageContext,
  { form, exports, note, limit }: Pick<PageAnswerInit, "exports" | "note"> & {
    form: "csv" | "ndjson";
    limit: TimeLimit;
  },
): Promise<Response> {
  const over = exports.begin(context.visitor.name);
  if (over === undefined) {
    throw new PageProblem(503, "Too many lists are being taken at once.", "Wait until another one is there.");
  }
  const ended = () => {
    limit.stop();
    over();
  };
  try {
    await writeDown(page, context, note);
    const rows = await begun(page.rows!(context)), stream = form === "csv" ? csvStream : ndjsonStream;
    limit.signal.throwIfAborted();
    limit.lift();
    const headers = { "content-disposition": attachment(context, form) };
    return answerStream(request, exports.bounded(stream(rows), ended), { type: FORM_TYPES[form], headers });
  } catch (error) {
    over();
    throw error;
  }
}

async function made(
  request: Request,
  page: AnyPage,
  context: PageContext,
  { form, assets, note }: Pick<PageAnswerInit, "assets" | "note"> & { form: Exclude<Form, "csv" | "ndjson"> },
): Promise<Response> {
  await writeDown(page, context, note);
  const type = FORM_TYPES[form], data = await page.load(context), status = page.status?.(data) ?? 200;
  const init = { type, status, keep: page.takesForms ? "never" : "again" } as const;
  if (form === "pcap") {
    return answer(request, page.pcap!(data), {
      ...init,
      headers: { "content-disposition": attachment(context, form) },
    });
  }
  if (form === "json") return answer(request, `${JSON.stringify(page.json(data, context))}\n`, init);
  const forms = page.takesForms ? [] : formsOf(page).slice(1), search = context.query.get("q") ?? "";
  const parts = { title: page.title(data, context), body: page.view(data, context), search, forms };
  return answer(request, await layout(context, { ...parts, assets, scripts: page.scripts }), init);
}

async function writeDown(page: AnyPage, context: PageContext, note: PageAnswerInit["note"]): Promise<void> {
  const looked = await page.lookUp?.(context);
  if (looked !== undefined) note(looked);
}

function attachment({ path, query }: PageContext, form: Form): string {
  const page = path.slice(1).replaceAll("/", "-") || "overview",
    [list] = /^[a-z-]+$/.exec(query.get("list") ?? "") ?? [];
  return `attachment; filename="${list === undefined ? page : `${page}-${list}`}.${form}"`;
}

function formsOf(page: AnyPage): Form[] {
  return ["html", "json", ...(page.rows ? ["csv", "ndjson"] as const : []), ...(page.pcap ? ["pcap"] as const : [])];
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
