import net from "node:net";
import tls from "node:tls";
import type { FullSettings, PostgresTls } from "./postgres_settings.ts";

/** Length and code of an SSLRequest; the answer is one letter (PostgreSQL, "SSL Session Encryption"). */
const SSL_REQUEST = new Uint8Array([0, 0, 0, 8, 4, 210, 22, 47]), YES = 0x53;

/**
 * Opens a connection to the server that is ready for the start-up message: with TLS, the server has proved who it is. `opened` is given
 * each socket as soon as it is there, so that it can be destroyed while this waits.
 */
export async function openSocket(settings: FullSettings, opened: (socket: net.Socket) => void): Promise<net.Socket> {
  const { host, port } = settings;
  const socket = host.startsWith("/")
    ? net.connect({ path: `${host}/.s.PGSQL.${port}` })
    : net.connect({ host, port, noDelay: true });
  opened(socket);
  await happens(socket, "connect");
  if (!settings.tls) return socket;
  socket.write(SSL_REQUEST);
  const [answer] = await happens(socket, "data");
  // A longer answer was put in by somebody on the way (CVE-2021-23222).
  if (answer.length !== 1 || answer[0] !== YES) throw new TlsRefused("the server does not speak TLS");
  const secured = tls.connect({ socket, ...tlsOptions(settings.tls === true ? {} : settings.tls, host) });
  opened(secured);
  await happens(secured, "secureConnect");
  return secured;
}

/** A server that TLS was asked of does not have it. */
class TlsRefused extends Error {
  override readonly name = "TlsRefused";
}

function tlsOptions(settings: PostgresTls, host: string): tls.ConnectionOptions {
  const { ca, certificate, key, keyPassphrase, serverName } = settings;
  const name = serverName ?? host;
  return {
    host: name,
    ...(net.isIP(name) === 0 ? { servername: name } : {}),
    ...(ca === undefined ? {} : { ca }),
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(key === undefined ? {} : { key }),
    ...(keyPassphrase === undefined ? {} : { passphrase: keyPassphrase }),
  };
}

/** Waits for an event of a socket; rejects when it ends first. */
function happens(socket: net.Socket, event: "connect" | "secureConnect" | "data"): Promise<Uint8Array[]> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      socket.removeListener(event, done);
      socket.removeListener("error", fail);
      socket.removeListener("close", end);
      then();
    };
    const done = (...values: Uint8Array[]) => settle(() => resolve(values));
    const fail = (error: Error) => settle(() => reject(error));
    const end = () => settle(() => reject(new Error("the server closed the connection")));
    socket.on(event, done).on("error", fail).on("close", end);
  });
}
