/** What an answer may be written in. */
export type Form = "html" | "json" | "csv" | "ndjson" | "pcap";

/** The media type of each, in the order in which they are preferred where several are as welcome. */
export const FORM_TYPES: Readonly<Record<Form, string>> = {
  html: "text/html; charset=utf-8",
  json: "application/json",
  ndjson: "application/x-ndjson",
  csv: "text/csv; charset=utf-8",
  pcap: "application/vnd.tcpdump.pcap",
};

const FORMS = Object.keys(FORM_TYPES) as Form[];

/** A path without the suffix that tells the form: `/clients.json` is `/clients`. */
export function splitForm(pathname: string): { path: string; form: Form | undefined } {
  const [, path, suffix] = /^(.+)\.(json|csv|ndjson|pcap)$/.exec(pathname) ?? [];
  return suffix === undefined ? { path: pathname, form: undefined } : { path, form: suffix as Form };
}

/**
 * The form that a request wants of those there are: what its path says, or what its `Accept` header likes best (RFC 9110 section
 * 12.5.1). `undefined` when it wants none of them.
 */
export function wantedForm(
  accept: string | null,
  suffix: Form | undefined,
  offered: readonly Form[],
): Form | undefined {
  if (suffix !== undefined) return offered.includes(suffix) ? suffix : undefined;
  const ranges = accept === null || accept.trim() === ""
    ? [{ type: "*/*", quality: 1 }]
    : accept.split(",").map(readRange);
  const liked = FORMS.filter((form) => offered.includes(form))
    .map((form) => ({ form, quality: qualityOf(FORM_TYPES[form].split(";")[0], ranges) }));
  const best = Math.max(0, ...liked.map(({ quality }) => quality));
  return best > 0 ? liked.find(({ quality }) => quality === best)?.form : undefined;
}

interface Range {
  readonly type: string;
  readonly quality: number;
}

function readRange(text: string): Range {
  const [type, ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1";
  return { type, quality: Number(quality) || 0 };
}

/** The most specific range that a type is in counts. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  for (const pattern of [type, `${type.split("/")[0]}/*`, "*/*"]) {
    const range = ranges.find((one) => one.type === pattern);
    if (range) return range.quality;
  }
  return 0;
}
