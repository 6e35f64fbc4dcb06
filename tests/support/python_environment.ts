import { runCommand } from "./command.ts";
import { fillOnce } from "./file_lock.ts";
import { cacheFolder } from "./paths.ts";

/**
 * Installs packages into a Python environment of their own, `.cache/NAME`, once, and returns the interpreter that can import
 * them. Each package is given with its version: `scapy==2.8.0`.
 */
export async function pythonEnvironment(name: string, packages: readonly string[]): Promise<string> {
  const folder = `${cacheFolder}${name}`, python = `${folder}/bin/python`;
  await fillOnce(folder, packages.join("\n"), async () => {
    await runCommand(["python3", "-m", "venv", folder]);
    const install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages];
    await runCommand(install, { timeoutMs: 300_000 });
  });
  return python;
}
