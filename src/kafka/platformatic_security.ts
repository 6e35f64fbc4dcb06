import type { BaseOptions } from "@platformatic/kafka";
import type { ClusterSecurity, SaslSettings } from "./security.ts";

/** What a client of @platformatic/kafka is told of TLS and SASL. */
export function platformaticSecurity(
  { tls, sasl }: ClusterSecurity,
): Pick<BaseOptions, "tls" | "tlsServerName" | "sasl"> {
  const { ca, certificate, key, keyPassphrase, serverName } = typeof tls === "object" ? tls : {};
  return {
    ...(tls ? { tls: defined({ ca, cert: certificate, key, passphrase: keyPassphrase }) } : {}),
    ...(serverName === undefined ? {} : { tlsServerName: serverName }),
    ...(sasl ? { sasl: saslOptions(sasl) } : {}),
  };
}

function saslOptions(sasl: SaslSettings): NonNullable<BaseOptions["sasl"]> {
  switch (sasl.mechanism) {
    case "oauthbearer":
      return { mechanism: "OAUTHBEARER", token: sasl.token };
    case "plain":
      return { mechanism: "PLAIN", username: sasl.username, password: sasl.password };
    case "scram-sha-256":
      return { mechanism: "SCRAM-SHA-256", username: sasl.username, password: sasl.password };
    case "scram-sha-512":
      return { mechanism: "SCRAM-SHA-512", username: sasl.username, password: sasl.password };
  }
}

/** Without the members that are `undefined`, which some of Node's options take for a value. */
function defined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
