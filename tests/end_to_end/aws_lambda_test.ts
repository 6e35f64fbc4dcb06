import { assertEquals, assertMatch } from "@std/assert";
import { parse } from "yaml";
import { Duid, Message } from "@dhcpkit/kafka/dhcpv6";
import { DHCPKafkaMessage, digestRecordId } from "@dhcpkit/kafka/messages";
import { lambdaEvent, lambdaRecord } from "../edge/_lambda.ts";
import { address, ia, iaPd, packet, packetOf, prefix } from "../store/_packets.ts";
import { runCommand } from "../support/command.ts";
import { Dynalite, type DynamoItem } from "../support/dynalite.ts";
import { LAMBDA_NODE, lambdaNode } from "../support/lambda_node.ts";
import { repositoryRoot } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { readmeCommand } from "./_readme_command.ts";

const FOLDER = "examples/08_aws_lambda", TABLE = "transactions", CLIENT = "0003000102005e000001";

function value(timestampIn: number): Uint8Array {
  const messageIn = Message.parse(packet("Request", ia()));
  const messageOut = Message.parse(
    packet("Reply", ia(address("2001:db8::42", 3600)), iaPd(prefix("2001:db8:1000::/56", 3600))),
  );
  return new DHCPKafkaMessage({ serverName: "dhcp01", timestampIn, messageIn, timestampOut: 0, messageOut }).save();
}

const record = (offset: number, bytes: Uint8Array) => lambdaRecord(offset, {}, { value: bytes.toBase64() });

interface Lambda {
  readonly dynalite: Dynalite;
  /** Calls the function in a new Node.js, once for each event, with a table of that name. */
  call(events: readonly unknown[], table?: string): Promise<unknown[]>;
  items(client: string): Promise<DynamoItem[]>;
}

/** Bundles the function as its README says, and makes the table of its template in an imitation of DynamoDB. */
async function withLambda(fn: (lambda: Lambda) => Promise<void>): Promise<void> {
  await using folder = await TempFolder.create("lambda");
  await runCommand(
    await readmeCommand(FOLDER, "deno bundle", { [`${FOLDER}/dist/main.mjs`]: folder.file("main.mjs") }),
    {
      cwd: repositoryRoot,
    },
  );
  await using dynalite = await Dynalite.start();
  const { Table } = (await template()).Resources, { SSESpecification: _, ...properties } = Table.Properties;
  await dynalite.call("CreateTable", { TableName: TABLE, ...properties });
  await fn({
    dynalite,
    async call(events, table = TABLE) {
      const program = await folder.write(
        "run.mjs",
        `import { handler } from "./main.mjs";
         const answers = [];
         for (const event of ${JSON.stringify(events)}) answers.push(await handler(event));
         console.log(JSON.stringify(answers));`,
      );
      const credentials = { AWS_ACCESS_KEY_ID: "AKID", AWS_SECRET_ACCESS_KEY: "secret", AWS_SESSION_TOKEN: "session" };
      const env = { ...credentials, AWS_REGION: "eu-west-1", TABLE: table, DYNAMODB_URL: dynalite.url };
      return JSON.parse((await runCommand([await lambdaNode(), program], { env })).stdout);
    },
    async items(client) {
      const { Items } = await dynalite.call("Query", {
        TableName: TABLE,
        KeyConditionExpression: "client = :duid",
        ExpressionAttributeValues: { ":duid": { S: client } },
      });
      return Items;
    },
  });
}

// deno-lint-ignore no-explicit-any
async function template(): Promise<any> {
  const text = await Deno.readTextFile(`${repositoryRoot}${FOLDER}/template.yaml`);
  return parse(text, { logLevel: "error" });
}

testWith({
  name:
    "the function keeps each transaction of a batch once under its client, and what cannot be read aside, of both kinds of clusters",
  needs: ["lambda-node"],
  async fn() {
    const first = value(1_796_043_900.25), second = value(1_796_043_901), wrong = value(NaN);
    const msk = lambdaEvent({
      "dhcpkit.messages-0": [record(1, second), record(0, first), record(2, Uint8Array.of(1, 2))],
    });
    const own = {
      ...lambdaEvent({ "dhcpkit.messages-0": [record(0, first), record(3, wrong)] }),
      eventSource: "SelfManagedKafka",
    };
    await withLambda(async ({ call, items }) => {
      assertEquals(await call([msk, own, msk]), Array(3).fill({ batchItemFailures: [] }));
      const found = await items(CLIENT),
        ids = await Promise.all([first, second, wrong].map((bytes) => digestRecordId(bytes)));
      assertEquals(found.map(({ at, value: { B } }) => [at.S, B]), [
        [`2026-11-30T13:05:00.250Z ${ids[0]}`, first.toBase64()],
        [`2026-11-30T13:05:01.000Z ${ids[1]}`, second.toBase64()],
        [`unknown ${ids[2]}`, wrong.toBase64()],
      ]);
      assertEquals([found[0].server.S, found[0].leases.SS?.toSorted()], ["dhcp01", [
        "2001:db8:1000::/56",
        "2001:db8::42/128",
      ]]);
      const [unreadable, ...others] = await items("unreadable");
      assertMatch(unreadable.at.S!, /^dhcpkit\.messages\[0\] at 2 [0-9a-f]{32}$/);
      assertEquals([unreadable.value.B, unreadable.bytes.N, others], ["AQI=", "2", []]);
      assertMatch(unreadable.reason.S!, /^dhcp-kafka-message > server-name/);
    });
  },
});

