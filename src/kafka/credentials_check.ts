import { createPrivateKey, X509Certificate } from "node:crypto";
import { type ClusterSecurity, currentSecurity, type SecurityInput, type TlsSettings } from "./security.ts";
import { dateText } from "./tls_remedy.ts";

/** Resolves to the settings that hold now, and rejects with the remedy when they cannot work. */
export async function checkedSecurity(input: SecurityInput | undefined): Promise<ClusterSecurity> {
  const security = await currentSecurity(input);
  checkCredentials(security);
  return security;
}

/**
 * Looks at settings before they are used, since TLS itself leaves out what it cannot read: a key with a wrong passphrase would look like a
 * client without a certificate. Throws `TypeError` with the remedy; no message holds a secret.
 */
function checkCredentials({ tls, sasl }: ClusterSecurity, now: Date = new Date()): void {
  if (typeof tls === "object") checkTls(tls, now);
  if (sasl && sasl.mechanism !== "oauthbearer" && (!sasl.username || !sasl.password)) {
    throw new TypeError(`${sasl.mechanism} takes a user name and a password, and one of them is empty`);
  }
}

function checkTls({ ca, certificate, key, keyPassphrase }: TlsSettings, now: Date): void {
  if (ca !== undefined) readCertificate(ca, "the certificates of trusted authorities (tls-ca-file)");
  if (certificate === undefined && key === undefined) return;
  if (certificate === undefined || key === undefined) {
    throw new TypeError("this client's certificate and its private key go together, and one of them is missing");
  }
  const own = readCertificate(certificate, "this client's certificate (tls-certificate-file)");
  if (new Date(own.validTo) < now) {
    throw new TypeError(`this client's certificate expired at ${dateText(new Date(own.validTo))}; renew it`);
  }
  const privateKey = readKey(key, keyPassphrase);
  if (!own.checkPrivateKey(privateKey)) {
    throw new TypeError("the private key (tls-key-file) is not that of this client's certificate");
  }
}

function readCertificate(pem: string, what: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new TypeError(`cannot read ${what}: PEM is expected: -----BEGIN CERTIFICATE-----`);
  }
}

function readKey(pem: string, passphrase: string | undefined): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    const isProtected = pem.includes("ENCRYPTED");
    throw new TypeError(
      !isProtected
        ? "the private key (tls-key-file) is not readable; PEM is expected: -----BEGIN PRIVATE KEY-----"
        : passphrase === undefined
        ? "the private key is protected; give its passphrase (tls-key-passphrase-file)"
        : "the passphrase does not open the private key (tls-key-passphrase-file)",
    );
  }
}
