import tls from "node:tls";
import type { BrokerSocketInit } from "./broker_socket.ts";
import type { TlsConnectOptions } from "./tls_options.ts";

/** A certificate, in words. */
export interface CertificateSummary {
  /** Whose it is: `CN=kafka1, O=Example`. */
  readonly subject: string;
  /** Who signed it. */
  readonly issuer: string;
  /** What it may be used for: host names and addresses. */
  readonly names: readonly string[];
  /** From when on it is valid. */
  readonly validFrom: Date;
  /** Until when it is valid. */
  readonly validTo: Date;
}

/** Who is at the other end of a TLS connection. */
export interface TlsPeer {
  /** The version of TLS, as OpenSSL writes it: `TLSv1.3`. */
  readonly protocol: string;
  /** The broker's certificate, then those behind it as far as the broker sent them. */
  readonly certificates: readonly CertificateSummary[];
  /** The code of OpenSSL or Node.js for what is wrong with the certificates. Absent when all is well. */
  readonly problem?: string;
}

/**
 * Makes a TLS connection, looks at the broker's certificates, and hangs up; nothing is sent, so a broker that is not who it should be
 * learns nothing. Rejects when no TLS connection comes about, or not in time.
 */
export function lookAtTls(
  { host, port, sourceAddress, tls: options = {}, timeoutMs }: BrokerSocketInit & { readonly timeoutMs: number },
): Promise<TlsPeer> {
  const { promise, resolve, reject } = Promise.withResolvers<TlsPeer>();
  const target = { host, port, ...(sourceAddress === undefined ? {} : { localAddress: sourceAddress }) };
  // What is wrong is told instead of refused. This connection is for looking alone.
  const socket = tls.connect({ ...target, ...withoutIdentity(options), rejectUnauthorized: false }, () => {
    const problem = socket.authorized ? undefined : String(socket.authorizationError);
    const certificates = chain(socket.getPeerCertificate(true));
    resolve({ protocol: socket.getProtocol() ?? "TLS", certificates, ...(problem ? { problem } : {}) });
  });
  const timer = setTimeout(() => reject(new DOMException(`no TLS within ${timeoutMs} ms`, "TimeoutError")), timeoutMs);
  socket.on("error", reject);
  socket.on("close", () => reject(new Error("the connection was closed before TLS was agreed on")));
  return promise.finally(() => {
    clearTimeout(timer);
    socket.destroy();
  });
}

function withoutIdentity({ ca, servername }: TlsConnectOptions): TlsConnectOptions {
  return { ...(ca === undefined ? {} : { ca }), ...(servername === undefined ? {} : { servername }) };
}

function chain(first: tls.DetailedPeerCertificate | undefined): CertificateSummary[] {
  const certificates: CertificateSummary[] = [], seen = new Set<string>();
  for (let at = first; at?.raw && !seen.has(at.fingerprint256); at = at.issuerCertificate) {
    seen.add(at.fingerprint256);
    certificates.push({
      subject: nameText(at.subject),
      issuer: nameText(at.issuer),
      names: (at.subjectaltname ?? "").split(", ").filter(Boolean).map((name) =>
        name.replace(/^(DNS|IP Address):/, "")
      ),
      validFrom: new Date(at.valid_from),
      validTo: new Date(at.valid_to),
    });
  }
  return certificates;
}

function nameText(name: tls.Certificate | undefined): string {
  const parts = Object.entries(name ?? {}).flatMap(([key, value]) => [value].flat().map((one) => `${key}=${one}`));
  return parts.reverse().join(", ") || "nobody";
}
