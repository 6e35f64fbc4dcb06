import { runCommand } from "./command.ts";

/** The version of the TShark that is installed, such as `4.0.17`. */
export async function tsharkVersion(): Promise<string> {
  return /\b(\d+\.\d+\.\d+)\b/.exec((await runCommand(["tshark", "--version"])).stdout)![1];
}

/** Addresses and ports of a datagram, in the words of text2pcap, and the dissector that TShark then uses. */
const envelopes: Record<"dhcpv6" | "dhcp", readonly string[]> = {
  dhcpv6: ["-6", "2001:db8::1,2001:db8::2", "-u", "547,546"],
  dhcp: ["-4", "192.0.2.1,192.0.2.2", "-u", "67,68"],
};

/** What TShark reads in each message, a line for each field, without indentation and with single spaces. */
export async function tsharkReads(
  messages: readonly Uint8Array[],
  protocol: keyof typeof envelopes = "dhcpv6",
): Promise<string[][]> {
  const dump = messages.map((message) =>
    `0000 ${[...message].map((byte) => byte.toString(16).padStart(2, "0")).join(" ")}`
  );
  const { bytes: pcap } = await runCommand(["text2pcap", "-q", ...envelopes[protocol], "-", "-"], {
    stdin: dump.join("\n\n") + "\n",
  });
  const { stdout } = await runCommand(["tshark", "-n", "-r", "-", "-O", protocol], { stdin: pcap });
  const frames = stdout.split(/^Frame \d+:.*$/m).slice(1);
  if (frames.length !== messages.length) throw new Error(`${messages.length} messages are ${frames.length} frames`);
  return frames.map((frame) => frame.split("\n").map((line) => line.trim().replace(/ +/g, " ")));
}
