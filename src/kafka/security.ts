/** What a client needs to be let in by the brokers. Without `tls` and `sasl` it connects in the clear and as nobody. */
export interface ClusterSecurity {
  /** TLS to the brokers; `true` for TLS with what the runtime trusts. Default: none. */
  readonly tls?: TlsSettings | boolean;
  /** Who this client is. Default: nobody in particular, or whom its certificate names. */
  readonly sasl?: SaslSettings;
}

/** How the brokers prove who they are, and this client who it is. All of them PEM texts, not files. */
export interface TlsSettings {
  /** Certificates of the authorities that are trusted. Default: those that the runtime trusts. */
  readonly ca?: string;
  /** This client's certificate, with those between it and the authority behind it. */
  readonly certificate?: string;
  /** The private key of the certificate. */
  readonly key?: string;
  /** What protects the private key. */
  readonly keyPassphrase?: string;
  /** The name that the brokers' certificates have to bear. Default: the host that is connected to. */
  readonly serverName?: string;
}

/** Who this client is, in the mechanisms that Kafka's brokers know (KIP-12, KIP-84, KIP-255). */
export type SaslSettings =
  | {
    readonly mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
    readonly username: string;
    readonly password: string;
  }
  | {
    readonly mechanism: "oauthbearer";
    /** Gives a token that is valid now; asked at each connection. */
    readonly token: () => string | Promise<string>;
  };

/** Security settings, or what gives them; a function is asked at each attempt, so that renewed secrets need no restart. */
export type SecurityInput = ClusterSecurity | (() => ClusterSecurity | Promise<ClusterSecurity>);

/** Resolves to the settings that hold now. */
export async function currentSecurity(input: SecurityInput = {}): Promise<ClusterSecurity> {
  return typeof input === "function" ? await input() : input;
}
