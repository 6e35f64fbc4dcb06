import { assert, assertEquals } from "@std/assert";
import { repositoryRoot } from "./support/paths.ts";

/** Which rooms each room of src/ may import from. Packets flow the other way: from wire to cli. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  wire: [],
  config: [],
  kafka: [],
  dhcpv6: ["wire"],
  messages: ["wire", "dhcpv6"],
  tap: ["wire", "dhcpv6"],
  privacy: ["wire", "dhcpv6", "messages"],
  server: ["wire", "dhcpv6", "config"],
  publisher: ["wire", "dhcpv6", "messages", "privacy", "server", "kafka", "config"],
  store: ["wire", "dhcpv6", "messages"],
  formats: ["wire", "dhcpv6", "messages", "store"],
  collector: ["wire", "dhcpv6", "messages", "kafka", "store"],
  edge: ["wire", "dhcpv6", "messages", "store"],
  detectors: ["wire", "dhcpv6", "messages", "kafka", "store", "collector"],
  simulation: ["dhcpv6", "kafka", "server", "publisher", "store", "detectors"],
  watch: ["wire", "dhcpv6", "messages", "kafka", "store", "collector", "detectors"],
  metrics: ["dhcpv6", "server", "publisher", "store", "collector", "detectors", "watch"],
  looking_glass: ["wire", "dhcpv6", "messages", "tap", "edge", "kafka", "store", "formats", "collector", "detectors"],
  cli: [
    ...["wire", "dhcpv6", "messages", "privacy", "server", "publisher", "store", "collector", "kafka", "config"],
    ...["metrics", "detectors", "simulation", "watch", "looking_glass", "formats"],
  ],
};

/** Files that may import packages, and which. */
const LEAVES: Readonly<Record<string, readonly string[]>> = {
  "kafka/as_buffer.ts": ["node:buffer"],
  "kafka/broker_socket.ts": ["node:net", "node:tls"],
  "kafka/credentials_check.ts": ["node:crypto"],
  "kafka/kafkajs_broker.ts": ["kafkajs"],
  "kafka/kafkajs_client.ts": ["kafkajs", "node:net"],
  "kafka/kafkajs_compacted_topic.ts": ["kafkajs"],
  "kafka/kafkajs_inspection.ts": ["kafkajs"],
  "kafka/kafkajs_write.ts": ["kafkajs"],
  "kafka/listener_probe.ts": ["node:buffer"],
  "kafka/reachability.ts": ["node:dns"],
  "kafka/tls_peer.ts": ["node:tls"],
  "kafka/kafkajs_compression.ts": ["kafkajs", "node:buffer"],
  "kafka/record_compression.ts": ["@platformatic/wasm-utils", "node:buffer", "node:util", "node:zlib"],
  "kafka/platformatic_broker.ts": ["@platformatic/kafka"],
  "kafka/platformatic_security.ts": ["@platformatic/kafka"],
  "kafka/record_batch.ts": ["@platformatic/wasm-utils"],
  "publisher/cloud_events.ts": ["node:crypto"],
  "privacy/_hmac.ts": ["@noble/hashes"],
  "publisher/_idempotent_transport.ts": ["@platformatic/kafka", "node:buffer"],
  "collector/kafkajs_source.ts": ["kafkajs"],
  "collector/vendor.ts": ["oui-data"],
  "edge/bounded_body.ts": ["@std/bytes"],
  "looking_glass/app.ts": ["hono"],
  "looking_glass/frame/html.ts": ["hono"],
  "metrics/registry.ts": ["prom-client"],
  "server/assignment_csv.ts": ["@std/csv"],
  "store/postgres/_client_batch.ts": ["node:crypto"],
  "store/postgres/_session.ts": ["node:net", "postgres"],
  "store/postgres/_socket.ts": ["node:net", "node:tls"],
  "store/sqlite/database.ts": ["node:sqlite"],
  "cli/_arguments.ts": ["commander"],
  "cli/_batch_spans.ts": ["@opentelemetry/api"],
  "cli/_collecting.ts": ["commander"],
  "cli/_detecting.ts": ["commander"],
  "cli/_forget_topic.ts": ["commander"],
  "cli/_looking_glass.ts": ["commander"],
  "cli/_line_reader.ts": ["@std/bytes"],
  "cli/_security_flags.ts": ["commander"],
  "cli/_transcoding.ts": ["commander"],
  "cli/_watching.ts": ["commander"],
  "cli/main.ts": ["commander"],
};

/** Rooms that also work where there is no Deno: in browsers and edge runtimes. */
const WITHOUT_DENO = ["wire", "dhcpv6", "messages", "tap", "config", "formats", "edge"];

interface SourceFile {
  /** Path below src/. */
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly { readonly from: string; readonly typeOnly: boolean }[];
}

