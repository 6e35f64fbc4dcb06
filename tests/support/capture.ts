import type { BackgroundProcess } from "./background_process.ts";
import { runCommand } from "./command.ts";
import { eventually } from "./eventually.ts";
import type { NetworkNamespace } from "./network_namespace.ts";

/** A UDP datagram as it passed by. */
export interface CapturedDatagram {
  /** Seconds since the Unix epoch. */
  readonly time: number;
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
  readonly payload: Uint8Array;
}

/** tcpdump on one interface, writing to a pcap file. */
export class Capture implements AsyncDisposable {
  /** The pcap file. Complete after {@linkcode stop}. */
  readonly file: string;
  #tcpdump: BackgroundProcess;

  private constructor(file: string, tcpdump: BackgroundProcess) {
    this.file = file;
    this.#tcpdump = tcpdump;
  }

  /** Starts to capture, and returns when no packet can be missed any more. `filter` is in tcpdump's language. */
  static async start(
    machine: NetworkNamespace,
    device: string,
    filter = "udp port 546 or udp port 547",
  ): Promise<Capture> {
    const file = `${machine.folder}/${device}-${crypto.randomUUID().slice(0, 8)}.pcap`;
    const options = ["-i", device, "-n", "-U", "--immediate-mode", "-s", "0", "-Z", "root", "-w", file];
    const tcpdump = machine.start(["tcpdump", ...options, filter]);
    try {
      await tcpdump.waitForLog(/listening on/);
      return new Capture(file, tcpdump);
    } catch (error) {
      await tcpdump.stop();
      throw error;
    }
  }

  /** Waits until at least this many packets are in the file. */
  async waitForPackets(count: number, timeoutMs = 10_000): Promise<void> {
    await this.#tcpdump.waitFor(
      `${count} captured packets`,
      async () => (await this.#counts()).captured >= count,
      timeoutMs,
    );
  }

  /** Stops when each packet that came is in the file. */
  async stop(): Promise<void> {
    if (this.#tcpdump.status) return;
    await eventually("a complete capture", async () => {
      const { captured, received } = await this.#counts();
      return captured === received;
    });
    await this.#tcpdump.stop("SIGINT");
  }

  /** Stops, and returns the UDP datagrams in the file in order, as tshark reads them. */
  async datagrams(): Promise<CapturedDatagram[]> {
    await this.stop();
    return await readDatagrams(this.file);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tcpdump.stop("SIGINT");
  }

  /** Asks tcpdump for its counts, and returns the answer to this question, not to an earlier one. */
  async #counts(): Promise<{ captured: number; received: number }> {
    const pattern = /(\d+) packets? captured, (\d+) packets? received by filter/g;
    const before = [...(await this.#tcpdump.log()).matchAll(pattern)].length;
    this.#tcpdump.kill("SIGUSR1");
    const [, captured, received] = await this.#tcpdump.waitFor("tcpdump's counts", async () => {
      const answers = [...(await this.#tcpdump.log()).matchAll(pattern)];
      return answers.length > before ? answers.at(-1)! : undefined;
    });
    return { captured: Number(captured), received: Number(received) };
  }
}

/** Reads the UDP datagrams of a pcap or pcapng file with tshark. */
export async function readDatagrams(file: string): Promise<CapturedDatagram[]> {
  const fields = ["frame.time_epoch", "ipv6.src", "udp.srcport", "ipv6.dst", "udp.dstport", "udp.payload"];
  const command = ["tshark", "-n", "-r", file, "-Y", "udp && ipv6 && !icmpv6", "-T", "fields"];
  const { stdout } = await runCommand([...command, ...fields.flatMap((field) => ["-e", field])]);
  return stdout.split("\n").filter(Boolean).map((line) => {
    const [time, source, sourcePort, destination, destinationPort, payload] = line.split("\t");
    return {
      time: Number(time),
      source,
      sourcePort: Number(sourcePort),
      destination,
      destinationPort: Number(destinationPort),
      payload: Uint8Array.fromHex(payload),
    };
  });
}
