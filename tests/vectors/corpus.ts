import { fromHex } from "../../src/dhcpv6/mod.ts";
import { sharedFolder } from "../support/paths.ts";

/** A packet from outside with what TShark 4.0.17 sees in it. A test that reads these declares the need `shared-corpus`. */
export interface CorpusMessage {
  /** File and line: `zeek+zeek.jsonl:3`. */
  readonly id: string;
  /** Where the packet comes from. */
  readonly source: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether the message belongs into a TCP stream; its size in front is not in `bytes`. */
  readonly transport?: "tcp";
  /** What FreeRADIUS reads in it, as its attributes or as an error. */
  readonly freeradius?: string;
  readonly tshark: TsharkReading & { readonly malformed: boolean; readonly experts?: readonly string[] };
}

/** Header and options of a message, as TShark sees them. */
export interface TsharkReading {
  readonly msgtype: number;
  /** Six hexadecimal digits; null or absent for relay messages. */
  readonly xid?: string | null;
  readonly options: readonly number[];
  readonly nested?: readonly TsharkOption[];
  readonly hopcount?: number;
  readonly linkaddr?: string;
  readonly peeraddr?: string;
}

/** An option: `sub` holds the options or the message within. */
export interface TsharkOption {
  readonly code: number;
  readonly sub?: readonly (TsharkOption | TsharkReading)[];
}

/** Every packet of the corpus: whole messages first, then single options behind a made-up header. */
export function corpus(): CorpusMessage[] {
  return ["", "options/"].flatMap((folder) => {
    const names = [...Deno.readDirSync(`${sharedFolder}corpus/${folder}`)].map(({ name }) => folder + name);
    return names.filter((name) => name.endsWith(".jsonl")).sort().flatMap(readFile);
  });
}

function readFile(name: string): CorpusMessage[] {
  const lines = Deno.readTextFileSync(`${sharedFolder}corpus/${name}`).trimEnd().split("\n");
  return lines.map((line, i) => {
    const { source, hex, transport, freeradius, tshark } = JSON.parse(line);
    return { id: `${name}:${i + 1}`, source, bytes: fromHex(hex), transport, freeradius, tshark };
  });
}
