import { assertEquals } from "@std/assert";
import { Message, MessageType, type OptionEntry } from "../../src/dhcpv6/mod.ts";
import { EchoRequest, RelayMsg, RelayPort, RemoteId } from "../../src/dhcpv6/options/mod.ts";
import { relayed, request } from "../server/_transaction.ts";
import { NetworkLab } from "../support/network_lab.ts";
import type { NetworkNamespace } from "../support/network_namespace.ts";
import { repositoryRoot } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { Responder } from "./_responder.ts";

const SOURCE_PORT = 10547, SERVERS = 547;
/** The option, for a relay agent with another one behind it that sends from a port of its own. */
const relayPort = RelayPort.of({ downstreamPort: 20547 });
const remoteId = RemoteId.of({ enterprise: 9, id: new Uint8Array(4) });
const wanted = EchoRequest.of({ codes: [RemoteId.code] });

testWith({
  name: "a relay with the option for it is answered where it sends from, with what it wants back, and any other on 547",
  needs: ["network-namespaces"],
  async fn() {
    await using lab = await NetworkLab.create({ relays: 1 });
    const [relay] = lab.relays;
    const config = `<listen-interface lan0>
</listen-interface>
<listen-unicast ${lab.serverAddress}>
</listen-unicast>
`;
    await using responder = await Responder.start(lab.server, { config });
    const onTheLink = [`${await relay.linkLocal("up0")}%up0`, "ff02::1:2%up0"] as const;
    const elsewhere = ["2001:db8:2::2", lab.serverAddress] as const;
    for (const way of [onTheLink, elsewhere]) {
      assertEquals(await ask(relay, way), { port: SERVERS, codes: [RelayMsg.code] });
      assertEquals(await ask(relay, way, relayPort), { port: SOURCE_PORT, codes: [RelayPort.code, RelayMsg.code] });
      const echoed = [RelayPort.code, RemoteId.code, RelayMsg.code];
      assertEquals(await ask(relay, way, remoteId, relayPort, wanted), { port: SOURCE_PORT, codes: echoed });
    }
    const { code, output } = await responder.stop();
    assertEquals([code, /"answered":6\b/.test(output)], [0, true], output);
  },
});

/** What becomes of a Solicit through a relay: on which port the Relay-reply comes in, and with which options. */
async function ask(machine: NetworkNamespace, [from, to]: readonly [string, string], ...options: OptionEntry[]) {
  const packet = relayed(request(MessageType.Solicit), {}, ...options).save().toHex();
  const program = `${repositoryRoot}tests/support/udp_ask_process.ts`;
  const command = [Deno.execPath(), "run", "--quiet", "--unstable-net", "--allow-net", program, from, to, packet];
  const { stdout } = await machine.run([...command, `${SOURCE_PORT}`, `${SERVERS}`]);
  const [port, answer] = stdout.trim().split(" ");
  return { port: Number(port), codes: Message.parse(Uint8Array.fromHex(answer)).options.codes };
}
