import { assertEquals, assertMatch } from "@std/assert";
import { Duid, Message, toHex } from "@dhcpkit/kafka/dhcpv6";
import { DHCPKafkaMessage, digestRecordId } from "@dhcpkit/kafka/messages";
import { knativeHeaders } from "../edge/_http.ts";
import { address, ia, packet, packetOf } from "../store/_packets.ts";
import { BackgroundProcess } from "../support/background_process.ts";
import { runCommand } from "../support/command.ts";
import { freePorts } from "../support/free_port.ts";
import { repositoryRoot } from "../support/paths.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { readmeCommand } from "./_readme_command.ts";

const FOLDER = "examples/09_deno_deploy", CLIENT = "0003000102005e000001";
const PUSH = { authorization: "Bearer one-brings-records" }, READ = { authorization: "Bearer another-reads-them" };

function value(timestampIn: number, padding = 0): Uint8Array<ArrayBuffer> {
  const messageIn = Message.parse(packet("Request", ia()));
  const reply = packet("Reply", ia(address("2001:db8::42", 3600))), more = new Uint8Array(4 + padding);
  more.set([0xff, 0xde, padding >> 8, padding & 0xff]);
  const messageOut = Message.parse(padding === 0 ? reply : Uint8Array.from([...reply, ...more]));
  return Uint8Array.from(new DHCPKafkaMessage({ serverName: "dhcp01", timestampIn, messageIn, messageOut }).save());
}

const duidOf = (bytes: Uint8Array) => Duid.parse(toHex(bytes));

interface App {
  push(body: Uint8Array<ArrayBuffer>, offset: number, headers?: Record<string, string>): Promise<number>;
  ask(path: string, headers?: Record<string, string>): Promise<unknown>;
}

/** Runs the app as its README says, or the file that is made for the platform with the same rights, with a KV of its own. */
async function withApp(program: "main.ts" | "bundle", fn: (app: App) => Promise<void>): Promise<void> {
  await using folder = await TempFolder.create("deploy");
  const [port] = freePorts(1), bundle = folder.file("main.js"), file = folder.file("dhcp.kv");
  if (program === "bundle") {
    await runCommand(await readmeCommand(FOLDER, "deno bundle", { [`${FOLDER}/dist/main.js`]: bundle }), {
      cwd: repositoryRoot,
    });
  }
  const command = await readmeCommand(FOLDER, "deno run", {
    "127.0.0.1:8000": `127.0.0.1:${port}`,
    "dhcp.kv": file,
    ...program === "bundle" ? { [`${FOLDER}/main.ts`]: bundle } : {},
  });
  await using app = new BackgroundProcess(command, { logFile: folder.file("log"), cwd: repositoryRoot });
  await app.waitForLog(/Listening on/, 60_000);
  const url = `http://127.0.0.1:${port}`;
  await fn({
    async push(body, offset, headers = PUSH) {
      const response = await fetch(url, { method: "POST", headers: knativeHeaders(0, offset, headers), body });
      await response.body?.cancel();
      return response.status;
    },
    async ask(path, headers = READ) {
      const response = await fetch(`${url}${path}`, { headers });
      return response.ok ? await response.json() : [response.status, await response.text()];
    },
  });
}

for (const program of ["main.ts", "bundle"] as const) {
  Deno.test(`the app keeps each record once under its client, a very large one too, with ${program}`, async () => {
    const first = value(10.5), second = value(11), large = value(12, 60_000), wrong = value(NaN);
    await withApp(program, async ({ push, ask }) => {
      for (const [i, bytes] of [second, first, large, wrong, first].entries()) assertEquals(await push(bytes, i), 204);
      const row = async (bytes: Uint8Array, at: number) => ({
        ...{ id: await digestRecordId(bytes), at, server: "dhcp01", leases: ["2001:db8::42/128"], value: toHex(bytes) },
        bytes: bytes.length,
      });
      const expected = [row(large, 12), row(second, 11), row(first, 10.5), row(wrong, 0)];
      assertEquals(await ask(`/?client=${CLIENT}`), await Promise.all(expected));
      assertEquals(await ask("/?client=00"), []);
    });
  });
}

Deno.test("no client and no producer can bring what the app would refuse for ever", async () => {
  // What stands in the place of a DUID may have 65,535 bytes, a key of KV 2048, a value 64 KiB, and a write 819,200.
  const duid = new Uint8Array(1010).fill(7), messageIn = Message.parse(packetOf(duidOf(duid), "Request", ia()));
  const addresses = Array.from({ length: 2000 }, (_, i) => address(`2001:db8::${(i + 0x1000).toString(16)}`, 3600));
  const messageOut = Message.parse(packetOf(duidOf(duid), "Reply", ia(...addresses)));
  const odd = new DHCPKafkaMessage({ serverName: "dhcp01", timestampIn: 1, messageIn, messageOut }).save();
  const poison = new Uint8Array(900_000).fill(9);
  await withApp("main.ts", async ({ push, ask }) => {
    assertEquals([await push(Uint8Array.from(odd), 1), await push(poison, 2)], [204, 204]);
    const [row] = await ask(`/?client=${toHex(duid)}`) as { value: string; leases: string[] }[];
    assertEquals([row.value, row.leases.length], [toHex(odd), 1000]);
    const [{ value, bytes }] = await ask("/unreadable") as { value: string; bytes: number }[];
    assertEquals([value, bytes], [toHex(poison.subarray(0, 600_000)), 900_000]);
  });
});

Deno.test("the app sets aside what it cannot read, and lets in who has the secret for it", async () => {
  await withApp("main.ts", async ({ push, ask }) => {
    const broken = value(1).slice(0, 40);
    assertEquals(await push(broken, 1), 204);
    const [row] = await ask("/unreadable") as { reason: string; value: string }[];
    assertEquals(row.value, toHex(broken));
    assertMatch(row.reason, /^dhcp-kafka-message > message-in/);
    assertEquals([await push(value(1), 2, READ), await push(value(1), 3, {})], [401, 401]);
    assertEquals(await ask("/unreadable", PUSH), [401, "A token is missing.\n"]);
  });
});
