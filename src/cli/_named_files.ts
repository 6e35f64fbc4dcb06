import { directoryPath, environmentVariable, filePath, propertyName, sendToKafkaSection } from "../config/mod.ts";
import type { SendToKafkaSettings } from "../config/mod.ts";
import { checkedSecurity } from "../kafka/credentials_check.ts";
import { pseudonymsFromFile } from "../privacy/mod.ts";
import { readSecret } from "../publisher/secret_sources.ts";
import { securityFrom } from "../publisher/security_from_section.ts";

/** What was found about the files, directories and variables that a section names. */
export interface NamedThings {
  /** What keeps the section from working, without its place. */
  readonly mistakes: readonly string[];
  /** What could not be looked at, or may be otherwise where the server runs. */
  readonly warnings: readonly string[];
}

/** Looks at everything that a `<send-to-kafka>` section names, as far as the program is permitted to; nothing is shown of it. */
export async function checkNamedThings(settings: SendToKafkaSettings): Promise<NamedThings> {
  const mistakes: string[] = [], warnings: string[] = [];
  const noting = (place: string) => (error: Error) => void mistakes.push(place + error.message);
  for (const [key, schema] of Object.entries(sendToKafkaSection.keys)) {
    const property = propertyName(key, schema), value = settings[property as keyof SendToKafkaSettings];
    if (typeof value !== "string") continue;
    if (schema.datatype === environmentVariable) warnings.push(...variableWarnings(key, value));
    else if (schema.datatype === filePath || schema.datatype === directoryPath) {
      if (!mayRead(value)) warnings.push(`${key}: ${value} was not looked at, which needs --allow-read=${value}`);
      else if (schema.datatype === directoryPath) mistakes.push(...directoryMistakes(key, value));
      else if (key === "pseudonym-key-file") await pseudonymsFromFile(value).catch(noting(`${key}: `));
      else await readSecret([property, value], {}).catch(noting(""));
    }
  }
  if (mistakes.length === 0 && warnings.length === 0) {
    await checkedSecurity(securityFrom(settings)).catch((error) => mistakes.push(error.message));
  }
  return { mistakes, warnings };
}

/** Whether a file may be read without anybody being asked. */
function mayRead(path: string): boolean {
  return Deno.permissions.querySync({ name: "read", path }).state === "granted";
}

function variableWarnings(key: string, variable: string): string[] {
  if (Deno.permissions.querySync({ name: "env", variable }).state !== "granted") {
    return [`${key}: the variable ${variable} was not looked at, which needs --allow-env=${variable}`];
  }
  return (Deno.env.get(variable) ?? "") === "" ? [`${key}: the variable ${variable} is not set here`] : [];
}

/** A directory that is not there can be made; a file in its place is in the way. */
function directoryMistakes(key: string, path: string): string[] {
  try {
    return Deno.statSync(path).isDirectory ? [] : [`${key}: ${path} is not a directory`];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    return [`${key}: ${path} cannot be used: ${error instanceof Error ? error.message : error}`];
  }
}
