import type { TlsSettings } from "./security.ts";

/** The settings under the names that `node:tls` has for them; libraries pass them on. */
export interface TlsConnectOptions {
  /** Certificates of trusted authorities, PEM. */
  readonly ca?: string;
  /** This client's certificate and what stands behind it, PEM. */
  readonly cert?: string;
  /** The private key of the certificate, PEM. */
  readonly key?: string;
  /** What protects the private key. */
  readonly passphrase?: string;
  /** The name to ask for and to insist on. Without it, the address that is connected to is insisted on. */
  readonly servername?: string;
}

/**
 * How to connect to one host by TLS, or `undefined` for a connection in the clear.
 *
 * A host name is sent to the broker and has to be in its certificate (RFC 6066 section 3); an address has to be in the
 * certificate and cannot be sent.
 */
export function tlsOptions(tls: TlsSettings | boolean | undefined, host: string): TlsConnectOptions | undefined {
  if (!tls) return undefined;
  const { ca, certificate, key, keyPassphrase, serverName = isAddress(host) ? undefined : host } = tls === true
    ? {} as TlsSettings
    : tls;
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(key === undefined ? {} : { key }),
    ...(keyPassphrase === undefined ? {} : { passphrase: keyPassphrase }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  };
}

/** Whether the text is an IP address, of which certificates have another kind of name. */
export function isAddress(host: string): boolean {
  return host.includes(":") || /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
}
