import { runCommand } from "./command.ts";
import { TempFolder } from "./temp_folder.ts";

/** The version of the dhcpcd that is installed, such as `9.4.1`. */
export async function dhcpcdVersion(): Promise<string> {
  return /^dhcpcd (\S+)/.exec((await runCommand(["dhcpcd", "--version"])).stdout)![1];
}

/**
 * What dhcpcd reads in a message, one variable a line as its scripts get them, without `dhcp6_` in front: `lost_server=lost.example.com`.
 * It says nothing of options that it does not know. No lease is touched.
 */
export async function dhcpcdReads(message: Uint8Array): Promise<string[]> {
  await using folder = await TempFolder.create("dhcpcd-reader");
  const file = await folder.write("message", message);
  // It forgets to write what it has printed when it does not print to a terminal; hence a buffer of one line.
  const script = 'exec stdbuf -oL dhcpcd -f /dev/null -6 -U - <"$1"';
  const { stdout } = await runCommand(["sh", "-c", script, "sh", file]);
  return stdout.split("\n").filter((line) => line.startsWith("dhcp6_")).map((line) => line.slice("dhcp6_".length));
}
