import { assertEquals, assertStringIncludes } from "@std/assert";
import { Figures } from "../../bench/_figures.ts";
import { report } from "../../bench/_report.ts";
import { outcome } from "../../bench/_targets.ts";
import { attemptCommand } from "../support/command.ts";
import { repositoryRoot } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";

function figuresOf(...lines: readonly [impl: string, fix: string, op: string, ...cpu: number[]][]): Figures {
  const figures = new Figures();
  for (const [impl, fix, op, ...cpu] of lines) figures.add(JSON.stringify({ impl, fix, op, cpu }));
  return figures;
}

Deno.test("a figure is compared with Rust's on the same fixture, decode_stored with its decode", () => {
  const figures = figuresOf(
    ["rust-dhcproto", "5", "decode", 90, 100, 400],
    ["rust-dhcproto", "3", "decode", 7],
    ["deno-dhcpkit-kafka", "5", "decode_stored", 20, 30],
    ["deno-dhcpkit-kafka", "5", "decode_stored", 30, 1000],
    ["deno-dhcpkit-kafka", "5", "parse", 1],
  );
  assertEquals(figures.find("deno-dhcpkit-kafka", "5", "decode_stored")?.median, 30);
  assertEquals(figures.find("deno-dhcpkit-kafka", "5", "decode_stored")?.ratio, 0.3);
  assertEquals(figures.find("deno-dhcpkit-kafka", "5", "parse")?.ratio, undefined);
  assertEquals(figures.find("deno-dhcpkit-kafka", "4", "decode"), undefined);
});

Deno.test("figures are in order of fixture, work and time, and refusals are beside them", () => {
  const figures = figuresOf(["slow", "2", "decode", 9], ["quick", "2", "decode", 3], ["slow", "1", "encode", 5]);
  figures.add(`a remark\n{"impl":"go","fix":"1","op":"decode","wall":null,"cpu":null,"n":0,"err":"too short"}\n`);
  assertEquals(figures.all().map(({ impl, fix, op }) => `${fix} ${op} ${impl}`), [
    "1 encode slow",
    "2 decode quick",
    "2 decode slow",
  ]);
  assertEquals(figures.refusals(), ["go cannot decode fixture 1: too short"]);
});

Deno.test("a target is reached, not reached or not measured", () => {
  const target = { fix: "3", op: "decode", most: 0.9 };
  const verdict = (own: number) =>
    outcome(figuresOf(["rust-dhcproto", "3", "decode", 100], ["deno-dhcpkit-kafka", "3", "decode", own]), target)
      .verdict;
  assertEquals([verdict(90), verdict(91)], ["reached", "not reached"]);
  assertEquals(outcome(figuresOf(["deno-dhcpkit-kafka", "3", "decode", 1]), target).verdict, "not measured");
});

Deno.test("a report has targets, figures, versions, and says who was left out", () => {
  const text = report({
    figures: figuresOf(["rust-dhcproto", "2", "decode", 1000, 2000], ["deno-dhcpkit-kafka", "2", "decode", 1234.5]),
    rounds: 4,
    versions: new Map([["Rust dhcproto", ["rustc 1", "dhcproto 2"]]]),
    leftOut: new Map([["Go insomniacslk", "no go"]]),
    date: new Date("2027-02-03T04:05:06Z"),
  });
  for (
    const line of [
      "| 2 | decode | 0.95 | 0.82 | reached |",
      "| 5 | encode | 0.25 |  | not measured |",
      "| 2 | decode | rust-dhcproto | 1,000 | 1,500 | 2,000 | 1.00 |",
      "| 2 | decode | deno-dhcpkit-kafka | 1,235 | 1,235 | 1,235 | 0.82 |",
      "- Rust dhcproto: rustc 1, dhcproto 2",
      "- Go insomniacslk: no go",
    ]
  ) assertStringIncludes(text, `\n${line}\n`);
  assertStringIncludes(text, "on 2027-02-03: 4 rounds");
});

testWith({
  name: "a machine without the peers' tools times this module, and the report says why the others are missing",
  needs: ["shared-bench"],
  async fn() {
    const env = { PATH: "/nowhere", BENCH_WARM_MS: "1", BENCH_SAMPLE_MS: "1", BENCH_SAMPLES: "1", NO_COLOR: "1" };
    const command = [Deno.execPath(), "run", "--no-check", "--allow-all", "bench/codec_peers.ts", "1"];
    const { code, stdout, stderr } = await attemptCommand(command, { cwd: repositoryRoot, env, timeoutMs: 120_000 });
    assertEquals(code, 0, stderr);
    assertStringIncludes(stdout, "| 3 | decode | deno-dhcpkit-kafka |");
    for (const name of ["Rust dhcproto", "Go insomniacslk", "Python dhcpkit", "Python scapy"]) {
      assertStringIncludes(stdout, `\n- ${name}: Failed to spawn`);
    }
    assertEquals(stdout.includes(repositoryRoot), false, stdout);
  },
});
