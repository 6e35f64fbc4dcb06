import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import {
  type ConfigEntry,
  ConfigError,
  ConfigErrors,
  type ConfigTree,
  findSections,
  parseZConfig,
} from "../../src/config/mod.ts";

/** The entries without their places, keys as `[key, value]`. */
function shape(entries: readonly ConfigEntry[]): unknown[] {
  return entries.map((entry) =>
    entry.kind === "key"
      ? [entry.key, entry.value]
      : { [entry.name === undefined ? entry.type : `${entry.type} ${entry.name}`]: shape(entry.entries) }
  );
}

const ACCEPTED: readonly [behaviour: string, text: string, shape: unknown[]][] = [
  ["an empty text holds nothing", "", []],
  ["blank lines and comments say nothing", "\n  \n# a comment\n   # another\n", []],
  ["a key takes all the rest of the line as its value", "key  some value # and more", [[
    "key",
    "some value # and more",
  ]]],
  ["a key may stand without a value", "key", [["key", ""]]],
  ["keys come out in lower case and values as written", "Server-NAME Name", [["server-name", "Name"]]],
  ["white space around lines and values is dropped", "\t key\t value \t ", [["key", "value"]]],
  ["line ends of all systems are understood", "a 1\r\nb 2\rc 3\n", [["a", "1"], ["b", "2"], ["c", "3"]]],
  ["a byte order mark is skipped", "\uFEFFa 1", [["a", "1"]]],
  ["sections nest", "<a>\n<b>\nk v\n</b>\n</a>", [{ a: [{ b: [["k", "v"]] }] }]],
  ["section types lose their case and names keep it", "<Listen-Interface Eth0>\n</LISTEN-interface>", [{
    "listen-interface Eth0": [],
  }]],
  ["a section without content closes itself", "<a/>\n<b name/>\n<c />\n<d name />", [
    { a: [] },
    { "b name": [] },
    { c: [] },
    { "d name": [] },
  ]],
  ["a name may hold slashes and colons", "<subnet 2001:db8::/32>\n</subnet>", [{ "subnet 2001:db8::/32": [] }]],
  ["white space inside tags does not matter", "<  a   b  >\n</ a >", [{ "a b": [] }]],
  ["a defined name is replaced in values", "%define x one\na $x\nb ${x}two\nc $X", [
    ["a", "one"],
    ["b", "onetwo"],
    ["c", "one"],
  ]],
  ["two dollar signs are one, and begin no name", "%define x one\na $$x$$", [["a", "$x$"]]],
  ["a definition may use another", "%define x one\n%define y $x-two\na $y", [["a", "one-two"]]],
  ["a definition may be empty", "%define x\na [$x]", [["a", "[]"]]],
  ["the same definition twice is no mistake", "%define x one\n%define X one\na $x", [["a", "one"]]],
  ["section names are not substituted", "%define x one\n<a $x>\n</a>", [{ "a $x": [] }]],
  ["the packages of this project can be imported", "%import dhcpkit_kafka\n%import dhcpkit.ipv6.server.extensions", []],
  ["a key named like a property of all objects is a key", "__proto__ 1\nconstructor 2", [
    ["__proto__", "1"],
    ["constructor", "2"],
  ]],
];

for (const [behaviour, text, expected] of ACCEPTED) {
  Deno.test(`zconfig: ${behaviour}`, () => {
    assertEquals(shape(parseZConfig(text).entries), expected);
  });
}

