import { openSocket } from "./_socket.ts";
import type { FullSettings } from "./postgres_settings.ts";

/** What the library keeps with a query that it has sent: how the server knows the connection. */
interface Sent {
  readonly state?: { readonly pid: number | null; readonly secret: number | null } | null;
}

/** The length and code of a CancelRequest (PostgreSQL, "Message Formats"). */
const LENGTH = 16, CODE = 80_877_102;

/**
 * Tells the server to stop a query, on a connection of its own, as the protocol has it (PostgreSQL, "Canceling Requests in Progress").
 * Returns when the server has taken that; the query then ends with an error, unless it has ended before. Rejects where it was not sent yet,
 * or the server cannot be reached.
 *
 * The library can do this too, but by a connection that it makes as it likes; here it is given one socket and never a second.
 */
export async function cancelQuery(settings: FullSettings, query: unknown): Promise<void> {
  const { pid, secret } = (query as Sent).state ?? { pid: null, secret: null };
  if (pid === null || secret === null) throw new Error("the query was not sent yet");
  const socket = await openSocket(settings, (opened) => {
    opened.on("error", () => {}).setTimeout(settings.connectTimeoutMs, () => opened.destroy());
  });
  const request = new DataView(new ArrayBuffer(LENGTH));
  [LENGTH, CODE, pid, secret].forEach((value, i) => request.setUint32(4 * i, value));
  await new Promise<void>((resolve) => {
    socket.once("close", () => resolve());
    socket.end(new Uint8Array(request.buffer));
    socket.resume();
  });
}
