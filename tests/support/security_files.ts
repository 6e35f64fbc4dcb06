import type { ClusterSecurity } from "@dhcpkit/kafka/publisher";
import type { SecuritySettings } from "@dhcpkit/kafka/config";
import type { TempFolder } from "./temp_folder.ts";

/** The same settings as configurations and command lines have them: secrets in files. */
export async function securityFiles(
  folder: TempFolder,
  { tls, sasl }: ClusterSecurity,
): Promise<Partial<SecuritySettings>> {
  const write = (name: string, text: string | undefined) =>
    text === undefined ? undefined : folder.write(`${name}-${crypto.randomUUID()}`, text, 0o600);
  const settings = typeof tls === "object" ? tls : {};
  return {
    securityProtocol: sasl ? tls ? "sasl-ssl" : "sasl-plaintext" : tls ? "ssl" : "plaintext",
    tlsCaFile: await write("ca", settings.ca),
    tlsCertificateFile: await write("certificate", settings.certificate),
    tlsKeyFile: await write("key", settings.key),
    tlsKeyPassphraseFile: await write("passphrase", settings.keyPassphrase),
    tlsServerName: settings.serverName,
    saslMechanism: sasl?.mechanism,
    ...(sasl?.mechanism === "oauthbearer"
      ? { saslTokenFile: await write("token", await sasl.token()) }
      : { saslUsername: sasl?.username, saslPasswordFile: await write("password", sasl?.password) }),
  };
}