const REFUSED: readonly [behaviour: string, text: string, message: string][] = [
  [
    "a section that is never closed names its line",
    "a 1\n<b>\nc 2",
    "f:2: <b>: is opened on line 2 and not closed before the end of the file; add </b>",
  ],
  [
    "a section that the one around it ends first is named",
    "<a>\n<b>\n</a>",
    "f:2: <b>: is opened on line 2 and not closed before </a> on line 3; add </b>",
  ],
  [
    "a close tag of another type names the section that is open",
    "<topic>\n</topics>",
    "f:2: </topics> does not close <topic>, opened on line 1; write </topic>",
  ],
  [
    "a close tag with nothing open is named",
    "</a>",
    "f:1: </a> closes nothing; remove it, or open <a> before it in this file",
  ],
  [
    "a tag without its end is named",
    "<subnet 2001:db8::/32> # here",
    'f:1: "<subnet 2001:db8::/32> # here" does not end with ">"; ' +
    "a section tag stands alone on its line, comments too",
  ],
  [
    "a tag without a type is named",
    "<>",
    'f:1: "<>" has no usable section type; a section type begins with a letter and has only A-Z a-z 0-9 . _ -',
  ],
  [
    "a name with a space is refused",
    "<static-csv my file.csv>",
    'f:1: "<static-csv my file.csv>" has more than a type and a name; ' +
    "a section is opened with <type> or <type name>, and a name holds no space",
  ],
  [
    "a line that is neither key nor section is named",
    "foo(bar) baz",
    'f:1: "foo(bar)" is neither a key with a value nor a section; ' +
    'write "key value", <type> or </type> on a line of its own',
  ],
  [
    "an undefined name is named",
    "%define b 1\n<s>\na $c\n</s>",
    'f:3: a in <s>: $c is not defined; add "%define c value" above it; defined so far: $b',
  ],
  [
    "a dollar sign alone is a mistake",
    "a 5$",
    'f:1: a: "5$" holds a $ without a name; write $name, ${name}, or $$ for a dollar sign',
  ],
  [
    "environment variables are not read",
    "a $(HOME)",
    'f:1: a: "$(HOME)" asks for an environment variable, which is not read here; ' +
    "use %define and $name, or write $$ for a dollar sign",
  ],
  [
    "a name keeps its first value",
    "%define x one\n%define X two",
    'f:2: %define: "X" is already defined as "one"; a name keeps its first value; define another name',
  ],
  [
    "a name that cannot be written after a dollar sign cannot be defined",
    "%define 1x one",
    'f:1: %define: "1x" is not a name that can be defined; ' +
    "a name has only A-Z a-z 0-9 _ and does not begin with a digit",
  ],
  ["an include needs a file", "%include", "f:1: %include: no file is given; write %include path"],
  [
    "an import needs a package",
    "%import",
    "f:1: %import: no package is given; write %import dhcpkit_kafka, or remove the line",
  ],
  ["a definition needs a name", "%define", "f:1: %define: no name is given; write %define name value"],
  [
    "an unknown directive gets a suggestion",
    "%includ x",
    "f:1: %includ: not a directive; did you mean %include? known are %define, %import, %include",
  ],
  [
    "a package of others cannot be imported",
    "%import dhcpkit_other",
    'f:1: %import: "dhcpkit_other" is not part of this project, and code of others cannot be loaded from a ' +
    "configuration; remove the line; dhcpkit, dhcpkit_kafka and what is in them are accepted",
  ],
  [
    "a file cannot be included where no files can be read",
    "%include other.conf",
    'f:1: %include: "other.conf" cannot be read, as included files are not available here; ' +
    "put its content in place, or call the parser with a readFile function",
  ],
  [
    "invisible characters are shown in messages",
    "a(\u0007\u202e",
    'f:1: "a(\\u{7}\\u{202E}" is neither a key with a value nor a section; ' +
    'write "key value", <type> or </type> on a line of its own',
  ],
];

for (const [behaviour, text, message] of REFUSED) {
  Deno.test(`zconfig: ${behaviour}`, () => {
    const error = assertThrows(() => parseZConfig(text, { fileName: "f" }), ConfigError);
    assertEquals(error.message, message);
    assertEquals(error.message.startsWith(`${error.fileName}:${error.line}:`), true);
  });
}

Deno.test("zconfig: each entry knows its file and line", () => {
  const tree = parseZConfig("\n<a>\n\n  b 1\n</a>", { fileName: "dhcpd.conf" });
  assertEquals(tree, {
    fileName: "dhcpd.conf",
    entries: [{
      kind: "section",
      type: "a",
      fileName: "dhcpd.conf",
      line: 2,
      entries: [{ kind: "key", key: "b", value: "1", fileName: "dhcpd.conf", line: 4 }],
    }],
  });
});

Deno.test("zconfig: all mistakes are reported at once, in the order of their lines", () => {
  const text = "<a>\n%foo\nk $x\n<b>\n</a>\n</c>";
  const error = assertThrows(() => parseZConfig(text), ConfigErrors);
  assertEquals(error.errors.map((one) => one.line), [2, 3, 4, 6]);
  assertInstanceOf(error, ConfigError);
  assertEquals(error.line, 2);
  assertEquals(error.message, error.errors.map((one) => one.message).join("\n"));
});

Deno.test("zconfig: a long list of mistakes is cut in the message and whole in the error", () => {
  const error = assertThrows(() => parseZConfig("</a>\n".repeat(30)), ConfigErrors);
  assertEquals(error.errors.length, 30);
  assertEquals(error.message.split("\n").length, 21);
  assertEquals(error.message.endsWith("\nand 10 more"), true);
});

Deno.test("zconfig: 32 sections can be nested and 33 cannot", () => {
  const nested = (depth: number): string => "<a>\n".repeat(depth) + "</a>\n".repeat(depth);
  assertEquals(findSections(parseZConfig(nested(32)), "a").length, 32);
  const error = assertThrows(() => parseZConfig(nested(33)), ConfigError, "more than 32 sections are nested");
  assertEquals(error.line, 33);
});

Deno.test("zconfig: definitions that double each other end with an error instead of all memory", () => {
  const doublings = Array.from({ length: 64 }, (_, n) => `%define x${n + 1} $x${n}$x${n}`);
  assertThrows(
    () => parseZConfig(["%define x0 ten-chars-", ...doublings].join("\n")),
    ConfigError,
    "a value of more than 65536 characters",
  );
});

Deno.test("zconfig: sections are found at every depth in file order", () => {
  const tree: ConfigTree = parseZConfig("<a/>\n<b>\n<A x/>\n</b>\n<a/>");
  assertEquals(findSections(tree, "A").map((section) => section.line), [1, 3, 5]);
});
