// Plays the host of Azure Functions for the app in the folder of this file: has it register its function, hands it the batches of
// batches.json as the host does over its protocol, by way of the package @azure/functions, and prints what was registered and answered.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const core = createRequire(import.meta.url)("@azure/functions-core");
const read = async (name) => JSON.parse(await readFile(new URL(name, import.meta.url), "utf8"));
await import(new URL((await read("./package.json")).main, import.meta.url));
const { model, functions: [{ metadata, callback }] } = core.told;

const answers = [];
for (const { values, metadata: told } of await read("./batches.json")) {
  const triggerMetadata = Object.fromEntries(
    Object.entries(told).map(([name, value]) => [name, { json: JSON.stringify(value) }]),
  );
  const bytes = values.map((value) => Buffer.from(value, "base64"));
  const request = { inputData: [{ name: "messages", data: { collectionBytes: { bytes } } }], triggerMetadata };
  const invocation = model.getInvocationModel({ invocationId: "1", metadata, request, log() {}, state: "invocation" });
  const { context, inputs } = await invocation.getArguments();
  answers.push(await invocation.invokeFunction(context, inputs, callback).then(() => "taken", (error) => error.name));
}
console.log(JSON.stringify({ metadata, answers }));
