import { assert, assertEquals, assertGreater, assertStringIncludes } from "@std/assert";
import type { PublisherStatus } from "@dhcpkit/kafka/publisher";
import { runCommand } from "../support/command.ts";
import { eventually } from "../support/eventually.ts";
import { repositoryRoot } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { SmallDisk } from "../support/small_disk.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { assertAddsUp, numbered, numbersOf, range, spooling } from "./_spool.ts";

for (const commit of ["behind", "before-answer"] as const) {
  testWith({
    name: `${commit}: a full disk is survived in memory, told, and left behind when there is room`,
    needs: ["tmpfs"],
    async fn() {
      await using disk = await SmallDisk.create(256);
      const directory = `${disk.path}/spool`, ballast = `${disk.path}/ballast`;
      const spool = { directory, commit, segmentBytes: 16_384 };
      const { transport, publisher } = spooling(directory, { mood: "refused", spool, queueBytes: 20_000 });
      const seen: PublisherStatus[] = [];
      const watching = (async () => {
        for await (const status of publisher.statusChanges()) {
          if (/degraded|restored/.test(status.state)) seen.push(status);
        }
      })();
      let next = 0;
      const kept: number[] = [];
      const offer = async (count: number) => {
        for (const end = next + count; next < end; next++) {
          if (publisher.offer(numbered(next)).kept) kept.push(next);
          assertAddsUp(publisher.stats);
          if (next % 20 === 0) await new Promise((resolve) => setTimeout(resolve));
        }
      };
      await offer(500);
      await eventually("the disk", () => publisher.stats.unwritten === 0);
      await Deno.writeFile(ballast, new Uint8Array(300 * 1024)).catch(() => {});
      await offer(2000);
      await eventually("the problem", () => seen.length > 0);
      const [problem] = seen;
      assert(problem.state === "degraded" && problem.reason === "disk");
      assertStringIncludes(problem.problem, `spool ${directory}: No space left on device`);
      assertGreater(publisher.stats.unwritten, 0);
      assertGreater(publisher.stats.dropped["spool-failed"], 0);
      assertAddsUp(publisher.stats);
      await Deno.remove(ballast);
      await eventually("the disk works again", () => publisher.stats.unwritten === 0);
      await eventually("that is told", () => seen.at(-1)?.state === "restored");
      assertEquals(publisher.stats.problems, {});
      await offer(100);
      assertEquals((await publisher.close({ deadlineMs: 1 })).spooled, kept.length);
      await watching;
      const after = spooling(directory, { spool });
      after.publisher.connect();
      await eventually("delivery", () => after.publisher.stats.delivered === kept.length);
      await after.publisher.close();
      assertEquals(numbersOf(after.transport), kept);
      assertEquals(transport.batches, []);
    },
  });
}

testWith({
  name: "a disk that is read-only at the start is survived in memory, and what is on it follows when it is writable",
  needs: ["tmpfs"],
  async fn() {
    await using disk = await SmallDisk.create(1024);
    const directory = `${disk.path}/spool`;
    const { transport, publisher } = spooling(directory, { mood: "refused" });
    for (let number = 0; number < 500; number++) publisher.offer(numbered(number));
    await eventually("the disk", () => publisher.stats.unwritten === 0);
    // Nothing becomes read-only while a file is open for writing.
    await publisher.close({ deadlineMs: 1 });
    await disk.remount("ro");
    const after = spooling(directory);
    for (let number = 500; number < 540; number++) after.publisher.offer(numbered(number));
    const problem = await eventually("the problem", () => after.publisher.stats.problems.disk);
    assertStringIncludes(problem, "Read-only file system");
    await eventually("delivery", () => after.publisher.stats.delivered === 40);
    await disk.remount("rw");
    await eventually("the rest", () => after.publisher.stats.delivered === 540);
    const stats = await after.publisher.close();
    assertEquals(stats.recovered, 500);
    assertAddsUp(stats);
    assertEquals(numbersOf(after.transport), [...range(500, 540), ...range(0, 500)]);
    assertEquals(transport.batches, []);
  },
});

