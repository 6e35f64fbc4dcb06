import type { ClusterSecurity, SaslSettings, TlsSettings } from "@dhcpkit/kafka/publisher";
import { CertificateAuthority, type Credentials, daysFromNow, encryptKey } from "./certificates.ts";
import { eventually } from "./eventually.ts";
import { KafkaBroker, uniqueTopic } from "./kafka_broker.ts";
import { type Mechanism, unsignedToken } from "./kafka_security.ts";
import { fetchMetadata } from "./kafka_wire.ts";

/** One way to connect, and what has to be said when it fails. */
export interface SecurityCase {
  readonly name: string;
  /** The broker's address. */
  readonly bootstrap: string;
  readonly topic: string;
  readonly security: ClusterSecurity;
  /** What the message has to say; absent when it has to work. */
  readonly says?: RegExp;
}

const PASSWORD = "alice-s3cret-password", PASSPHRASE = "key-s3cret-passphrase";
const MECHANISMS: Mechanism[] = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"];

/** A broker with every kind of security and every kind of fault, and the right and wrong settings for it. */
export class SecuredLab implements AsyncDisposable {
  /** A topic that alice and the owner of the client certificate may write to and read. */
  readonly topic: string = uniqueTopic("secured");
  /** A topic that nobody may do anything with. */
  readonly forbiddenTopic: string = uniqueTopic("forbidden");

  private constructor(
    readonly broker: KafkaBroker,
    readonly trust: TlsSettings,
    readonly client: TlsSettings,
    readonly strangeTrust: TlsSettings,
    readonly strangeClient: TlsSettings,
  ) {}

  static async start(): Promise<SecuredLab> {
    await using authority = await CertificateAuthority.create("Test CA");
    await using between = await authority.subordinate("Department CA");
    await using stranger = await CertificateAuthority.create("Strange CA");
    const alternativeNames = ["IP:127.0.0.1", "DNS:localhost"], tls = { broker: await issue({}) };
    function issue(options: { validFrom?: Date; validTo?: Date; alternativeNames?: string[] }) {
      return authority.issue({ name: "broker", alternativeNames, ...options });
    }
    const broker = await KafkaBroker.start({
      autoCreateTopics: false,
      security: {
        acls: true,
        users: { alice: PASSWORD },
        listeners: {
          TLS: { tls },
          EXPIRED: { tls: { broker: await issue({ validTo: daysFromNow(-0.5) }) } },
          EARLY: { tls: { broker: await issue({ validFrom: daysFromNow(1) }) } },
          NAME: { tls: { broker: await issue({ alternativeNames: ["DNS:kafka1.example.com"] }) } },
          SELF: { tls: { broker: await selfSigned() } },
          CHAIN: { tls: { broker: behind(between, await between.issue({ name: "broker", alternativeNames })) } },
          MUTUAL: { tls: { ...tls, clientAuthority: authority.certificate } },
          SASL: { sasl: MECHANISMS },
          SASL_TLS: { tls, sasl: MECHANISMS },
          SCRAM: { sasl: ["SCRAM-SHA-512"] },
        },
      },
    });
    const mine = behind(between, await between.issue({ name: "client" })),
      strange = await stranger.issue({ name: "client" });
    const trust = { ca: authority.certificate };
    const lab = new SecuredLab(
      broker,
      trust,
      { ...trust, ...mine, key: await encryptKey(mine, PASSPHRASE), keyPassphrase: PASSPHRASE },
      { ca: stranger.certificate },
      { ...trust, ...strange },
    );
    await broker.createTopic(lab.topic);
    await broker.createTopic(lab.forbiddenTopic);
    for (const user of ["alice", "CN=client,O=DHCPKit tests"]) {
      await broker.grant({ user, to: ["write", "read", "describe"], topic: lab.topic });
    }
    await broker.grant({ user: "alice", to: ["read"], group: "*" });
    await eventually("the topics", async () => (await fetchMetadata(broker, lab.forbiddenTopic)).partitions.length > 0);
    return lab;
  }

  /** What may never be seen: passwords, passphrases, the inside of keys, tokens. */
  get secrets(): string[] {
    const keyLines = [this.client.key, this.strangeClient.key].flatMap((key) => key!.split("\n").slice(1, -2));
    return [PASSWORD, PASSPHRASE, "wr0ng-s3cret", "not-a-s3cret-token", ...keyLines];
  }

  /** The address of a listener. */
  at(listener: string): string {
    return this.broker.listener(listener).bootstrap;
  }

  /** Alice, by this mechanism. */
  alice(mechanism: SaslSettings["mechanism"], password: string = PASSWORD): SaslSettings {
    return mechanism === "oauthbearer"
      ? { mechanism, token: () => unsignedToken("alice") }
      : { mechanism, username: "alice", password };
  }

