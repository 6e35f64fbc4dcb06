import { runCommand } from "./command.ts";

/** What a unit file of systemd says: every value of every key, by section. */
export type SystemdUnit = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** Reads the text of a unit file. */
export function readUnit(text: string): SystemdUnit {
  const unit = new Map<string, Map<string, string[]>>();
  let section = new Map<string, string[]>();
  for (const line of text.replaceAll(/\\\n\s*/g, "").split("\n")) {
    if (/^\s*([#;]|$)/.test(line)) continue;
    const heading = /^\[(\w+)\]$/.exec(line);
    if (heading) {
      unit.set(heading[1], section = new Map());
    } else {
      const [key, ...value] = line.split("=");
      section.set(key, [...section.get(key) ?? [], value.join("=")]);
    }
  }
  return unit;
}

/** The values of a key of the section Service; none where it is not there. */
export function serviceValues(unit: SystemdUnit, key: string): readonly string[] {
  return unit.get("Service")?.get(key) ?? [];
}

/** Variables of an environment file, or of values of `Environment=`. */
export function readEnvironment(text: string): Record<string, string> {
  const lines = text.split("\n").filter((line) => /^\w+=/.test(line));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

/** The words of `ExecStart=`: `${NAME}` is the whole value of a variable, `$NAME` its words, `%S` the folder for states. */
export function execStart(unit: SystemdUnit, env: Readonly<Record<string, string>>, states: string): string[] {
  const [line] = serviceValues(unit, "ExecStart");
  return line.replaceAll("%S", states).split(/\s+/).flatMap((word) => {
    const whole = /^\$(\w+)$/.exec(word);
    if (whole) return (env[whole[1]] ?? "").split(/\s+/).filter((part) => part !== "");
    return [word.replaceAll(/\$\{(\w+)\}/g, (_, name) => env[name] ?? "")];
  });
}

/** The system calls that a unit allows; asks systemd what is in its groups. */
export async function allowedCalls(unit: SystemdUnit): Promise<Set<string>> {
  const calls = new Set(await callsOf("@default"));
  for (const value of serviceValues(unit, "SystemCallFilter")) {
    const isForbidden = value.startsWith("~");
    for (const word of value.replace(/^~/, "").split(/\s+/)) {
      for (const call of await callsOf(word)) isForbidden ? calls.delete(call) : calls.add(call);
    }
  }
  return calls;
}

async function callsOf(word: string): Promise<string[]> {
  if (!word.startsWith("@")) return [word];
  const { stdout } = await runCommand(["systemd-analyze", "syscall-filter", word]);
  const words = stdout.split("\n").map((line) => line.trim()).filter((line) =>
    /^@?\w[\w-]*$/.test(line) && line !== word
  );
  return (await Promise.all(words.map(callsOf))).flat();
}
