import type { Credentials } from "./certificates.ts";
import type { ScramUser } from "./kafka_admin.ts";
import type { KafkaListener } from "./kafka_process.ts";

/** One listener of a secured broker. */
export interface SecuredListener {
  /** TLS with this certificate. Without it, in the clear. */
  tls?: {
    broker: Credentials;
    /** Clients have to show a certificate of this authority. */
    clientAuthority?: string;
  };
  /** The mechanisms that clients may use. Without it, they are nobody, or whom their certificate names. */
  sasl?: Mechanism[];
  /** Where clients are told to go instead. */
  advertised?: { hostname: string; port: number };
}

/** Kafka's names. */
export type Mechanism = "PLAIN" | "SCRAM-SHA-256" | "SCRAM-SHA-512" | "OAUTHBEARER";

export interface BrokerSecurity {
  /** Listeners beside the broker's own, which stays in the clear for the test's housekeeping. Names in capitals. */
  listeners: Record<string, SecuredListener>;
  /** Users of PLAIN and of SCRAM, and their passwords. */
  users?: Record<string, string>;
  /** Whether users need an access control list for what they do. False unless told. */
  acls?: boolean;
}

/** What a broker process is to be told. */
export interface SecuritySettings {
  readonly listeners: KafkaListener[];
  readonly properties: Record<string, string>;
  /** Users to make when the broker answers. */
  readonly scramUsers: ScramUser[];
}

/** The settings of a broker, whose files go into `folder`. */
export async function securitySettings(
  { listeners, users = {}, acls = false }: BrokerSecurity,
  { folder, hostname, ports }: { folder: string; hostname: string; ports: readonly number[] },
): Promise<SecuritySettings> {
  const properties: Record<string, string> = acls
    ? {
      "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
      "allow.everyone.if.no.acl.found": "false",
      // Nodes among themselves, and the test's housekeeping.
      "super.users": "User:ANONYMOUS",
    }
    : {};
  const all: KafkaListener[] = [];
  for (const [i, [name, listener]] of Object.entries(listeners).entries()) {
    const { tls, sasl, advertised } = listener, prefix = `listener.name.${name.toLowerCase()}.`;
    const protocol = sasl ? tls ? "SASL_SSL" : "SASL_PLAINTEXT" : tls ? "SSL" : "PLAINTEXT";
    all.push({ name, protocol, hostname, port: ports[i], ...(advertised ? { advertised } : {}) });
    if (tls) Object.assign(properties, await tlsProperties(prefix, tls, `${folder}/${name}`));
    if (sasl) Object.assign(properties, saslProperties(prefix, sasl, users));
  }
  return { listeners: all, properties, scramUsers: scramUsers(listeners, users) };
}

async function tlsProperties(prefix: string, tls: NonNullable<SecuredListener["tls"]>, file: string) {
  await Deno.writeTextFile(`${file}.keystore.pem`, `${tls.broker.key}\n${tls.broker.certificate}`);
  if (tls.clientAuthority) await Deno.writeTextFile(`${file}.truststore.pem`, tls.clientAuthority);
  return {
    [`${prefix}ssl.keystore.type`]: "PEM",
    [`${prefix}ssl.keystore.location`]: `${file}.keystore.pem`,
    ...(tls.clientAuthority
      ? {
        [`${prefix}ssl.client.auth`]: "required",
        [`${prefix}ssl.truststore.type`]: "PEM",
        [`${prefix}ssl.truststore.location`]: `${file}.truststore.pem`,
      }
      : {}),
  };
}

function saslProperties(prefix: string, mechanisms: Mechanism[], users: Record<string, string>) {
  const passwords = Object.entries(users).map(([name, password]) => ` user_${name}="${password}"`).join("");
  const modules: Record<Mechanism, string> = {
    "PLAIN": `plain.PlainLoginModule required${passwords};`,
    "SCRAM-SHA-256": "scram.ScramLoginModule required;",
    "SCRAM-SHA-512": "scram.ScramLoginModule required;",
    "OAUTHBEARER": 'oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";',
  };
  return {
    [`${prefix}sasl.enabled.mechanisms`]: mechanisms.join(","),
    ...Object.fromEntries(mechanisms.map((mechanism) => [
      `${prefix}${mechanism.toLowerCase()}.sasl.jaas.config`,
      `org.apache.kafka.common.security.${modules[mechanism]}`,
    ])),
  };
}

function scramUsers(listeners: Record<string, SecuredListener>, users: Record<string, string>): ScramUser[] {
  const used = new Set(Object.values(listeners).flatMap(({ sasl = [] }) => sasl));
  return (["SCRAM-SHA-256", "SCRAM-SHA-512"] as const).filter((mechanism) => used.has(mechanism)).flatMap((mechanism) =>
    Object.entries(users).map(([name, password]) => ({ name, password, mechanism }))
  );
}

/** A token for OAUTHBEARER as Kafka's own check for tests takes it: not signed (RFC 7519 section 6). */
export function unsignedToken(user: string, { expiresInS = 600 }: { expiresInS?: number } = {}): string {
  const now = Math.floor(Date.now() / 1000), issued = Math.min(now, now + expiresInS - 1);
  const part = (value: unknown) =>
    btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${part({ alg: "none" })}.${part({ sub: user, iat: issued, exp: now + expiresInS })}.`;
}
