import { runCommand } from "../tests/support/command.ts";
import { TempFolder } from "../tests/support/temp_folder.ts";
import { Workerd } from "../tests/support/workerd.ts";

/** Milliseconds that Node.js takes to import a module, in a process of its own each time. */
export async function coldInNode(code: string, times: number): Promise<number[]> {
  await using folder = await TempFolder.create("cold");
  await folder.write("bundle.mjs", code);
  const main = await folder.write(
    "main.mjs",
    `const start = performance.now();
     await import("./bundle.mjs");
     console.log(performance.now() - start);`,
  );
  const measured: number[] = [];
  for (let time = 0; time < times; time++) measured.push(Number((await runCommand(["node", main])).stdout));
  return measured;
}

/**
 * Milliseconds that the first request to a worker takes more than those after it, when it imports a module: clocks within workerd stand
 * still while code runs.
 */
export async function coldInWorkerd(bundle: string, times: number): Promise<number[]> {
  const main = `export default {
    async fetch(request) {
      if (new URL(request.url).pathname === "/import") await import("./bundle.mjs");
      return new Response();
    },
  };`;
  const measured: number[] = [];
  for (let time = 0; time < times; time++) {
    await using worker = await Workerd.start({ main, bundle });
    const warm: number[] = [];
    for (let i = 0; i < 20; i++) warm.push(await requestTime(`${worker.url}/`));
    const cold = await requestTime(`${worker.url}/import`);
    measured.push(cold - warm.slice(10).sort((a, b) => a - b)[5]);
  }
  return measured;
}

async function requestTime(url: string): Promise<number> {
  const start = performance.now();
  await (await fetch(url)).body?.cancel();
  return performance.now() - start;
}
