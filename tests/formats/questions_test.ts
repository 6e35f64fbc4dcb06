import { assertEquals, assertGreater } from "@std/assert";
import { csvLine, ndjsonLine, recordToJson, transactionRow, transactionToJson } from "@dhcpkit/kafka/formats";
import { csvHead } from "../../src/cli/_record_sinks.ts";
import { runCommand } from "../support/command.ts";
import { repositoryRoot, supportFolder } from "../support/paths.ts";
import { pythonEnvironment } from "../support/python_environment.ts";
import { testWith } from "../support/requirements.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { documentedDay } from "./_documented_day.ts";

/** Without what else they are made to work with, which is as large again. */
const PACKAGES = ["--no-deps", "duckdb==2.0.1", "chdb==4.4.0", "chdb-core==26.9.0"];

type Result = { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] } | null;

/** The statements below a heading of docs/formats.md, each with the answer that stands behind it. */
async function documented(heading: string): Promise<{ statement: string; answer: string | undefined }[]> {
  const text = await Deno.readTextFile(`${repositoryRoot}docs/formats.md`);
  const section = text.split(`\n### ${heading}\n`)[1].split(/\n##/)[0];
  const blocks = section.matchAll(/```sql\n([\s\S]*?)```(?:\n+```text\n([\s\S]*?)\n```)?/g);
  return Array.from(blocks, ([, statement, answer]) => ({ statement: statement.trim().replace(/;$/, ""), answer }));
}

async function run(engine: string, statements: readonly string[], files: Record<string, string>): Promise<Result[]> {
  const python = await pythonEnvironment("python-sql-engines", PACKAGES);
  await using folder = await TempFolder.create("questions");
  for (const [name, text] of Object.entries(files)) await folder.write(name, text);
  const command = [python, `${supportFolder}python/run_sql.py`, engine];
  const { stdout } = await runCommand(command, {
    stdin: JSON.stringify(statements),
    cwd: folder.path,
    timeoutMs: 60_000,
  });
  return JSON.parse(stdout.trim().split("\n").at(-1)!);
}

/** What `transcode --to ndjson` writes of the day that the document asks about. */
function lines(): string {
  return documentedDay().map((message, i) => {
    const value = message.save(), place = { topic: "dhcpkit.messages", partition: 0, offset: BigInt(i) };
    const record = { ...place, key: null, value, timestamp: Math.round(message.timestampIn * 1000) };
    return ndjsonLine(record, recordToJson(value).json) + "\n";
  }).join("");
}

function shown(result: Result): string | undefined {
  return result === null ? undefined : [result.columns, ...result.rows].map((row) => row.join(" | ")).join("\n");
}

for (const [heading, engine] of [["DuckDB", "duckdb"], ["ClickHouse", "clickhouse"]]) {
  testWith({
    name: `what docs/formats.md asks in ${heading} has the answers that stand there`,
    needs: ["python"],
    async fn() {
      const asked = await documented(heading);
      const results = await run(engine, asked.map(({ statement }) => statement), { "transactions.ndjson": lines() });
      assertEquals(results.map(shown), asked.map(({ answer }) => answer));
      assertGreater(results.filter((result) => result !== null).length, 2);
    },
  });
}

testWith({
  name: "DuckDB and ClickHouse read documents of hostile packets, and CSV with its columns",
  needs: ["python"],
  async fn() {
    const day = documentedDay(),
      csv = csvHead() +
        day.map((message) =>
          csvLine(["t", 0, "0", ...Object.values(transactionRow(transactionToJson(message)))]) + "\r\n"
        ).join("");
    // A name that is no UTF-8 and a status with NUL in it.
    const hostile = Uint8Array.fromHex(
      "0103ff00e9" + "41da49d340000000" + "0000" + "41da49d340000000" + "000c" + "07f350d6000d00040002c300",
    );
    const texts = {
      "transactions.ndjson": JSON.stringify(recordToJson(hostile).json) + "\n" + lines(),
      "rows.csv": csv,
    };
    const duck = await run("duckdb", [
      `SELECT "server-name", count(*) AS n FROM read_json_auto('transactions.ndjson') GROUP BY ALL ORDER BY ALL`,
      `SELECT "server-name", "prefixes" FROM read_csv('rows.csv') WHERE "request-type" = 'release'`,
    ], texts);
    assertEquals(duck.map((result) => result?.rows), [
      [["dhcp01.example.com", "6"], ["dhcp02.example.com", "3"], ["dhcp03.example.com", "3"], [
        "\ufffd\ufffd\ufffd",
        "1",
      ]],
      [["dhcp01.example.com", "None"]],
    ]);
    const house = await run("clickhouse", [
      "SELECT `server-name` AS s, reason FROM file('transactions.ndjson', JSONEachRow, '`server-name` String, reason Nullable(String)') " +
      "WHERE reason IS NOT NULL ORDER BY s SETTINGS input_format_skip_unknown_fields = 1",
      "SELECT count() AS n FROM file('rows.csv', CSVWithNames) WHERE outcome = 'unanswered'",
    ], texts);
    assertEquals(house.map((result) => result?.rows), [
      [["dhcp03.example.com", "NoPrefixAvail: all in use"], ["\ufffd\ufffd\ufffd", "NoAddrsAvail: \ufffd\ufffd"]],
      [["3"]],
    ]);
  },
});
