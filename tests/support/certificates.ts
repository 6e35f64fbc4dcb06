import { runCommand } from "./command.ts";
import { TempFolder } from "./temp_folder.ts";

/** A certificate and its private key, both as PEM texts. */
export interface Credentials {
  readonly certificate: string;
  /** PKCS #8, without a passphrase. */
  readonly key: string;
}

export interface CertificateOptions {
  /** The common name. */
  name: string;
  /** What it is valid for: `DNS:kafka1`, `IP:127.0.0.1`. None unless told. */
  alternativeNames?: string[];
  /** Whether it may sign others. */
  isAuthority?: boolean;
  /** From when on it is valid; a day ago unless told. */
  validFrom?: Date;
  /** Until when; in 60 days unless told. */
  validTo?: Date;
}

const DAY_MS = 86_400_000;

/** A moment this many days from now. */
export function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * DAY_MS);
}

/**
 * An authority of a test's own, which signs certificates of brokers and clients (with the OpenSSL program).
 *
 * ```ts ignore
 * await using authority = await CertificateAuthority.create("Test CA");
 * const broker = await authority.issue({ name: "broker", alternativeNames: ["IP:127.0.0.1"] });
 * ```
 */
export class CertificateAuthority implements AsyncDisposable {
  /** Its own certificate, which clients trust. */
  readonly certificate: string;
  readonly #folder: TempFolder;

  private constructor(folder: TempFolder, certificate: string) {
    this.#folder = folder;
    this.certificate = certificate;
  }

  static async create(name: string): Promise<CertificateAuthority> {
    const folder = await preparedFolder();
    await openssl(folder, [
      ...["req", "-x509", "-config", "openssl.cnf", "-extensions", "authority", "-subj", `/O=DHCPKit tests/CN=${name}`],
      ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "ca.key", "-out", "ca.pem"],
      ...["-days", "90"],
    ]);
    return new CertificateAuthority(folder, await Deno.readTextFile(folder.file("ca.pem")));
  }

  /** Its own certificate with its key, which a broker may show as a self-signed one. */
  async own(): Promise<Credentials> {
    return { certificate: this.certificate, key: await Deno.readTextFile(this.#folder.file("ca.key")) };
  }

  /** An authority whose own certificate is signed by this one. */
  async subordinate(name: string): Promise<CertificateAuthority> {
    const { certificate, key } = await this.issue({ name, isAuthority: true }), folder = await preparedFolder();
    await folder.write("ca.pem", certificate);
    await folder.write("ca.key", key);
    return new CertificateAuthority(folder, certificate);
  }

  /** Makes a key and a certificate for it. */
  async issue(
    { name, alternativeNames = [], isAuthority = false, validFrom, validTo }: CertificateOptions,
  ): Promise<Credentials> {
    const id = crypto.randomUUID(), extensions = `${id}.cnf`;
    await this.#folder.write(
      extensions,
      (isAuthority
        ? "basicConstraints = critical,CA:TRUE\nkeyUsage = keyCertSign\n"
        : "basicConstraints = CA:FALSE\n") +
        (alternativeNames.length > 0 ? `subjectAltName = ${alternativeNames.join(",")}\n` : ""),
    );
    await openssl(this.#folder, [
      ...["req", "-new", "-config", "openssl.cnf", "-subj", `/O=DHCPKit tests/CN=${name}`],
      ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", `${id}.key`],
      ...["-out", `${id}.csr`],
    ]);
    await openssl(this.#folder, [
      ...["ca", "-batch", "-notext", "-config", "openssl.cnf", "-extfile", extensions, "-in", `${id}.csr`],
      ...["-out", `${id}.pem`],
      ...["-startdate", asn1Time(validFrom ?? daysFromNow(-1)), "-enddate", asn1Time(validTo ?? daysFromNow(60))],
    ]);
    const read = (suffix: string) => Deno.readTextFile(this.#folder.file(`${id}.${suffix}`));
    return { certificate: await read("pem"), key: await read("key") };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#folder[Symbol.asyncDispose]();
  }
}

/** The private key of these credentials, protected by a passphrase. */
export async function encryptKey({ key }: Credentials, passphrase: string): Promise<string> {
  const command = ["openssl", "pkcs8", "-topk8", "-v2", "aes-256-cbc", "-passout", "env:PASSPHRASE"];
  return (await runCommand(command, { stdin: key, env: { PASSPHRASE: passphrase } })).stdout;
}

const CONFIGURATION = `
[req]
distinguished_name = nobody
[nobody]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[ca]
default_ca = this
[this]
certificate = ca.pem
private_key = ca.key
database = index.txt
serial = serial.txt
rand_serial = yes
unique_subject = no
new_certs_dir = .
default_md = sha256
policy = any
[any]
organizationName = optional
commonName = supplied
`;

async function preparedFolder(): Promise<TempFolder> {
  const folder = await TempFolder.create("authority");
  await folder.write("index.txt", "");
  await folder.write("openssl.cnf", CONFIGURATION);
  return folder;
}

async function openssl(folder: TempFolder, args: string[]): Promise<void> {
  await runCommand(["openssl", ...args], { cwd: folder.path });
}

/** `20261231235959Z` */
function asn1Time(date: Date): string {
  return `${date.toISOString().replaceAll(/[-:T]|\.\d+Z$/g, "")}Z`;
}
