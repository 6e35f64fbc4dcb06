import { assertEquals, assertInstanceOf, assertStringIncludes, assertThrows } from "@std/assert";
import { ConfigError, type ConfigTree, parseZConfig, type ReadFile } from "../../src/config/mod.ts";
import { resolvePath } from "../../src/config/_path.ts";

function reader(files: Record<string, string>): ReadFile {
  return (path) => {
    if (!Object.hasOwn(files, path)) throw new Error("no such file");
    return files[path];
  };
}

function parse(files: Record<string, string>, fileName: string = "conf/dhcpd.conf"): ConfigTree {
  return parseZConfig(files[fileName], { fileName, readFile: reader(files) });
}

Deno.test("include: the content of a file takes the place of the line, with its own file and lines", () => {
  const tree = parse({ "conf/dhcpd.conf": "a 1\n%include extra.conf\nb 2", "conf/extra.conf": "\nc 3" });
  assertEquals(tree.entries.map(({ fileName, line }) => `${fileName}:${line}`), [
    "conf/dhcpd.conf:1",
    "conf/extra.conf:2",
    "conf/dhcpd.conf:3",
  ]);
});

Deno.test("include: a file can fill a section", () => {
  const tree = parse({ "conf/dhcpd.conf": "<s>\n%include k.conf\n</s>", "conf/k.conf": "<t>\nk v\n</t>" });
  const [section] = tree.entries;
  assertEquals(section.kind === "section" && section.entries.length, 1);
});

Deno.test("include: definitions hold in included files and those made there hold after them", () => {
  const tree = parse({
    "conf/dhcpd.conf": "%define dir sub\n%include $dir/in.conf\na $made",
    "conf/sub/in.conf": "%define made by-$dir",
  });
  assertEquals(tree.entries.map((entry) => entry.kind === "key" && entry.value), ["by-sub"]);
});

Deno.test("include: a file that includes itself over another is a mistake in the line that closes the circle", () => {
  const files = { "conf/dhcpd.conf": "%include b.conf", "conf/b.conf": "\n%include ../conf/dhcpd.conf" };
  const error = assertThrows(() => parse(files), ConfigError);
  assertEquals(
    error.message,
    'conf/b.conf:2: %include: "conf/dhcpd.conf" includes itself; it is read by conf/dhcpd.conf > conf/b.conf',
  );
});

Deno.test("include: endless chains of files end at a depth", () => {
  const readFile: ReadFile = (path) => `%include ${path}x`;
  assertThrows(() => parseZConfig("%include a", { readFile }), ConfigError, "more than 16 files include each other");
});

Deno.test("include: files that include each other twice end at a number", () => {
  let reads = 0;
  const readFile: ReadFile = (path) => {
    reads++;
    return path.length > 10 ? "" : `%include ${path}a\n%include ${path}b`;
  };
  assertThrows(() => parseZConfig("%include x", { readFile }), ConfigError, "more than 256 files are included");
  assertEquals(reads, 256);
});

Deno.test("include: a file that cannot be read is a mistake with the reason and its cause", () => {
  const error = assertThrows(() => parse({ "conf/dhcpd.conf": "%include gone.conf" }), ConfigError);
  assertEquals(error.message, 'conf/dhcpd.conf:1: %include: "conf/gone.conf" cannot be read: no such file');
  assertInstanceOf(error.cause, Error);
});

Deno.test("include: a reason over several lines and a strange file name stay on one line of the message", () => {
  const readFile: ReadFile = () => {
    throw new Error("first\nsecond");
  };
  const error = assertThrows(() => parseZConfig("%include x", { fileName: "a\u202Eb", readFile }), ConfigError);
  assertEquals(error.message, 'a\\u{202E}b:1: %include: "x" cannot be read: first\\u{A}second');
});

Deno.test("include: a mistake in an included file carries the name of that file", () => {
  const error = assertThrows(() => parse({ "conf/dhcpd.conf": "%include b", "conf/b": "\n</x>" }), ConfigError);
  assertEquals([error.fileName, error.line], ["conf/b", 2]);
});

Deno.test("include: a file cannot close the section of another and must close its own", () => {
  const closing = assertThrows(
    () => parse({ "conf/dhcpd.conf": "<s>\n%include b\n</s>", "conf/b": "</s>" }),
    ConfigError,
  );
  assertStringIncludes(closing.message, "conf/b:1: </s> closes nothing");
  const opening = assertThrows(() => parse({ "conf/dhcpd.conf": "%include b\n</s>", "conf/b": "<s>" }), ConfigError);
  assertStringIncludes(opening.message, "conf/b:1: <s>: is opened on line 1 and not closed before the end of the file");
});

Deno.test("include: the reader gets the resolved path and the including file", () => {
  const calls: string[][] = [];
  const readFile: ReadFile = (path, from) => {
    calls.push([path, from]);
    return "";
  };
  parseZConfig("%include sub/../x.conf", { fileName: "/srv/dhcpd.conf", readFile });
  assertEquals(calls, [["/srv/x.conf", "/srv/dhcpd.conf"]]);
});

const PATHS: readonly [path: string, from: string, resolved: string][] = [
  ["b.conf", "a.conf", "b.conf"],
  ["b.conf", "", "b.conf"],
  ["b.conf", "conf/a.conf", "conf/b.conf"],
  ["./b.conf", "./conf/a.conf", "conf/b.conf"],
  ["../b.conf", "conf/a.conf", "b.conf"],
  ["../../b.conf", "conf/a.conf", "../b.conf"],
  ["../../../b.conf", "/srv/a.conf", "/b.conf"],
  ["/srv/b.conf", "conf/a.conf", "/srv/b.conf"],
  ["b.conf", "/a.conf", "/b.conf"],
  ["b.conf", "C:\\dhcp\\a.conf", "C:\\dhcp/b.conf"],
  ["D:\\b.conf", "C:\\dhcp\\a.conf", "D:\\b.conf"],
  ["b.conf", "https://example.com/conf/a.conf", "https://example.com/conf/b.conf"],
  ["https://example.com/b.conf", "conf/a.conf", "https://example.com/b.conf"],
  ["b.conf", "https://[", "b.conf"],
  ["../b.conf", "file:///srv/conf/a.conf", "file:///srv/b.conf"],
];

for (const [path, from, resolved] of PATHS) {
  Deno.test(`include: ${path} in ${from || "a text without a name"} is ${resolved}`, () => {
    assertEquals(resolvePath(path, from), resolved);
  });
}