  /** Settings that let a client in. */
  get good(): SecurityCase[] {
    const mechanisms = ["plain", "scram-sha-256", "scram-sha-512", "oauthbearer"] as const;
    return [
      this.#case("TLS to an address", "TLS", { tls: this.trust }),
      this.#case("TLS to another name", "NAME", { tls: { ...this.trust, serverName: "kafka1.example.com" } }),
      this.#case("a broker that shows a chain", "CHAIN", { tls: this.trust }),
      this.#case("a client certificate of a chain, with a protected key", "MUTUAL", { tls: this.client }),
      ...mechanisms.map((mechanism) => this.#case(mechanism, "SASL", { sasl: this.alice(mechanism) })),
      ...mechanisms.map((mechanism) =>
        this.#case(`${mechanism} in TLS`, "SASL_TLS", { tls: this.trust, sasl: this.alice(mechanism) })
      ),
    ];
  }

  /** Settings that cannot work, and what has to be said of each. */
  get bad(): SecurityCase[] {
    const sasl = this.alice("plain"), wrong = "wr0ng-s3cret";
    return [
      this.#case("an unknown authority", "TLS", { tls: this.strangeTrust }, /signed by CN=Test CA.* not trusted/),
      this.#case("the system's authorities", "TLS", { tls: true }, /signed by CN=Test CA.*tls-ca-file/),
      this.#case("a self-signed certificate", "SELF", { tls: this.trust }, /self-signed \(.*CN=alone.*tls-ca-file/),
      this.#case("an expired certificate", "EXPIRED", { tls: this.trust }, /expired at 20\d\d-\d\d-\d\d.*renew/),
      this.#case("a certificate of tomorrow", "EARLY", { tls: this.trust }, /not valid before 20\d\d.*clock/),
      this.#case("another host's certificate", "NAME", { tls: this.trust }, /is for kafka1\.example\.com, not for 127/),
      this.#case("no client certificate", "MUTUAL", { tls: this.trust }, /wants to see a certificate.*tls-cert/),
      this.#case(
        "a strange client certificate",
        "MUTUAL",
        { tls: this.strangeClient },
        /does not accept this client's cert/,
      ),
      this.#case(
        "a wrong passphrase",
        "MUTUAL",
        { tls: { ...this.client, keyPassphrase: wrong } },
        /passphrase does not/,
      ),
      this.#case("another key", "MUTUAL", { tls: { ...this.client, key: this.strangeClient.key! } }, /is not that of/),
      this.#case("a certificate that is none", "TLS", { tls: { ca: "nonsense" } }, /tls-ca-file.* PEM/),
      this.#case("no TLS where it is wanted", "TLS", {}, /expects TLS/),
      this.#case("TLS where there is none", "SASL", { tls: this.trust, sasl }, /does not speak TLS/),
      this.#case("nobody where a user is wanted", "SASL", {}, /who this client is.*sasl-mechanism .*plain/),
      this.#case("a user where none is wanted", "TLS", { tls: this.trust, sasl }, /asks nobody who they are/),
      this.#case("a mechanism that is not enabled", "SCRAM", { sasl }, /does not take plain; use scram-sha-512/),
      ...(["plain", "scram-sha-256", "scram-sha-512"] as const).flatMap((mechanism) => [
        this.#case(
          `a wrong password (${mechanism})`,
          "SASL",
          { sasl: this.alice(mechanism, wrong) },
          /alice in with this/,
        ),
        this.#case(
          `an unknown user (${mechanism})`,
          "SASL",
          { sasl: { mechanism, username: "bob", password: wrong } },
          /does not let bob in with this password/,
        ),
      ]),
      this.#case("an expired token", "SASL", {
        sasl: { mechanism: "oauthbearer", token: () => unsignedToken("alice", { expiresInS: -100 }) },
      }, /does not accept this client's token; .*expired/),
      this.#case("a token that is none", "SASL", {
        sasl: { mechanism: "oauthbearer", token: () => "not-a-s3cret-token" },
      }, /does not accept this client's token/),
      {
        ...this.#case(
          "a topic without a right to it",
          "SASL",
          { sasl },
          /alice may not write to .*ACL: WRITE and DESCRIBE/,
        ),
        topic: this.forbiddenTopic,
      },
    ];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.broker[Symbol.asyncDispose]();
  }

  #case(name: string, listener: string, security: ClusterSecurity, says?: RegExp): SecurityCase {
    return { name, bootstrap: this.at(listener), topic: this.topic, security, ...(says ? { says } : {}) };
  }
}

/** Credentials that show the certificate of the authority between, too. */
function behind({ certificate }: CertificateAuthority, own: Credentials): Credentials {
  return { ...own, certificate: own.certificate + certificate };
}

async function selfSigned() {
  await using alone = await CertificateAuthority.create("alone");
  return alone.own();
}
