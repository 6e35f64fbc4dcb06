/**
 * `deno task screenshots`: walks the tours of docs/tours through the demonstration, and takes the pictures that are in them on the way,
 * into docs/images. It takes a little more than a minute, and needs Chromium.
 */
import { palettePng } from "./_palette_png.ts";
import { Chromium } from "../tests/support/chromium.ts";
import { withDemo } from "../tests/support/demo_glass.ts";
import { repositoryRoot } from "../tests/support/paths.ts";
import { readTour, walkTour } from "../tests/support/tour.ts";

const folder = `${repositoryRoot}docs/tours`;
/** By then all that is wrong was found. */
const SETTLED_MS = 60_000, VIEWPORT = { width: 900, height: 560 };

/**
 * A picture of few colours takes a third of the bytes. The browser reads its own: what pages draw has few colours but for the edges of
 * letters.
 */
async function small(chromium: Chromium, png: Uint8Array): Promise<Uint8Array> {
  const base64 = btoa(Array.from(png, (byte) => String.fromCharCode(byte)).join(""));
  let pixels = "";
  await chromium.withTab({}, async (tab) => {
    pixels = await tab.evaluate(`(async () => {
      const image = new Image();
      image.src = "data:image/png;base64,${base64}";
      await image.decode();
      const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, image.height);
      return Array.from(data, (byte) => String.fromCharCode(byte)).join("");
    })()`);
  });
  return palettePng(Uint8Array.from(pixels, (char) => char.charCodeAt(0)), VIEWPORT.width);
}

await withDemo(async (url) => {
  await using chromium = await Chromium.start();
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
  for (const { name } of Deno.readDirSync(folder)) {
    const steps = readTour(await Deno.readTextFile(`${folder}/${name}`));
    if (!steps.some(({ kind }) => kind === "picture")) continue;
    await chromium.withTab({ viewport: VIEWPORT }, async (tab) => {
      const picture = async (file: string) => {
        await Deno.writeFile(`${folder}/${file}`, await small(chromium, await tab.screenshot()));
        console.log(`${file.replace("../", "docs/")}: ${(await Deno.stat(`${folder}/${file}`)).size} bytes`);
      };
      await walkTour(tab, steps, { url, picture });
    });
  }
});