testWith({
  name:
    "no client and no producer can bring what the table would refuse for ever, and nothing set aside takes another's place",
  needs: ["lambda-node"],
  async fn() {
    // A partition key has at most 2048 bytes, and an item 400 KB; a record may have 1 MB.
    const duid = "07".repeat(1025), large = new Uint8Array(600_000).fill(9);
    const messageIn = Message.parse(packetOf(Duid.parse(duid), "Request", ia()));
    const odd = new DHCPKafkaMessage({ serverName: "dhcp01", timestampIn: 1, messageIn }).save();
    const placeless = [1, 2].map((byte) => ({ ...record(0, Uint8Array.of(byte)), offset: "x" }));
    const event = lambdaEvent({ "t-0": [record(0, odd), record(1, large), ...placeless] });
    await withLambda(async ({ call, items }) => {
      assertEquals(await call([event]), [{ batchItemFailures: [] }]);
      const [{ value: { B } }] = await items(`long-${await digestRecordId(new TextEncoder().encode(duid))}`);
      assertEquals(B, odd.toBase64());
      const aside = (await items("unreadable")).map(({ bytes, value: { B } }) => [bytes.N, B]);
      assertEquals(aside.sort(), [
        ["1", "AQ=="],
        ["1", "Ag=="],
        ["600000", large.subarray(0, 300_000).toBase64()],
      ]);
    });
  },
});

testWith({
  name: "where the table does not take them, the function tells all records that have to come again",
  needs: ["lambda-node"],
  async fn() {
    const event = lambdaEvent({ "dhcpkit.messages-0": [record(5, value(1)), record(6, value(2))] });
    await withLambda(async ({ call }) => {
      const failed = [5, 6].map((offset) => ({ itemIdentifier: { partition: "dhcpkit.messages-0", offset } }));
      assertEquals(await call([event], "another"), [{ batchItemFailures: failed }]);
    });
  },
});

Deno.test("the template asks for the Node.js that the function was tested in", async () => {
  const { Resources: { Transactions } } = await template();
  assertEquals(Transactions.Properties.Runtime, `nodejs${LAMBDA_NODE}.x`);
});

/** What a trigger of Amazon MSK needs, by the developer guide of AWS Lambda (with-msk-permissions), and who writes a log. */
const TRIGGER_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  ClusterArn: [
    ...["kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers", "kafka-cluster:Connect"],
    "kafka-cluster:DescribeClusterDynamicConfiguration",
  ],
  TopicArn: ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"],
  GroupArn: ["kafka-cluster:DescribeGroup", "kafka-cluster:AlterGroup"],
  "*": [
    "CreateNetworkInterface",
    "DescribeNetworkInterfaces",
    "DeleteNetworkInterface",
    "DescribeVpcs",
    "DescribeSubnets",
    "DescribeSecurityGroups",
  ].map((action) => `ec2:${action}`),
  logs: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
};

Deno.test("the role of the template may do what the function and its trigger do, each to what they do it to, and no more", async () => {
  const { Resources: { Role } } = await template();
  const statements: { Action: string | string[]; Resource: string }[] =
    Role.Properties.Policies[0].PolicyDocument.Statement;
  const code = await Deno.readTextFile(`${repositoryRoot}${FOLDER}/main.ts`);
  const called = [...code.matchAll(/DynamoDB_20120810\.(\w+)/g)].map(([, action]) => `dynamodb:${action}`);
  const found = statements.map(({ Action, Resource }) => {
    return [Resource.startsWith("arn:") ? "logs" : Resource, [Action].flat().toSorted()] as const;
  });
  const expected = Object.entries({ ...TRIGGER_ACTIONS, "Table.Arn": called }).map(([to, actions]) => {
    return [to, actions.toSorted()] as const;
  });
  assertEquals(new Map(found), new Map(expected));
});

Deno.test("the trigger of the template reads which records failed, which it does in provisioned mode alone, and loses none", async () => {
  const { Resources: { Transactions } } = await template(), { Properties } = Transactions.Properties.Events.Kafka;
  assertEquals(Properties.FunctionResponseTypes, ["ReportBatchItemFailures"]);
  assertEquals(Properties.ProvisionedPollerConfig, { MinimumPollers: 1 });
  assertEquals([Properties.StartingPosition, Properties.MaximumRetryAttempts], ["TRIM_HORIZON", undefined]);
  const code = await Deno.readTextFile(`${repositoryRoot}${FOLDER}/main.ts`);
  assertEquals(code.includes('failures: "report"'), true, "the function and its trigger go together");
});
