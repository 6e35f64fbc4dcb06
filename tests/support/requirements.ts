import { cacheFolder, sharedFolder } from "./paths.ts";

/** The name of something that a test needs. */
export type Need =
  | "java"
  | "maven"
  | "kafka"
  | "kcat"
  | "openssl"
  | "python"
  | "python-original"
  | "cargo"
  | "go"
  | "root"
  | "network-namespaces"
  | "tmpfs"
  | "ping"
  | "tcpdump"
  | "tshark"
  | "promtool"
  | "systemd-analyze"
  | "seccomp"
  | "sqlite3"
  | "dhclient"
  | "dhcpcd"
  | "dhcp6c"
  | "dhcrelay"
  | "kea"
  | "postgres"
  | "shared-fixtures"
  | "shared-corpus"
  | "shared-spec"
  | "shared-bench"
  | "chromium"
  | "node"
  | "lambda-node";

/** Something outside this repository that a test cannot do without, and how to get it. */
export interface Requirement {
  /** Looks for the real thing. */
  readonly present: () => boolean;
  /** For people: what to do about its absence. */
  readonly how: string;
}

const network = "run as root on Linux with network namespaces (in a container: --privileged)";

const requirements: Record<Need, Requirement> = {
  "java": { present: () => javaVersion() >= 17, how: "apt-get install openjdk-17-jre-headless" },
  "maven": { present: () => onPath("mvn"), how: "apt-get install maven" },
  "kafka": {
    present: () => has("java") && onPath("setsid") && (cached("kafka-") || has("maven")),
    how: "apt-get install openjdk-17-jre-headless maven (Maven fetches Apache Kafka into .cache)",
  },
  "openssl": { present: () => onPath("openssl"), how: "apt-get install openssl" },
  "kcat": { present: () => onPath("kcat"), how: "apt-get install kcat" },
  "python": {
    present: () => onPath("python3") && succeeds("python3", ["-c", "import ensurepip"]),
    how: "apt-get install python3-venv (pip installs packages into .cache)",
  },
  "python-original": {
    present: () => cached("python-original") || canBuildPythonPackages(),
    how: "apt-get install python3-venv python3-dev gcc (pip installs dhcpkit_kafka into .cache)",
  },
  "cargo": {
    present: () => release("cargo", ["--version"]) >= 1088,
    how:
      "install Rust 1.88 or later (rustup.rs; Debian 12 has an older one); cargo fetches dhcproto into its own cache",
  },
  "go": {
    present: () => release("go", ["env", "GOVERSION"]) >= 1025,
    how:
      "install Go 1.25 or later (go.dev/dl; Debian 12 has an older one); go fetches insomniacslk/dhcp into its own cache",
  },
  "root": { present: () => Deno.uid() === 0, how: "run as root" },
  "network-namespaces": { present: canMakeNamespaces, how: `apt-get install iproute2; ${network}` },
  "tmpfs": { present: canMount, how: "run as root on Linux (in a container: --privileged)" },
  "ping": { present: () => onPath("ping"), how: "apt-get install iputils-ping" },
  "tcpdump": { present: () => onPath("tcpdump"), how: "apt-get install tcpdump" },
  "tshark": { present: () => onPath("tshark"), how: "apt-get install tshark" },
  "promtool": { present: () => onPath("promtool"), how: "apt-get install prometheus (promtool alone is used)" },
  "systemd-analyze": { present: () => onPath("systemd-analyze"), how: "apt-get install systemd (it need not run)" },
  "seccomp": {
    present: () => succeeds("/usr/bin/python3", ["-c", "import seccomp"]),
    how: "apt-get install python3-seccomp",
  },
  "sqlite3": { present: () => onPath("sqlite3"), how: "apt-get install sqlite3" },
  "dhclient": { present: () => onPath("dhclient"), how: "apt-get install isc-dhcp-client" },
  "dhcpcd": { present: () => onPath("dhcpcd"), how: "apt-get install dhcpcd-base" },
  "dhcp6c": { present: () => onPath("dhcp6c"), how: "apt-get install wide-dhcpv6-client" },
  "dhcrelay": { present: () => onPath("dhcrelay"), how: "apt-get install isc-dhcp-relay" },
  "postgres": {
    present: () => exists("/usr/lib/postgresql") && ["psql", "setsid", "setpriv"].every(onPath),
    how: "apt-get install postgresql (no server has to run: tests start their own)",
  },
  "kea": { present: () => onPath("kea-dhcp6"), how: "apt-get install kea-dhcp6-server" },
  "shared-fixtures": {
    present: () => exists(`${sharedFolder}fixtures`),
    how: "put the folder shared/ beside the checkout",
  },
  "shared-corpus": {
    present: () => exists(`${sharedFolder}corpus`),
    how: "put the folder shared/ beside the checkout",
  },
  "shared-spec": { present: () => exists(`${sharedFolder}spec`), how: "put the folder shared/ beside the checkout" },
  "shared-bench": { present: () => exists(`${sharedFolder}bench`), how: "put the folder shared/ beside the checkout" },
  "chromium": {
    present: () => exists("/usr/bin/chromium"),
    how: "apt-get install --no-install-recommends chromium fonts-dejavu-core",
  },
  "node": { present: () => onPath("node") && onPath("npx"), how: "install Node.js with npm" },
  "lambda-node": {
    present: () => Deno.build.os === "linux" && (cached("lambda-node") || onPath("npm")),
    how: "install Node.js with npm on Linux (npm fetches the Node.js that AWS Lambda has into .cache)",
  },
};

