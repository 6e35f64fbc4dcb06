import { type Command, Option } from "commander";

const PROTOCOLS = ["plaintext", "ssl", "sasl-plaintext", "sasl-ssl"];
const MECHANISMS = ["plain", "scram-sha-256", "scram-sha-512", "oauthbearer"];

/** Adds the options of TLS and SASL, named as the keys of the configuration. Secrets are in files or in the environment. */
export function withSecurityFlags(command: Command): Command {
  return command
    .addOption(new Option("--security-protocol <name>", "what the brokers' port speaks").choices(PROTOCOLS))
    .option("--tls-ca-file <path>", "certificates of trusted authorities (default: those that Deno trusts)")
    .option("--tls-certificate-file <path>", "certificate of this client")
    .option("--tls-key-file <path>", "private key of the certificate")
    .option("--tls-key-passphrase-file <path>", "what protects the private key")
    .option("--tls-server-name <name>", "name that the brokers' certificates have to bear")
    .addOption(new Option("--sasl-mechanism <name>", "how to say who this client is").choices(MECHANISMS))
    .option("--sasl-username <name>", "user")
    .option("--sasl-password-file <path>", "file with the user's password")
    .option("--sasl-password-variable <name>", "variable of the environment with the user's password")
    .option("--sasl-token-file <path>", "file with a token for oauthbearer");
}
