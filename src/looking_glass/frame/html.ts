import { html, raw } from "hono/html";

/** HTML that may be put into other HTML as it is. */
export type Html = ReturnType<typeof html>;

/** What a template takes: texts and numbers are escaped, HTML is not, nothing comes of `undefined`, `null` and `false`. */
export type HtmlPart = Html | string | number | undefined | null | false | readonly HtmlPart[];

/** Makes HTML of a template; everything that is put into it is escaped unless it was made by a template itself. */
export function h(strings: TemplateStringsArray, ...values: readonly HtmlPart[]): Html {
  return html(strings, ...values);
}

/** HTML that is in the program, not from the network. */
export function trusted(text: string): Html {
  return raw(text);
}