/** A need that this machine does not meet. */
export interface MissingNeed {
  readonly need: string;
  readonly how: string;
}

/** A test that needs things which not every machine has. */
export interface NeedyTest extends Omit<Deno.TestDefinition, "ignore"> {
  needs: readonly Need[];
}

/**
 * The name of the environment variable that makes a missing need a failure instead of a skipped test. CI sets it to 1, so that nothing is
 * ever skipped there unnoticed.
 */
export const noSkipVariable = "DHCPKIT_TEST_NO_SKIP";

/** The name of the environment variable that names the file where skipped tests are written down, one JSON object a line. */
export const skippedFileVariable = "DHCPKIT_TEST_SKIPPED_FILE";

/** Like `Deno.test`, but where something that the test needs is missing, it is ignored, or fails under `DHCPKIT_TEST_NO_SKIP=1`. */
export function testWith({ needs, fn, ...test }: NeedyTest): void {
  const missing = missingNeeds(needs);
  if (missing.length === 0) {
    Deno.test({ ...test, fn });
  } else if (Deno.env.get(noSkipVariable) === "1") {
    Deno.test({
      ...test,
      fn: () => {
        throw new Error(missing.map(({ need, how }) => `needs ${need}, which is missing here: ${how}`).join("\n"));
      },
    });
  } else {
    recordSkipped(test.name, missing);
    Deno.test({ ...test, fn, ignore: true });
  }
}

/** Which of these needs this machine does not meet. Each is looked for once. */
export function missingNeeds(needs: readonly Need[]): MissingNeed[] {
  return needs.filter((need) => !has(need)).map((need) => ({ need, how: requirements[need].how }));
}

const found = new Map<Need, boolean>();

function has(need: Need): boolean {
  const present = found.get(need) ?? requirements[need].present();
  found.set(need, present);
  return present;
}

function recordSkipped(test: string, missing: MissingNeed[]): void {
  const file = Deno.env.get(skippedFileVariable);
  if (file) Deno.writeTextFileSync(file, `${JSON.stringify({ test, missing })}\n`, { append: true });
}

function onPath(program: string): boolean {
  return succeeds("sh", ["-c", `command -v "$1"`, "sh", program]);
}

function javaVersion(): number {
  if (!onPath("java")) return 0;
  const { stderr } = new Deno.Command("java", { args: ["-version"], stdout: "null" }).outputSync();
  return Number(/version "(\d+)/.exec(new TextDecoder().decode(stderr))?.[1] ?? 0);
}

/** The release that a program says it is: 1.88 is 1088. 0 without the program. */
function release(program: string, args: string[]): number {
  if (!onPath(program)) return 0;
  const { stdout } = new Deno.Command(program, { args, stdin: "null", stderr: "null" }).outputSync();
  const [, major = "0", minor = "0"] = /(\d+)\.(\d+)/.exec(new TextDecoder().decode(stdout)) ?? [];
  return Number(major) * 1000 + Number(minor);
}

function canBuildPythonPackages(): boolean {
  const check = "import ensurepip, sysconfig, os; assert os.path.exists(sysconfig.get_path('include') + '/Python.h')";
  return onPath("cc") && onPath("python3") && succeeds("python3", ["-c", check]);
}

function canMakeNamespaces(): boolean {
  if (Deno.uid() !== 0 || !onPath("ip")) return false;
  const name = `dhcpkit-probe-${Deno.pid}-${crypto.randomUUID().slice(0, 8)}`;
  const script = `ip netns add "$1" && ip netns exec "$1" ip link add probe0 type veth peer name probe1; code=$?
    ip netns delete "$1"; exit $code`;
  return succeeds("sh", ["-c", script, "sh", name]);
}

function canMount(): boolean {
  if (Deno.uid() !== 0) return false;
  const script =
    'folder=$(mktemp -d) && mount -t tmpfs tmpfs "$folder" && umount "$folder"; code=$?; rmdir "$folder"; exit $code';
  return succeeds("sh", ["-c", script]);
}

/** Whether a folder of the cache whose name begins so has been filled. */
function cached(prefix: string): boolean {
  if (!exists(cacheFolder)) return false;
  return [...Deno.readDirSync(cacheFolder)].some(({ name, isDirectory }) =>
    isDirectory && name.startsWith(prefix) && exists(`${cacheFolder}${name}/.complete`)
  );
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function succeeds(program: string, args: string[]): boolean {
  try {
    return new Deno.Command(program, { args, stdin: "null", stdout: "null", stderr: "null" }).outputSync().success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
