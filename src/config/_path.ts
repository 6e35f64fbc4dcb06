/** Names of files, as text: resolved beside the file that names them. Nothing here touches a disk. */

/**
 * The path of `path` as written in the file `from`: addresses with a scheme and absolute paths stay as they are, all
 * others count from the folder of `from`, with `.` and `..` worked out.
 */
export function resolvePath(path: string, from: string): string {
  if (isUrl(path) || isAbsolute(path)) return path;
  if (isUrl(from)) return resolveUrl(path, from);
  const folder = from.slice(0, from.search(LAST_NAME));
  return normalise(folder + path);
}

const LAST_NAME = /[^/\\]*$/;

function isUrl(path: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]+:/.test(path);
}

function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:[/\\])/.test(path);
}

function resolveUrl(path: string, from: string): string {
  try {
    return new URL(path, from).href;
  } catch {
    return path;
  }
}

function normalise(path: string): string {
  const root = /^(?:[A-Za-z]:)?[/\\]*/.exec(path)?.[0] ?? "";
  const names: string[] = [];
  for (const name of path.slice(root.length).split(/[/\\]+/)) {
    if (name === "" || name === ".") continue;
    if (name === ".." && names.length > 0 && names.at(-1) !== "..") names.pop();
    else if (name !== ".." || root === "") names.push(name);
  }
  return root + names.join("/") || ".";
}
