import {
  ClientServerMessage,
  Duid,
  IPv6Address,
  Message,
  MessageType,
  Options,
  RelayMessage,
} from "../../src/dhcpv6/mod.ts";
import { ClientId, ElapsedTime, RelayMsg } from "../../src/dhcpv6/options/mod.ts";
import { BackgroundProcess } from "./background_process.ts";
import { runCommand } from "./command.ts";
import { TempFolder } from "./temp_folder.ts";

/** The version of the Kea that is installed, such as `2.2.0`. */
export async function keaVersion(): Promise<string> {
  return (await runCommand(["kea-dhcp6", "-v"])).stdout.trim();
}

/** An option as a configuration of Kea has it: its name and its value as text. */
export interface KeaOption {
  readonly name: string;
  readonly data: string;
}

/** Starts Kea's DHCPv6 server on the loopback interface, asks it once, and returns the options of its Reply. */
export async function keaSends(options: readonly KeaOption[]): Promise<Options> {
  await using folder = await TempFolder.create("kea");
  const client = udpSocket(), serverPort = freeUdpPort();
  const timer = setTimeout(() => client.close(), 20_000);
  try {
    await using _kea = await startKea(folder, options, { serverPort, clientPort: portOf(client) });
    await client.send(question(), { transport: "udp", hostname: "::1", port: serverPort });
    const [answer] = await client.receive();
    return Message.parse(answer).options.get(RelayMsg)!.message.options;
  } finally {
    clearTimeout(timer);
    client.close();
  }
}

async function startKea(
  folder: TempFolder,
  options: readonly KeaOption[],
  { serverPort, clientPort }: { serverPort: number; clientPort: number },
): Promise<BackgroundProcess> {
  const config = await folder.write("config.json", JSON.stringify(configuration(options)));
  // Where AppArmor guards Kea, it does so by path, and would refuse files of our own.
  const program = folder.file("kea-dhcp6");
  await Deno.copyFile((await runCommand(["sh", "-c", "command -v kea-dhcp6"])).stdout.trim(), program);
  const env = { KEA_PIDFILE_DIR: folder.path, KEA_LOCKFILE_DIR: folder.path, KEA_LOGGER_DESTINATION: "stdout" };
  const kea = new BackgroundProcess([program, "-c", config, "-p", `${serverPort}`, "-P", `${clientPort}`], {
    logFile: folder.file("log"),
    env,
  });
  try {
    await kea.waitForLog(/DHCP6_STARTED/, 20_000);
    return kea;
  } catch (error) {
    await kea.stop();
    throw error;
  }
}

/** An Information-request through a relay agent, since Kea discards one that comes to its own address directly. */
function question(): Uint8Array {
  const request = new ClientServerMessage({
    type: MessageType.InformationRequest,
    transactionId: 0x112233,
    options: Options.of(
      ClientId.of({ duid: Duid.parse("00030001020000000001") }),
      ElapsedTime.of({ elapsed: 0 }),
    ),
  });
  return new RelayMessage({
    type: MessageType.RelayForward,
    hopCount: 0,
    linkAddress: IPv6Address.parse("2001:db8::1"),
    peerAddress: IPv6Address.parse("fe80::1"),
    options: Options.of(RelayMsg.of({ message: request })),
  }).save();
}

function configuration(options: readonly KeaOption[]): unknown {
  return {
    Dhcp6: {
      "interfaces-config": { interfaces: ["lo/::1"] },
      "lease-database": { type: "memfile", persist: false },
      "server-id": { type: "EN", "enterprise-id": 32473, identifier: "01", persist: false },
      loggers: [{ name: "kea-dhcp6", severity: "INFO", output_options: [{ output: "stdout" }] }],
      subnet6: [{ id: 1, subnet: "2001:db8::/32", interface: "lo" }],
      "option-data": options.map((option) => ({ ...option, "csv-format": true, "always-send": true })),
    },
  };
}

function udpSocket(): Deno.DatagramConn {
  return Deno.listenDatagram({ transport: "udp", hostname: "::1", port: 0 });
}

function portOf(socket: Deno.DatagramConn): number {
  return (socket.addr as Deno.NetAddr).port;
}

function freeUdpPort(): number {
  const socket = udpSocket();
  socket.close();
  return portOf(socket);
}
