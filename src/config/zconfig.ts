import { Definitions } from "./_definitions.ts";
import { lexLines, type Line } from "./_lexer.ts";
import { nearest } from "./near.ts";
import { resolvePath } from "./_path.ts";
import { quote } from "./_quote.ts";
import { ConfigError, throwCollected } from "./config_error.ts";
import type { ConfigSection, ConfigTree } from "./config_tree.ts";
import { ValueError } from "./value_error.ts";

/**
 * Reads an included file and returns its text.
 *
 * `path` is already resolved beside the including file `from`. What it throws becomes a {@linkcode ConfigError} at the
 * line of the `%include`.
 */
export type ReadFile = (path: string, from: string) => string;

/** How {@linkcode parseZConfig} treats what a text refers to. */
export interface ZConfigOptions {
  /** The name of the file in messages, and what included files are resolved beside; `configuration` when not given. */
  readonly fileName?: string;
  /** Reads included files; without it `%include` is an error. */
  readonly readFile?: ReadFile;
  /**
   * Which packages `%import` may name: `project` (the default) accepts the packages that this module stands in for,
   * `any` accepts all, for who looks for one section in somebody else's file.
   */
  readonly imports?: "project" | "any";
}

/**
 * Parses ZConfig syntax into a tree of sections and keys; what the keys mean is not looked at.
 *
 * Keys and section types come out in lower case, section names and values as written. `#` begins a comment at the
 * start of a line only. `%define name value` makes a name that `$name` and `${name}` stand for in values further down,
 * also across `%include`; `$$` is a dollar sign. At most 32 sections are nested, 16 files deep and 256 files in all.
 *
 * @throws {ConfigError} for a text that is not a configuration; several mistakes come as one {@linkcode ConfigErrors}.
 *
 * @example
 * ```ts
 * import { parseZConfig } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const tree = parseZConfig("%define site ams\n<Subnet 2001:db8::/32>\n  Mark $site-1\n</subnet>");
 * assertEquals(tree.entries, [{
 *   kind: "section",
 *   type: "subnet",
 *   name: "2001:db8::/32",
 *   entries: [{ kind: "key", key: "mark", value: "ams-1", fileName: "configuration", line: 3 }],
 *   fileName: "configuration",
 *   line: 2,
 * }]);
 * ```
 */
export function parseZConfig(text: string, options: ZConfigOptions = {}): ConfigTree {
  const fileName = options.fileName ?? "configuration";
  const root: ConfigSection = { kind: "section", type: "", entries: [], fileName, line: 1 };
  const parser = new Parser(options);
  parser.parse(text, fileName, [root]);
  throwCollected(parser.errors);
  return { fileName, entries: root.entries };
}

const DEEPEST_SECTION = 32;
const DEEPEST_INCLUDE = 16;
const MOST_INCLUDES = 256;
const PROJECT_PACKAGE = /^dhcpkit(?:_kafka)?(?:\.[A-Za-z_][A-Za-z0-9_]*)*$/;
/** Keys that no schema knows, and whose values are not looked at, so that no message repeats them. */
const SECRET_KEY = /(?:password|passphrase|secret|token)(?:[=:].*)?$/;
const DIRECTIVES = ["define", "import", "include"];

class Parser {
  readonly errors: ConfigError[] = [];
  readonly #options: ZConfigOptions;
  readonly #definitions = new Definitions();
  readonly #openFiles: string[] = [];
  #includes = 0;

  constructor(options: ZConfigOptions) {
    this.#options = options;
  }

  /** Adds the content of one file to the innermost of the open sections, which must be the innermost again at its end. */
  parse(text: string, fileName: string, open: ConfigSection[]): void {
    this.#openFiles.push(fileName);
    const openedBefore = open.length;
    for (const line of lexLines(text)) this.#take(line, fileName, open, openedBefore);
    for (const section of open.splice(openedBefore)) this.#reportUnclosed(section);
    this.#openFiles.pop();
  }

