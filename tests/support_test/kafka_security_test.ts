import { assertEquals } from "@std/assert";
import { CertificateAuthority, daysFromNow, encryptKey } from "../support/certificates.ts";
import { attemptCommand } from "../support/command.ts";
import { eventually } from "../support/eventually.ts";
import { KafkaBroker } from "../support/kafka_broker.ts";
import type { Mechanism } from "../support/kafka_security.ts";
import { testWith } from "../support/requirements.ts";
import { TempFolder } from "../support/temp_folder.ts";

testWith({
  name: "a secured broker lets in whom it should, as librdkafka sees it, and nobody else",
  needs: ["kafka", "kcat", "openssl"],
  async fn() {
    await using authority = await CertificateAuthority.create("Test CA");
    await using folder = await TempFolder.create("security");
    const names = ["IP:127.0.0.1", "DNS:localhost"];
    const broker = await authority.issue({ name: "broker", alternativeNames: names });
    const expired = await authority.issue({ name: "broker", alternativeNames: names, validTo: daysFromNow(-0.5) });
    const client = await authority.issue({ name: "client" });
    // Not SCRAM: Debian's librdkafka gets the nonce wrong, which brokers check since CVE-2024-56128.
    const mechanisms: Mechanism[] = ["PLAIN", "OAUTHBEARER"];
    await using kafka = await KafkaBroker.start({
      security: {
        acls: true,
        users: { alice: "alice-password", bob: "bob-password" },
        listeners: {
          TLS: { tls: { broker } },
          EXPIRED: { tls: { broker: expired } },
          MUTUAL: { tls: { broker, clientAuthority: authority.certificate } },
          SASL: { sasl: mechanisms },
          SASL_TLS: { tls: { broker }, sasl: mechanisms },
        },
      },
    });
    const topic = await kafka.createTopic("secured");
    await kafka.grant({ user: "alice", to: ["write", "describe"], topic });
    await kafka.grant({ user: "CN=client,O=DHCPKit tests", to: ["write", "describe"], topic });
    const ca = await folder.write("ca.pem", authority.certificate);
    const certificate = await folder.write("client.pem", client.certificate);
    const key = await folder.write("client.key", await encryptKey(client, "key-passphrase"));

    const writes = async (listener: string, settings: Record<string, string>): Promise<boolean> => {
      const given = Object.entries({ "message.timeout.ms": "2000", ...settings });
      const { code } = await attemptCommand(
        [
          ...["kcat", "-P", "-E", "-b", kafka.listener(listener).bootstrap, "-t", topic],
          ...given.flatMap(([key, value]) => ["-X", `${key}=${value}`]),
        ],
        { stdin: "hello" },
      );
      return code === 0;
    };
    const tls = { "security.protocol": "ssl", "ssl.ca.location": ca };
    const mine = { "ssl.certificate.location": certificate, "ssl.key.location": key };
    const sasl = (mechanism: string, user = "alice", password = `${user}-password`) => ({
      "sasl.mechanism": mechanism,
      ...mechanism === "OAUTHBEARER"
        ? { "sasl.oauthbearer.config": `principal=${user}`, "enable.sasl.oauthbearer.unsecure.jwt": "true" }
        : { "sasl.username": user, "sasl.password": password },
    });
    const clear = { "security.protocol": "sasl_plaintext" },
      both = { ...tls, "security.protocol": "sasl_ssl" };
    await eventually("the access control list", () => writes("SASL", { ...clear, ...sasl("PLAIN") }));
    const found = {
      tls: await writes("TLS", tls),
      expired: await writes("EXPIRED", tls),
      mutual: await writes("MUTUAL", { ...tls, ...mine, "ssl.key.password": "key-passphrase" }),
      "mutual without a certificate": await writes("MUTUAL", tls),
      "another user": await writes("SASL", { ...clear, ...sasl("PLAIN", "bob") }),
      "a wrong password": await writes("SASL_TLS", { ...both, ...sasl("PLAIN", "alice", "wrong") }),
      PLAIN: await writes("SASL_TLS", { ...both, ...sasl("PLAIN") }),
      OAUTHBEARER: await writes("SASL_TLS", { ...both, ...sasl("OAUTHBEARER") }),
    };
    assertEquals(found, {
      tls: true,
      expired: false,
      mutual: true,
      "mutual without a certificate": false,
      "another user": false,
      "a wrong password": false,
      PLAIN: true,
      OAUTHBEARER: true,
    });
  },
});
