import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { attemptCommand, type CommandResult } from "../support/command.ts";
import { CertificateAuthority, daysFromNow } from "../support/certificates.ts";
import { repositoryRoot } from "../support/paths.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** Runs `check-config` with no more permissions than it needs. */
function checkConfig(
  folder: TempFolder,
  file: string,
  { permissions = [], env = {} }: { permissions?: readonly string[]; env?: Record<string, string> } = {},
): Promise<CommandResult> {
  const command = [Deno.execPath(), "run", "--quiet", `--allow-read=${folder.path}`, ...permissions, "src/cli/main.ts"];
  const options = { cwd: repositoryRoot, env: { NO_COLOR: "1", ...env } };
  return attemptCommand([...command, "check-config", folder.file(file)], options);
}

const LISTENER = "<listen-unicast [::1]:10547>\n</listen-unicast>\n";

Deno.test("check-config says what a configuration does, and needs to read nothing but its folder", async () => {
  await using folder = await TempFolder.create("check-config");
  const publish = "<send-to-kafka>\n broker kafka1\n broker [2001:db8::9]:9093\n topic edge\n</send-to-kafka>\n";
  await folder.write("clients.csv", "id,address,prefix\nduid:0003000102005e100001,2001:db8::1,\n");
  await folder.write("dhcpd.conf", `${LISTENER}<static-csv clients.csv>\n</static-csv>\n${publish}`);
  const { code, stdout, stderr } = await checkConfig(folder, "dhcpd.conf");
  assertEquals([code, stderr], [0, ""]);
  assertEquals(
    stdout.replaceAll(folder.path, ""),
    [
      "/dhcpd.conf is fine: 1 listener, 2 handlers",
      "publishes to edge through kafka1:9092, [2001:db8::9]:9093 as this host",
      "  client: kafkajs, acks all, compression none",
      "  security: not encrypted, no login",
      "  waiting: in memory, up to 1000 messages or 16 MiB; then the newest is dropped",
      "  records: packets as they were on the wire",
      "",
    ].join("\n"),
  );
});

Deno.test("check-config tells of every mistake with its line, and ends with exit status 1", async () => {
  await using folder = await TempFolder.create("check-config");
  const publish = "<send-to-kafka>\n brokr kafka1\n acks some\n</send-to-kafka>\n";
  await folder.write("dhcpd.conf", LISTENER + publish);
  const { code, stdout, stderr } = await checkConfig(folder, "dhcpd.conf");
  assertEquals([code, stdout], [1, ""]);
  assertMatch(stderr, /dhcpd\.conf:4: brokr in <send-to-kafka>: unknown key; did you mean broker\?/);
  assertMatch(stderr, /dhcpd\.conf:5: acks in <send-to-kafka>: /);
  assertEquals(/^\s+at /m.test(stderr), false, "no stack trace");
});

