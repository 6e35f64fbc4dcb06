import { runCommand } from "./command.ts";
import { fillOnce } from "./file_lock.ts";
import { cacheFolder } from "./paths.ts";

/** The newest Node.js that AWS Lambda has: its runtime is called `nodejs24.x`. */
export const LAMBDA_NODE = 24;

/** Installs that Node.js into `.cache`, once, out of the npm package that holds nothing but its program, and returns its path. */
export async function lambdaNode(): Promise<string> {
  const name = `node-linux-${Deno.build.arch === "aarch64" ? "arm64" : "x64"}`, folder = `${cacheFolder}lambda-node`;
  await fillOnce(folder, `${name}@${LAMBDA_NODE}`, async () => {
    const install = ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--loglevel", "error"];
    await runCommand([...install, "--prefix", folder, `${name}@${LAMBDA_NODE}`], { timeoutMs: 300_000 });
  });
  return `${folder}/node_modules/${name}/bin/node`;
}
