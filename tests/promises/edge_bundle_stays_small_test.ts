import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runCommand } from "../support/command.ts";
import { repositoryRoot } from "../support/paths.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** A record with a request of client 00030001..f1 on port Fa2/3 and a Reply with 2001:db8::42. */
const RECORD = "01016140c81ca000000000" +
  "004b0c0020010db8000000000000000000000001fe800000000000003631c4fffe3cb2f1001200054661322f33" +
  "0009001c03f350d60001000a000300013431c43cb2f10008000200000014000040c81ca040000000" +
  "003e07f350d60001000a000300013431c43cb2f100030028000000010000012c000001e0" +
  "0005001820010db80000000000000000000000420000017700000258";

/** Programs that edge functions are made of, the most that each may take minified, and what it has to say of RECORD. */
const PROGRAMS: readonly [what: string, source: string, most: number, expected: string][] = [
  [
    "decode a record and read what five options say",
    `import { summarizeTransaction } from "@dhcpkit/kafka/messages";
     export function read(value) {
       const { messageIn: request, messageOut: answer } = summarizeTransaction(value);
       const hex = (bytes) => bytes && Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
       return [hex(request.clientId), hex(request.interfaceId), hex(request.remoteId) ?? null, hex(request.body(8)),
         answer.leases.map(({ address }) => String(address)), answer.statuses];
     }`,
    15_000,
    '["000300013431c43cb2f1","4661322f33",null,"0000",["2001:db8::42"],[]]',
  ],
  [
    "the same with the classes of messages and options, which can do all the rest as well",
    `import { KafkaMessage } from "@dhcpkit/kafka/messages";
     import { unwrap } from "@dhcpkit/kafka/dhcpv6";
     import { ClientId, IaAddress, IaNa, InterfaceId, RemoteId } from "@dhcpkit/kafka/dhcpv6/options";
     export function read(value) {
       const { messageIn, messageOut } = KafkaMessage.parse(value).message;
       const { message, relays: [closest] } = unwrap(messageIn);
       const address = messageOut.options.get(IaNa).options.get(IaAddress).address;
       return [String(message.options.get(ClientId).duid), closest.options.get(InterfaceId).id.length,
         closest.options.get(RemoteId) ?? null, String(address)];
     }`,
    30_000,
    '["000300013431c43cb2f1",5,null,"2001:db8::42"]',
  ],
];

for (const [what, source, most, expected] of PROGRAMS) {
  Deno.test(`edge bundle: ${what}: at most ${most} bytes, and it runs in Node.js without Deno`, async () => {
    await using folder = await TempFolder.create("edge");
    const entry = await folder.write("entry.js", source), output = folder.file("bundle.mjs");
    const bundle = ["bundle", "--quiet", "--minify", "--platform", "browser", "--config"];
    await runCommand([Deno.execPath(), ...bundle, `${repositoryRoot}deno.json`, entry, "-o", output], {
      cwd: repositoryRoot,
    });
    const code = await Deno.readTextFile(output);
    assert(code.length < most, `${what} takes ${code.length} bytes`);
    assert(code.length > 1000, "the bundle holds the code that it needs");
    assertEquals(/\b(Deno|Buffer|process|require)\b/.exec(code), null);
    const program = `import { read } from "./bundle.mjs";
      const bytes = Uint8Array.from("${RECORD}".match(/../g), (pair) => parseInt(pair, 16));
      console.log(JSON.stringify(read(bytes)));`;
    await folder.write("run.mjs", program);
    const { stdout } = await runCommand(["node", folder.file("run.mjs")]);
    assertStringIncludes(stdout, expected);
  });
}
