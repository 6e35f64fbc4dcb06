import { type KeyGroup, keyGroup } from "./key_group.ts";
import { one, optional } from "./key_schema.ts";
import { filePath, hostName } from "./name_datatypes.ts";
import { environmentVariable } from "./reference_datatypes.ts";
import { choice, text } from "./text_datatypes.ts";

/** How the client of a `<send-to-kafka>` section and the brokers prove who they are. No secret is among the settings. */
export interface SecuritySettings {
  /** Whether connections are encrypted (`ssl`) and whether the client signs in (`sasl`). */
  securityProtocol: "plaintext" | "ssl" | "sasl-plaintext" | "sasl-ssl";
  /** The file with the certificates of the authorities that are trusted, in PEM. */
  tlsCaFile?: string;
  /** The file with the certificate of this client, in PEM. */
  tlsCertificateFile?: string;
  /** The file with the private key of the certificate, in PEM. */
  tlsKeyFile?: string;
  /** The file with what protects the private key. */
  tlsKeyPassphraseFile?: string;
  /** The name that the certificates of the brokers have to bear. */
  tlsServerName?: string;
  /** How the client signs in. */
  saslMechanism?: "plain" | "scram-sha-256" | "scram-sha-512" | "oauthbearer";
  /** Who the client is. */
  saslUsername?: string;
  /** The file with the password. */
  saslPasswordFile?: string;
  /** The environment variable with the password. */
  saslPasswordVariable?: string;
  /** The file with a token that is valid now. */
  saslTokenFile?: string;
}

/** Keys about security. */
export const securityKeys: KeyGroup<SecuritySettings> = keyGroup({
  title: "Security",
  prose:
    "No key takes a secret: keys name the file or the variable that holds it. Files are read anew at each attempt " +
    "to connect, so that renewed passwords and certificates need no restart. The end of the line after a secret does " +
    "not belong to it; everything else does.",
}, {
  "security-protocol": one(
    choice({ plaintext: "plaintext", ssl: "ssl", "sasl-plaintext": "sasl-plaintext", "sasl-ssl": "sasl-ssl" }),
    {
      prose:
        "What the brokers' listener expects, in Kafka's words: `ssl` is an encrypted connection (TLS), and `sasl` means " +
        "that the client signs in. `SASL_SSL` is as good as `sasl-ssl`.",
      default: "plaintext",
    },
  ),
  "tls-ca-file": optional(filePath, {
    prose: "A file with the certificates of the authorities that are trusted, in PEM.",
    example: "/etc/ssl/kafka-ca.pem",
    absent: "those that the program trusts: Mozilla's, or the system's with `DENO_TLS_CA_STORE=system`",
  }),
  "tls-certificate-file": optional(filePath, {
    prose: "A file with this client's certificate in PEM, with those between it and the authority behind it.",
    example: "/etc/ssl/dhcp01.pem",
    absent: "the client shows no certificate",
  }),
  "tls-key-file": optional(filePath, {
    prose: "A file with the private key of the certificate, in PEM.",
    example: "/run/secrets/dhcp01.key",
  }),
  "tls-key-passphrase-file": optional(filePath, {
    prose: "A file with the passphrase that protects the private key.",
    example: "/run/secrets/dhcp01.passphrase",
    absent: "the key is not protected",
  }),
  "tls-server-name": optional(hostName, {
    prose: "The name that the brokers' certificates have to bear.",
    example: "kafka.example.com",
    absent: "the name or address that is connected to",
  }),
  "sasl-mechanism": optional(
    choice({
      plain: "plain",
      "scram-sha-256": "scram-sha-256",
      "scram-sha-512": "scram-sha-512",
      oauthbearer: "oauthbearer",
    }),
    {
      prose: "How the client signs in, in Kafka's words. Needed with `sasl-plaintext` and `sasl-ssl`.",
      example: "scram-sha-512",
    },
  ),
  "sasl-username": optional(text({ maxBytes: 255 }), {
    prose: "Who the client is, for PLAIN and SCRAM.",
    example: "dhcp01",
  }),
  "sasl-password-file": optional(filePath, {
    prose: "A file with the password, for PLAIN and SCRAM.",
    example: "/run/secrets/kafka-password",
  }),
  "sasl-password-variable": optional(environmentVariable, {
    prose: "The name of an environment variable with the password, for PLAIN and SCRAM.",
    example: "KAFKA_PASSWORD",
  }),
  "sasl-token-file": optional(filePath, {
    prose: "A file with a token that is valid now, for OAUTHBEARER. It is read anew for each connection.",
    example: "/run/secrets/kafka-token",
  }),
});
