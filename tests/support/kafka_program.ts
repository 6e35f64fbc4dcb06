import { runCommand } from "./command.ts";
import { startKafkaProcess } from "./kafka_process.ts";
import { fillOnce } from "./file_lock.ts";
import { freePorts } from "./free_port.ts";
import { cacheFolder, supportFolder } from "./paths.ts";
import { endProcess } from "./pid.ts";

/** Apache Kafka, downloaded and ready to start. */
export interface KafkaProgram {
  /** `java` and its options, up to but without the class to run. */
  readonly java: string[];
  /** The first metadata snapshot of a formatted data folder. */
  readonly bootstrapCheckpoint: string;
}

const pomFile = `${supportFolder}kafka/pom.xml`;

/** A release of Kafka other than that of the pom: one that still speaks with clients that Kafka 4 has left behind. */
export type OlderKafka = "3.9.1";

/**
 * Where the jars go: `.cache/kafka-VERSION/`. Filled once by Maven (54 MB), together with what makes each later start quicker: a formatted
 * data folder to copy (saves one JVM start) and a class data archive (halves the time to start).
 */
export async function kafkaProgram(release?: OlderKafka): Promise<KafkaProgram> {
  const folder = release === undefined ? await kafkaFolder() : `${cacheFolder}kafka-${release}`;
  const pom = await Deno.readTextFile(pomFile);
  const jvm = (await runCommand(["java", "-version"])).stderr;
  await fillOnce(folder, `${pom}\n${jvm}`, (unfinished) => fill(unfinished, release));
  return await inFolder(folder);
}

/** The folder that {@linkcode kafkaProgram} fills. */
export async function kafkaFolder(): Promise<string> {
  const version = /<kafka\.version>(.+?)</.exec(await Deno.readTextFile(pomFile))![1];
  return `${cacheFolder}kafka-${version}`;
}

async function fill(folder: string, release: OlderKafka | undefined): Promise<void> {
  const version = release === undefined ? [] : [`-Dkafka.version=${release}`];
  const copy = ["dependency:copy-dependencies", `-DoutputDirectory=${folder}/jars`];
  const fetch = ["mvn", "-q", "-B", "-f", pomFile, ...copy, ...version];
  await runCommand(fetch, { timeoutMs: 300_000 }).catch(() => runCommand(fetch, { timeoutMs: 300_000 }));
  await format(folder);
  await archiveClasses(folder);
}

async function format(folder: string): Promise<void> {
  const data = `${folder}/formatted`;
  const properties = `${folder}/format.properties`;
  await Deno.writeTextFile(
    properties,
    [
      "process.roles=broker,controller",
      "node.id=1",
      "controller.quorum.voters=1@127.0.0.1:1",
      "controller.listener.names=CONTROLLER",
      "listeners=PLAINTEXT://127.0.0.1:2,CONTROLLER://127.0.0.1:1",
      `log.dirs=${data}`,
    ].join("\n"),
  );
  const { java } = await inFolder(folder);
  await runCommand([...java, "kafka.tools.StorageTool", "format", "-t", "formattedformattedform", "-c", properties]);
}

/** Lets a broker start once and writes down, at its end, the classes that it had loaded. */
async function archiveClasses(folder: string): Promise<void> {
  const program = await inFolder(folder);
  const [port, controllerPort] = freePorts(2);
  const java = [program.java[0], `-XX:ArchiveClassesAtExit=${folder}/classes.jsa`, ...program.java.slice(1)];
  const settings = { folder: `${folder}/training`, hostname: "127.0.0.1", port, controllerPort, properties: {} };
  const { pid } = await startKafkaProcess({ ...program, java }, settings, 60_000);
  await endProcess(pid, "SIGTERM", 60_000);
  await Deno.remove(settings.folder, { recursive: true });
}

async function inFolder(folder: string): Promise<KafkaProgram> {
  const archive = `${folder}/classes.jsa`;
  const archived = await Deno.stat(archive).then(() => true, () => false);
  return {
    java: [
      "java",
      ...(archived ? [`-XX:SharedArchiveFile=${archive}`] : []),
      "-Xshare:auto",
      "-Xmx384m",
      "-XX:+UseSerialGC",
      "-XX:TieredStopAtLevel=1",
      `-Dlog4j2.configurationFile=${supportFolder}kafka/log4j2.properties`,
      "-cp",
      `${folder}/jars/*`,
    ],
    bootstrapCheckpoint: `${folder}/formatted/bootstrap.checkpoint`,
  };
}
