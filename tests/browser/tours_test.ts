import { assert, assertEquals, assertThrows } from "@std/assert";
import { Chromium } from "../support/chromium.ts";
import { withDemo } from "../support/demo_glass.ts";
import { repositoryRoot } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { readTour, walkTour } from "../support/tour.ts";

const FOLDER = `${repositoryRoot}docs/tours`;
const PICTURE_BYTES = 60_000;

testWith({
  name: "in a browser: the tours lead where they say, by nothing but what they say",
  needs: ["chromium"],
  fn: async () => {
    const tours = namesOf(FOLDER).filter((name) => name !== "README.md");
    await withDemo(async (url) => {
      await using chromium = await Chromium.start();
      for (const name of tours) {
        const steps = readTour(await Deno.readTextFile(`${FOLDER}/${name}`));
        assert(steps.some(({ kind }) => kind === "open") && steps.some(({ kind }) => kind === "see"), name);
        await chromium.withTab({}, (tab) => walkTour(tab, steps, { url })).catch((error) => {
          throw new Error(`${name}: ${error.message}`, { cause: error });
        });
      }
    });
  },
});

Deno.test("every tour is in the list of tours, and its pictures are there and small", async () => {
  const list = await Deno.readTextFile(`${FOLDER}/README.md`);
  for (const name of namesOf(FOLDER).filter((name) => name !== "README.md")) {
    const text = await Deno.readTextFile(`${FOLDER}/${name}`), [title] = text.split("\n");
    assert(list.includes(`[${title.slice(2)}](${name})`), name);
    for (const step of readTour(text)) {
      if (step.kind !== "picture") continue;
      const { size } = await Deno.stat(`${FOLDER}/${step.file}`);
      assert(size > 1000 && size < PICTURE_BYTES, `${step.file} has ${size} bytes`);
    }
  }
});

Deno.test("a tour is read as it is written", () => {
  const steps = readTour(
    "# T\n\nWith “words” before.\n\n1. Search for `a b`: “c …\n   d”.\n2. Open **E f**, unfold **g**. Paste `01`.\n",
  );
  assertEquals(steps, [
    { kind: "search", text: "a b" },
    { kind: "see", text: "c … d" },
    { kind: "open", text: "E f" },
    { kind: "unfold", text: "g" },
    { kind: "paste", text: "01" },
  ]);
  assertThrows(() => readTour("1. Look at **this**."), Error, "1 names are bold, and 0 of them are opened");
});

function namesOf(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
}
