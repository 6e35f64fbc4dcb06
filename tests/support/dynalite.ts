import { BackgroundProcess } from "./background_process.ts";
import { freePorts } from "./free_port.ts";
import { TempFolder } from "./temp_folder.ts";

/** An item of DynamoDB, in the words of its API: `{ "name": { "S": "text" } }`. */
export type DynamoItem = Record<
  string,
  { readonly S?: string; readonly N?: string; readonly B?: string; readonly SS?: readonly string[] }
>;

/** dynalite, an imitation of DynamoDB that is tested against it; in a process of its own, with everything in memory. */
export class Dynalite implements AsyncDisposable {
  /** Where it answers. */
  readonly url: string;
  readonly #process: BackgroundProcess;
  readonly #folder: TempFolder;

  private constructor(url: string, process: BackgroundProcess, folder: TempFolder) {
    this.url = url;
    this.#process = process;
    this.#folder = folder;
  }

  static async start(): Promise<Dynalite> {
    const folder = await TempFolder.create("dynalite"), [port] = freePorts(1);
    const program = [
      Deno.execPath(),
      "run",
      "--quiet",
      "--allow-all",
      "--no-config",
      "--no-lock",
      "npm:dynalite@4.0.0",
    ];
    const options = ["--host", "127.0.0.1", "--port", `${port}`, "--createTableMs", "0"];
    const process = new BackgroundProcess([...program, ...options], { logFile: folder.file("log"), cwd: folder.path });
    const [, url] = await process.waitForLog(/listening at: (\S+)/, 60_000);
    return new Dynalite(url, process, folder);
  }

  /** Calls an action of the API, such as `Query`. It looks for a signature, and not whether it is right. */
  // deno-lint-ignore no-explicit-any
  async call(action: string, parameters: Record<string, unknown>): Promise<any> {
    const response = await fetch(this.url, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `DynamoDB_20120810.${action}`,
        "x-amz-date": "20261130T000000Z",
        authorization:
          "AWS4-HMAC-SHA256 Credential=test/20261130/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00",
      },
      body: JSON.stringify(parameters),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
    await this.#folder[Symbol.asyncDispose]();
  }
}