  #take(line: Line, fileName: string, open: ConfigSection[], openedBefore: number): void {
    const at = { fileName, line: line.line };
    const parent = open[open.length - 1];
    switch (line.kind) {
      case "key":
        this.#attempt({ ...at, key: line.key }, parent, () => {
          const value = SECRET_KEY.test(line.key) ? line.value : this.#definitions.substitute(line.value);
          parent.entries.push({ kind: "key", key: line.key, value, ...at });
        });
        break;
      case "open":
      case "empty": {
        const name = line.name === undefined ? {} : { name: line.name };
        const section: ConfigSection = { kind: "section", type: line.type, ...name, entries: [], ...at };
        parent.entries.push(section);
        if (line.kind === "open") this.#open(section, open);
        break;
      }
      case "close":
        this.#close(line.type, at, open, openedBefore);
        break;
      case "directive":
        this.#attempt({ ...at, key: `%${line.directive}` }, undefined, () => {
          this.#direct(line.directive, line.argument, fileName, open);
        });
        break;
      case "bad":
        this.errors.push(new ConfigError({ ...at, problem: line.problem, remedy: line.remedy }));
    }
  }

  #open(section: ConfigSection, open: ConfigSection[]): void {
    open.push(section);
    if (open.length - 1 !== DEEPEST_SECTION + 1) return;
    const problem = `more than ${DEEPEST_SECTION} sections are nested`;
    this.errors.push(
      new ConfigError({ fileName: section.fileName, line: section.line, section: section.type, problem }),
    );
  }

  #close(type: string, at: { fileName: string; line: number }, open: ConfigSection[], openedBefore: number): void {
    let index = open.length - 1;
    while (index >= openedBefore && open[index].type !== type) index--;
    if (index >= openedBefore) {
      for (const section of open.splice(index).slice(1)) this.#reportUnclosed(section, `</${type}> on line ${at.line}`);
      return;
    }
    const innermost = open.length > openedBefore ? open[open.length - 1] : undefined;
    const problem = innermost === undefined
      ? `</${type}> closes nothing`
      : `</${type}> does not close <${innermost.type}>, opened on line ${innermost.line}`;
    const remedy = innermost === undefined
      ? `remove it, or open <${type}> before it in this file`
      : `write </${innermost.type}>`;
    this.errors.push(new ConfigError({ ...at, problem, remedy }));
    const isSlip = innermost !== undefined && nearest(type, [innermost.type]) !== undefined;
    if (isSlip) open.pop();
  }

  #reportUnclosed(section: ConfigSection, end: string = "the end of the file"): void {
    this.errors.push(
      new ConfigError({
        fileName: section.fileName,
        line: section.line,
        section: section.type,
        problem: `is opened on line ${section.line} and not closed before ${end}`,
        remedy: `add </${section.type}>`,
      }),
    );
  }

  #direct(directive: string, argument: string, fileName: string, open: ConfigSection[]): void {
    switch (directive) {
      case "define": {
        const [, name = "", value = ""] = /^(\S*)\s*([^]*)$/.exec(argument) ?? [];
        if (name === "") throw new ValueError("no name is given", "write %define name value");
        this.#definitions.define(name, this.#definitions.substitute(value));
        break;
      }
      case "include":
        this.#include(this.#definitions.substitute(argument), fileName, open);
        break;
      case "import":
        this.#import(this.#definitions.substitute(argument));
        break;
      default: {
        const near = nearest(directive, DIRECTIVES);
        const known = `known are ${DIRECTIVES.map((name) => `%${name}`).join(", ")}`;
        throw new ValueError("not a directive", near === undefined ? known : `did you mean %${near}? ${known}`);
      }
    }
  }

  #include(written: string, from: string, open: ConfigSection[]): void {
    if (written === "") throw new ValueError("no file is given", "write %include path");
    const readFile = this.#options.readFile;
    if (readFile === undefined) {
      throw new ValueError(
        `${quote(written)} cannot be read, as included files are not available here`,
        "put its content in place, or call the parser with a readFile function",
      );
    }
    const path = resolvePath(written, from);
    if (this.#openFiles.includes(path)) {
      throw new ValueError(`${quote(path)} includes itself`, `it is read by ${this.#openFiles.join(" > ")}`);
    }
    if (this.#openFiles.length > DEEPEST_INCLUDE) {
      throw new ValueError(`more than ${DEEPEST_INCLUDE} files include each other`);
    }
    if (++this.#includes > MOST_INCLUDES) throw new ValueError(`more than ${MOST_INCLUDES} files are included`);
    this.parse(readIncluded(readFile, path, from), path, open);
  }

  #import(name: string): void {
    if (name === "") throw new ValueError("no package is given", "write %import dhcpkit_kafka, or remove the line");
    if (this.#options.imports === "any" || PROJECT_PACKAGE.test(name)) return;
    throw new ValueError(
      `${quote(name)} is not part of this project, and code of others cannot be loaded from a configuration`,
      "remove the line; dhcpkit, dhcpkit_kafka and what is in them are accepted",
    );
  }

  #attempt(
    at: { fileName: string; line: number; key: string },
    parent: ConfigSection | undefined,
    act: () => void,
  ): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      const section = parent === undefined || parent.type === "" ? {} : { section: parent.type };
      const remedy = error.remedy === undefined ? {} : { remedy: error.remedy };
      this.errors.push(
        new ConfigError({ ...at, ...section, problem: error.problem, ...remedy }, { cause: error.cause }),
      );
    }
  }
}

function readIncluded(readFile: ReadFile, path: string, from: string): string {
  try {
    return readFile(path, from);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ValueError(`${quote(path)} cannot be read: ${reason}`, undefined, { cause: error });
  }
}