Deno.test("check-config tells of what cannot work although every line is right", async () => {
  await using folder = await TempFolder.create("check-config");
  await folder.write("silent.conf", "<send-to-kafka>\n broker kafka1\n</send-to-kafka>\n");
  await folder.write("unpublished.conf", LISTENER);
  await folder.write("unread.conf", `${LISTENER}<static-csv nowhere.csv>\n</static-csv>\n`);
  const silent = await checkConfig(folder, "silent.conf"), unread = await checkConfig(folder, "unread.conf");
  const nothing = await checkConfig(folder, "nothing.conf");
  assertEquals([silent.code, unread.code, nothing.code], [1, 1, 1]);
  assertMatch(nothing.stderr, /^dhcpkit-kafka: cannot read: .*nothing\.conf'\n$/);
  assertStringIncludes(silent.stderr, "nobody can be heard");
  assertStringIncludes(unread.stderr, "nowhere.csv");
  const unpublished = await checkConfig(folder, "unpublished.conf");
  assertEquals(unpublished.code, 0);
  assertStringIncludes(unpublished.stderr, "nothing is published");
});

Deno.test("check-config tells security, spool, pseudonyms and headers in words, and never a secret", async () => {
  await using folder = await TempFolder.create("check-config");
  await using authority = await CertificateAuthority.create("Test CA");
  await folder.write("ca.pem", authority.certificate);
  await folder.write("password", "hunter2\n");
  const key = crypto.getRandomValues(new Uint8Array(32)).toHex();
  await folder.write("pseudonyms", `${key}\n`);
  await Deno.chmod(folder.file("pseudonyms"), 0o600);
  const publish = `<send-to-kafka>
  broker kafka1
  transport platformatic
  compression gzip
  idempotence yes
  security-protocol SASL_SSL
  tls-ca-file ca.pem
  sasl-mechanism SCRAM-SHA-512
  sasl-username dhcp01
  sasl-password-file password
  queue-policy spool
  spool-directory spool
  pseudonym-key-file pseudonyms
  pseudonym-key-id 2026-08
  pseudonym-prefix-bits 32
</send-to-kafka>
`;
  await folder.write("dhcpd.conf", LISTENER + publish);
  const { code, stdout, stderr } = await checkConfig(folder, "dhcpd.conf");
  assertEquals([code, stderr], [0, ""]);
  assertEquals(stdout.replaceAll(`${folder.path}/`, "").split("\n").slice(1), [
    "publishes to dhcpkit.messages through kafka1:9092 as this host",
    "  client: platformatic, acks all, idempotent, compression gzip",
    "  security: TLS, trusting ca.pem, login by SCRAM-SHA-512 as dhcp01 with the password in password",
    "  waiting: on disk in spool, up to 1 GiB, written behind the answer",
    "  records: clients as pseudonyms, made with the key in pseudonyms (2026-08), leading 32 bits of addresses kept",
    "",
  ]);
  assertEquals(/hunter2/.test(stdout + stderr) || (stdout + stderr).includes(key), false);
  await folder.write("pseudonyms", "too short\n");
  const bad = await checkConfig(folder, "dhcpd.conf");
  assertEquals(bad.code, 1);
  assertStringIncludes(bad.stderr, "dhcpd.conf:3: pseudonym-key-file: ");
  assertStringIncludes(bad.stderr, "chmod o=");
});

Deno.test("check-config says of certificates and keys that cannot work what doctor says of them", async () => {
  await using folder = await TempFolder.create("check-config");
  await using authority = await CertificateAuthority.create("Test CA");
  const [own, other] = [await authority.issue({ name: "dhcp01" }), await authority.issue({ name: "dhcp02" })];
  const expired = await authority.issue({ name: "dhcp01", validFrom: daysFromNow(-9), validTo: daysFromNow(-1) });
  const check = async (ca: string, certificate: string, key: string) => {
    for (const [name, text] of Object.entries({ ca, certificate, key })) await folder.write(name, text, 0o600);
    const tls = "tls-ca-file ca\ntls-certificate-file certificate\ntls-key-file key\n";
    await folder.write("d.conf", `${LISTENER}<send-to-kafka>\nsecurity-protocol ssl\n${tls}</send-to-kafka>\n`);
    const { code, stderr } = await checkConfig(folder, "d.conf");
    return [code, stderr.trim().split("d.conf:3: ").at(-1)];
  };
  const { certificate, key } = own, ca = authority.certificate;
  assertEquals(await check(ca, certificate, key), [0, ""]);
  assertEquals(await check(ca, certificate, other.key), [
    1,
    "the private key (tls-key-file) is not that of this client's certificate",
  ]);
  assertMatch(
    String(await check(ca, expired.certificate, expired.key)),
    /^1,this client's certificate expired at .*; renew it$/,
  );
  assertMatch(String(await check("-----BEGIN CERTIFICATE-----\n", certificate, key)), /^1,cannot read .*tls-ca-file/);
});

Deno.test("a path through a file is told as what it is", async () => {
  await using folder = await TempFolder.create("check-config");
  await folder.write("d.conf", LISTENER);
  const { code, stderr } = await checkConfig(folder, "d.conf/other");
  assertEquals([code, stderr.split(": ").slice(0, 2)], [1, ["dhcpkit-kafka", "cannot read"]]);
});

Deno.test("check-config looks at the files that a section names, and says of each what is wrong with it", async () => {
  await using folder = await TempFolder.create("check-config");
  await folder.write("empty", "\n");
  await folder.write("spool", "a file in the way");
  const publish = `<send-to-kafka>
  security-protocol sasl-ssl
  tls-ca-file nowhere.pem
  sasl-mechanism plain
  sasl-username dhcp01
  sasl-password-file empty
  queue-policy spool
  spool-directory spool
</send-to-kafka>
`;
  await folder.write("dhcpd.conf", LISTENER + publish);
  const { code, stdout, stderr } = await checkConfig(folder, "dhcpd.conf");
  assertEquals([code, stdout], [1, ""]);
  assertEquals(stderr.replaceAll(`${folder.path}/`, "").split("\n"), [
    "dhcpkit-kafka: dhcpd.conf:3: spool-directory: spool is not a directory",
    "dhcpd.conf:3: tls-ca-file: there is no file nowhere.pem",
    "dhcpd.conf:3: sasl-password-file: empty is empty",
    "",
  ]);
  await folder.write("no-pem.conf", publish.replace("nowhere.pem", "dhcpd.conf").replace(/.*(queue|spool).*\n/g, ""));
  await folder.write("empty", "not empty");
  const noPem = await checkConfig(folder, "no-pem.conf");
  assertStringIncludes(noPem.stderr, "nobody can be heard");
  await folder.write("no-pem.conf", LISTENER + await Deno.readTextFile(folder.file("no-pem.conf")));
  assertStringIncludes((await checkConfig(folder, "no-pem.conf")).stderr, "dhcpd.conf is not in PEM");
});

Deno.test("check-config says what it was not permitted to look at, and what is unwise", async () => {
  await using folder = await TempFolder.create("check-config");
  const publish = `<send-to-kafka>
  security-protocol sasl-plaintext
  sasl-mechanism plain
  sasl-username dhcp01
  sasl-password-variable CHECK_CONFIG_PASSWORD
  pseudonym-key-file /elsewhere/key
</send-to-kafka>
`;
  await folder.write("dhcpd.conf", LISTENER + publish);
  const { code, stderr } = await checkConfig(folder, "dhcpd.conf");
  const place = "dhcpd.conf:3: ", looked = "was not looked at, which needs";
  assertEquals(code, 0);
  assertEquals(stderr.replaceAll(`${folder.path}/`, "").split("\n"), [
    `${place}security-protocol: sasl-plaintext: the password crosses the network in the clear; write sasl-ssl`,
    `${place}pseudonym-key-file: /elsewhere/key ${looked} --allow-read=/elsewhere/key`,
    `${place}sasl-password-variable: the variable CHECK_CONFIG_PASSWORD ${looked} --allow-env=CHECK_CONFIG_PASSWORD`,
    "",
  ]);
  const permissions = ["--allow-env=CHECK_CONFIG_PASSWORD"];
  const unset = await checkConfig(folder, "dhcpd.conf", { permissions });
  assertStringIncludes(unset.stderr, "the variable CHECK_CONFIG_PASSWORD is not set here");
});

Deno.test("check-config lets variables override keys when it may read them, and refuses those that are for no key", async () => {
  await using folder = await TempFolder.create("check-config");
  await folder.write("dhcpd.conf", `${LISTENER}<send-to-kafka/>\n`);
  const env = { DHCPKIT_KAFKA_TOPIC: "edge", DHCPKIT_KAFKA_BROKER: "kafka1,kafka2:9093" };
  const overridden = await checkConfig(folder, "dhcpd.conf", { permissions: ["--allow-env=DHCPKIT_KAFKA_*"], env });
  assertStringIncludes(overridden.stdout, "publishes to edge through kafka1:9092, kafka2:9093 as this host");
  const unseen = await checkConfig(folder, "dhcpd.conf", { env });
  assertStringIncludes(unseen.stdout, "publishes to dhcpkit.messages through localhost:9092");
  const wrong = await checkConfig(folder, "dhcpd.conf", {
    permissions: ["--allow-env"],
    env: { DHCPKIT_KAFKA_TOPPIC: "edge" },
  });
  assertEquals(wrong.code, 1);
  assertStringIncludes(wrong.stderr, "DHCPKIT_KAFKA_TOPPIC: unknown variable; did you mean DHCPKIT_KAFKA_TOPIC?");
});
