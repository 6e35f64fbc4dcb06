import type { FullSettings } from "./postgres_settings.ts";

/** The password for a connection; empty where nobody gives one, as for servers that do not ask. */
export async function passwordFor(settings: FullSettings): Promise<string> {
  if (settings.password) return await settings.password();
  const fromEnvironment = variable("PGPASSWORD");
  if (fromEnvironment) return fromEnvironment;
  const file = variable("PGPASSFILE");
  return file ? passwordInFile(await readPasswordFile(file), settings) : "";
}

/**
 * The password in the first line that fits, of lines `HOST:PORT:DATABASE:USER:PASSWORD` with `*` for anything and backslashes in front of
 * colons and backslashes; empty when none fits. A Unix socket counts as `localhost` (libpq, "The Password File").
 */
export function passwordInFile(
  text: string,
  { host, port, database, user }: Pick<FullSettings, "host" | "port" | "database" | "user">,
): string {
  const wanted = [host.startsWith("/") ? "localhost" : host, `${port}`, database, user];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("#")) continue;
    const fields = Array.from(line.matchAll(/((?:\\.|[^:\\])*)(?::|$)/g), ([, field]) => field.replace(/\\(.)/g, "$1"));
    if (fields.length < 5) continue;
    if (wanted.every((value, i) => fields[i] === "*" || fields[i] === value)) return fields[4];
  }
  return "";
}

/** Only its owner may read it, as for libpq. */
async function readPasswordFile(path: string): Promise<string> {
  let info: Deno.FileInfo;
  try {
    info = await Deno.stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new Error(`PGPASSFILE names ${path}, which is not there`);
    throw error;
  }
  if (info.mode !== null && (info.mode & 0o077) !== 0) {
    throw new Error(`${path}, which PGPASSFILE names, can be read by others; chmod 600 ${path}`);
  }
  return await Deno.readTextFile(path);
}

/** A variable, `undefined` also where this program may not see it. */
function variable(name: string): string | undefined {
  if (Deno.permissions.querySync({ name: "env", variable: name }).state !== "granted") return undefined;
  return Deno.env.get(name);
}
