/** Where the secrets and certificates that a configuration names are read. */
export interface SecretSources {
  /** Reads a file. Default: `Deno.readTextFile`. */
  readonly readTextFile?: (path: string) => string | Promise<string>;
  /** Reads an environment variable. Default: `Deno.env.get`. */
  readonly variable?: (name: string) => string | undefined;
}

/** A setting that names a file, and the path that it has. */
export type NamedFile = readonly [property: string, path: string];

/**
 * What a file holds that is a secret of one line, without the end of that line; everything else in it counts.
 *
 * Throws an `Error` of one line that names the key, the file and the remedy.
 */
export async function readSecret(file: NamedFile, sources: SecretSources): Promise<string> {
  const secret = (await readNamed(file, sources)).replace(/\r?\n$/, "");
  if (secret === "") throw new Error(`${keyOf(file[0])}: ${file[1]} is empty`);
  return secret;
}

/** What a file in PEM holds, as it is. Throws as {@linkcode readSecret} does. */
export async function readPem(file: NamedFile, sources: SecretSources): Promise<string> {
  const text = await readNamed(file, sources);
  if (text.trim() === "") throw new Error(`${keyOf(file[0])}: ${file[1]} is empty`);
  if (!text.includes("-----BEGIN ")) throw new Error(`${keyOf(file[0])}: ${file[1]} is not in PEM`);
  return text;
}

/** What an environment variable holds. Throws as {@linkcode readSecret} does. */
export function readVariable(property: string, name: string, { variable = readDenoVariable }: SecretSources): string {
  let value: string | undefined;
  try {
    value = variable(name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    throw new Error(`${keyOf(property)}: reading the variable ${name} needs --allow-env=${name}`);
  }
  if (value === undefined || value === "") {
    throw new Error(`${keyOf(property)}: the environment variable ${name} is ${value === "" ? "empty" : "not set"}`);
  }
  return value;
}

function readDenoVariable(name: string): string | undefined {
  return Deno.env.get(name);
}

// The errors have no cause: transports look for one that is about the network, and these are not.
async function readNamed([property, path]: NamedFile, { readTextFile }: SecretSources): Promise<string> {
  const key = keyOf(property);
  try {
    return await (readTextFile ?? Deno.readTextFile)(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw new Error(`${key}: reading ${path} needs --allow-read=${path}`);
    if (error instanceof Deno.errors.NotFound) throw new Error(`${key}: there is no file ${path}`);
    if (error instanceof Deno.errors.IsADirectory) throw new Error(`${key}: ${path} is a directory`);
    if (error instanceof Deno.errors.PermissionDenied) {
      throw new Error(`${key}: ${path} may not be read by the user that this runs as`);
    }
    throw new Error(`${key}: ${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** The key of a setting, as it is written in a file: `tlsCaFile` is `tls-ca-file`. */
function keyOf(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