async function sourceFiles(folder = "src"): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${repositoryRoot}${folder}`)) {
    const path = `${folder}/${name}`;
    if (isDirectory) files.push(...await sourceFiles(path));
    else if (name.endsWith(".ts")) files.push(readSource(path, await Deno.readTextFile(`${repositoryRoot}${path}`)));
  }
  return files;
}

function readSource(fullPath: string, text: string): SourceFile {
  const path = fullPath.slice("src/".length), code = text.replace(/\/\*\*?[\s\S]*?\*\//g, "");
  const statements = code.matchAll(/^(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm);
  const dynamic = code.matchAll(/\bimport\(\s*"([^"]+)"/g);
  return {
    path,
    room: path.split("/")[0],
    text,
    imports: [
      ...Array.from(statements, ([, type, from]) => ({ from, typeOnly: type !== undefined })),
      ...Array.from(dynamic, ([, from]) => ({ from, typeOnly: false })),
    ],
  };
}

/** The room of an imported file, or `undefined` for a package. */
function targetRoom({ path }: SourceFile, from: string): string | undefined {
  if (!from.startsWith(".")) return undefined;
  return new URL(from, `file:///${path}`).pathname.split("/")[1];
}

const files = await sourceFiles();

Deno.test("every room is known, and imports only from the rooms that stand before it", () => {
  assert(files.length > 80, "the sources were read");
  const wrong = files.flatMap((file) =>
    file.imports.flatMap(({ from }) => {
      const target = targetRoom(file, from);
      const fine = target === undefined || target === file.room || ARROWS[file.room]?.includes(target);
      return fine ? [] : [`${file.path} imports ${from}`];
    })
  );
  assertEquals(wrong, []);
  assertEquals(files.filter(({ room }) => !(room in ARROWS)).map(({ path }) => path), []);
});

Deno.test("settings flow into the server as types, and only the check of topic names as code", () => {
  const code = files.filter(({ room }) => room === "server" || room === "publisher").flatMap((file) =>
    file.imports.filter(({ from, typeOnly }) => targetRoom(file, from) === "config" && !typeOnly)
      .map(({ from }) => `${file.path} imports ${from}`)
  );
  assertEquals(code, ["publisher/kafka_handler.ts imports ../config/topic_name.ts"]);
});

Deno.test("packages occur in their leaf files alone", () => {
  const name = (from: string) => /^(@[^/]+\/[^/]+|node:[^/]+|[^/]+)/.exec(from)![1];
  const found = Object.fromEntries(
    files.map((file) =>
      [
        file.path,
        [...new Set(file.imports.filter(({ from }) => !from.startsWith(".")).map(({ from }) => name(from)))].sort(),
      ] as const
    ).filter(([, packages]) => packages.length > 0),
  );
  assertEquals(found, LEAVES);
});

Deno.test("nothing that belongs to Deno is used where other runtimes have to do", () => {
  const users = files.filter(({ room, text }) =>
    WITHOUT_DENO.includes(room) && /\b(Deno|Buffer|process)\./.test(text.replace(/\/\*\*[\s\S]*?\*\//g, ""))
  );
  assertEquals(users.map(({ path }) => path), []);
});

Deno.test("nobody imports a command, and private files stay within their room", () => {
  const wrong = files.flatMap((file) =>
    file.imports.filter(({ from }) => {
      const target = targetRoom(file, from);
      return target !== undefined && target !== file.room && (target === "cli" || /\/_[^/]*$/.test(from));
    }).map(({ from }) => `${file.path} imports ${from}`)
  );
  assertEquals(wrong, []);
});

Deno.test("sockets are opened in the listener, for metrics, health and pages, and by simulated clients", () => {
  const users = files.filter(({ text }) => /Deno\.(listen|connect|serve)\w*\(/.test(text)).map(({ path }) => path);
  assertEquals(users.sort(), [
    "looking_glass/serve.ts",
    "metrics/health_server.ts",
    "server/listener.ts",
    "simulation/udp_link.ts",
  ]);
});

Deno.test("a file ends before it is 300 lines long", () => {
  const long = files.map(({ path, text }) => `${path}: ${text.split("\n").length}`).filter((line) =>
    Number(line.split(": ")[1]) > 300
  );
  assertEquals(long, []);
});

Deno.test("every export of the package is a file that is there, and every room with a door is exported", async () => {
  const { exports } = JSON.parse(await Deno.readTextFile(`${repositoryRoot}deno.json`)) as {
    exports: Record<string, string>;
  };
  for (const path of Object.values(exports)) assert((await Deno.stat(`${repositoryRoot}${path}`)).isFile, path);
  const doors = files.filter(({ path }) => path.endsWith("/mod.ts")).map(({ path }) => `./src/${path}`);
  const inner = ["./src/wire/mod.ts"];
  assertEquals(doors.filter((door) => !Object.values(exports).includes(door)), inner);
});