Deno.test("a directory that is removed costs what was there alone, and is made again", async () => {
  await using folder = await TempFolder.create("spool");
  const directory = folder.file("spool");
  const { transport, publisher } = spooling(directory, { mood: "refused", spool: { directory, syncMs: 20 } });
  for (let number = 0; number < 500; number++) publisher.offer(numbered(number));
  await eventually("the disk", () => publisher.stats.unwritten === 0);
  await Deno.remove(directory, { recursive: true });
  for (let number = 500; number < 520; number++) publisher.offer(numbered(number));
  await eventually("notice", () => publisher.stats.dropped["spool-damaged"] > 0);
  const lost = publisher.stats.dropped["spool-damaged"];
  assertAddsUp(publisher.stats);
  await eventually("the disk works again", () => publisher.stats.unwritten === 0);
  for (let number = 520; number < 600; number++) publisher.offer(numbered(number));
  const { spooled } = await publisher.close({ deadlineMs: 1 });
  assertEquals(spooled + lost, 600);
  const after = spooling(directory);
  after.publisher.connect();
  await eventually("delivery", () => after.publisher.stats.delivered === spooled);
  await after.publisher.close();
  const numbers = numbersOf(after.transport);
  assertEquals([numbers.slice(0, 50), numbers.slice(-80)], [range(0, 50), range(520, 600)]);
  assertEquals(transport.batches, []);
});

Deno.test("a directory that cannot be made is survived in memory", async () => {
  await using folder = await TempFolder.create("spool");
  const file = await folder.write("file", "not a directory"), directory = `${file}/spool`;
  const { transport, publisher } = spooling(directory);
  for (let number = 0; number < 30; number++) publisher.offer(numbered(number));
  await eventually("the problem", () => publisher.stats.problems.disk?.includes(directory));
  await eventually("delivery", () => publisher.stats.delivered === 30);
  transport.mood = "lost";
  for (let number = 30; number < 40; number++) publisher.offer(numbered(number));
  const stats = await publisher.close({ deadlineMs: 50 });
  assertEquals([stats.dropped.shutdown, stats.spooled, stats.queued], [10, 0, 0]);
  assertAddsUp(stats);
});

Deno.test("without permission to write, everything goes on in memory", async () => {
  const program = `
    import { MemoryTopic, memoryTransport, Publisher } from "@dhcpkit/kafka/publisher";
    const topic = new MemoryTopic();
    const publisher = new Publisher({ transport: memoryTransport(topic), spool: { directory: "/tmp/nowhere" } });
    publisher.offer({ key: null, value: new Uint8Array(1) });
    const { delivered } = await publisher.close();
    console.log(delivered, publisher.stats.problems.disk);
  `;
  await using folder = await TempFolder.create("spool");
  const file = await folder.write("program.ts", program);
  const config = `--config=${repositoryRoot}deno.json`;
  const { stdout } = await runCommand([Deno.execPath(), "run", "--quiet", "--no-prompt", config, file]);
  assertStringIncludes(stdout, "1 spool /tmp/nowhere: Requires write access");
});

Deno.test("what cannot be read for now is waited for, in order, and told", async () => {
  await using folder = await TempFolder.create("spool");
  const first = spooling(folder.path, { mood: "refused", spool: { directory: folder.path, segmentBytes: 2000 } });
  for (let number = 0; number < 300; number++) {
    first.publisher.offer(numbered(number));
    if (number % 10 === 0) await eventually("the disk", () => first.publisher.stats.unwritten === 0, { everyMs: 1 });
  }
  await first.publisher.close({ deadlineMs: 1 });
  const names = await Array.fromAsync(Deno.readDir(folder.path), ({ name }) => name);
  const path = folder.file(names.filter((name) => name.endsWith(".spool1")).sort()[2]);
  const { transport, publisher } = spooling(folder.path, { mood: "refused" });
  publisher.connect();
  await eventually("recovery", () => publisher.stats.recovered === 300);
  await Deno.rename(path, folder.file("aside"));
  await Deno.symlink(path, path);
  transport.mood = "fine";
  const problem = await eventually("the problem", () => publisher.stats.problems.disk);
  assertStringIncludes(problem, "symbolic links");
  publisher.offer(numbered(300));
  assertAddsUp(publisher.stats);
  assertEquals(publisher.stats.dropped["spool-damaged"], 0);
  await Deno.rename(folder.file("aside"), path);
  await eventually("delivery", () => publisher.stats.delivered === 301);
  assertEquals(publisher.stats.problems, {});
  await publisher.close();
  assertEquals(numbersOf(transport), range(0, 301));
});
