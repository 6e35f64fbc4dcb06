import { quote } from "./_quote.ts";

/** What one line of a configuration says; blank lines and comments say nothing. */
export type Line =
  | { readonly kind: "open"; readonly line: number; readonly type: string; readonly name?: string }
  | { readonly kind: "empty"; readonly line: number; readonly type: string; readonly name?: string }
  | { readonly kind: "close"; readonly line: number; readonly type: string }
  | { readonly kind: "directive"; readonly line: number; readonly directive: string; readonly argument: string }
  | { readonly kind: "key"; readonly line: number; readonly key: string; readonly value: string }
  | { readonly kind: "bad"; readonly line: number; readonly problem: string; readonly remedy: string };

/**
 * The lines of a text, one token each:
 *
 * ```text
 * # comment            <type>  <type name>  <type/>  <type name/>  </type>
 * %directive argument  key value
 * ```
 */
export function* lexLines(text: string): Generator<Line> {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n?|\n/);
  for (const [index, written] of lines.entries()) {
    const content = written.trim();
    if (content === "" || content.startsWith("#")) continue;
    const line = index + 1;
    if (content.startsWith("</")) yield lexClose(content, line);
    else if (content.startsWith("<")) yield lexOpen(content, line);
    else if (content.startsWith("%")) yield lexDirective(content, line);
    else yield lexKey(content, line);
  }
}

const SECTION_TYPE = /^[A-Za-z][A-Za-z0-9._-]*$/;

function lexOpen(content: string, line: number): Line {
  if (!content.endsWith(">")) return unfinished(content, line);
  const isEmpty = content.endsWith("/>");
  const inside = content.slice(1, isEmpty ? -2 : -1).trim();
  const [type = "", name, ...more] = inside.split(/\s+/);
  if (!SECTION_TYPE.test(type)) return badType(content, line);
  if (more.length > 0) {
    return {
      kind: "bad",
      line,
      problem: `${quote(content)} has more than a type and a name`,
      remedy: "a section is opened with <type> or <type name>, and a name holds no space",
    };
  }
  const kind = isEmpty ? "empty" : "open";
  const opened = { kind, line, type: type.toLowerCase() } as const;
  return name === undefined ? opened : { ...opened, name };
}

function lexClose(content: string, line: number): Line {
  if (!content.endsWith(">")) return unfinished(content, line);
  const type = content.slice(2, -1).trim();
  return SECTION_TYPE.test(type) ? { kind: "close", line, type: type.toLowerCase() } : badType(content, line);
}

function lexDirective(content: string, line: number): Line {
  const [, directive, argument] = /^%\s*(\S*)\s*([^]*)$/.exec(content) ?? ["", "", ""];
  return { kind: "directive", line, directive: directive.toLowerCase(), argument };
}

function lexKey(content: string, line: number): Line {
  const space = content.search(/\s/);
  const key = space < 0 ? content : content.slice(0, space);
  if (/[()<>]/.test(key)) {
    // What stands behind may be a secret.
    const shown = key.split(/[=:]/, 1)[0];
    return {
      kind: "bad",
      line,
      problem: `${quote(shown)} is neither a key with a value nor a section`,
      remedy: 'write "key value", <type> or </type> on a line of its own',
    };
  }
  return { kind: "key", line, key: key.toLowerCase(), value: space < 0 ? "" : content.slice(space).trim() };
}

function unfinished(content: string, line: number): Line {
  return {
    kind: "bad",
    line,
    problem: `${quote(content)} does not end with ">"`,
    remedy: "a section tag stands alone on its line, comments too",
  };
}

function badType(content: string, line: number): Line {
  return {
    kind: "bad",
    line,
    problem: `${quote(content)} has no usable section type`,
    remedy: "a section type begins with a letter and has only A-Z a-z 0-9 . _ -",
  };
}
