import { summarizeMessage } from "../../dhcpv6/mod.ts";
import { WireError } from "../../wire/mod.ts";

/** What a message is about: its type, or that of the client's message within the relay messages around it, and how many these are. */
export interface Asked {
  readonly type: number;
  readonly relays: number;
}

/** Looks through relay messages as far as they can be read. */
export function askedIn(bytes: Uint8Array): Asked {
  try {
    const { type, relays } = summarizeMessage(bytes);
    return { type, relays };
  } catch (error) {
    if (error instanceof WireError) return { type: bytes[0], relays: 0 };
    throw error;
  }
}
