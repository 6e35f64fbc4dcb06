/** What every runtime has to do alike; made into one file by a bundler, and run in each of them. */
import {
  basicLogin,
  bearerToken,
  createAzureHandler,
  createLambdaHandler,
  createPushHandler,
  decodeKafkaEvent,
  type RecordProblem,
  signedBody,
} from "@dhcpkit/kafka/edge";
import { bodySignature, signingKey } from "../../src/wire/body_signature.ts";
import { toBase64 } from "../../src/wire/base64.ts";
import { EVENTS } from "./_events.ts";
import { knativeHeaders } from "./_http.ts";
import { lambdaEvent, lambdaRecord } from "./_lambda.ts";
import { told, transaction, utf8, value } from "./_transactions.ts";
import { variants } from "./_variants.ts";

/** What all decoders read, and what all handlers answer and hand on. */
export async function run(): Promise<Record<string, unknown>> {
  const taken: string[] = [], aside: string[] = [];
  const receiver = {
    onTransaction({ summary }: { summary: { serverName: string } | undefined }, { id }: { id: string }) {
      if (summary!.serverName === "failing") throw new Error("away");
      taken.push(`${summary!.serverName} ${id.slice(0, 8)}`);
    },
    onPoison: ({ place, reason }: RecordProblem) => void aside.push(`${place}: ${reason}`),
  };
  const decoded = Object.fromEntries(
    Object.entries(EVENTS).map(([platform, event]) => [platform, told(decodeKafkaEvent(event))]),
  );
  return { decoded, ...await handled(receiver), taken, aside, variants: await variants() };
}

type Handlers = Parameters<typeof createLambdaHandler>[0];

async function handled(receiver: Handlers): Promise<Record<string, unknown>> {
  const good = lambdaRecord(0, { server: "lambda" }), bad = lambdaRecord(1, {}, { value: "AQ==" });
  const failing = lambdaRecord(2, { server: "failing" }), behind = lambdaRecord(3, { server: "behind" });
  const lambda = await createLambdaHandler({ ...receiver, failures: "report" })(
    lambdaEvent({ "t-0": [good, bad, failing, behind] }),
  );
  const azure = createAzureHandler(receiver);
  await azure([value({ server: "azure" })], { triggerMetadata: { partitionArray: [0] } });
  const error = await azure([value({ server: "failing" })]).catch(String);
  return { lambda, azure: error, answers: await answers(receiver) };
}

/** The status of the answers to one request of each kind, and the bodies of those that are not good. */
async function answers(receiver: Handlers): Promise<unknown[]> {
  const authenticate = [bearerToken("token"), basicLogin("name:password"), signedBody("both sides")];
  const handler = createPushHandler({ ...receiver, authenticate, limits: { bodyBytes: 5000 } } as never);
  const bearer = { authorization: "Bearer token" }, json = { ...bearer, "content-type": "application/json" };
  const signature = await bodySignature(await signingKey("both sides"), value({ server: "signed" }));
  const requests: [Record<string, string>, BodyInit][] = [
    [knativeHeaders(0, 1, bearer), value({ server: "knative" })],
    [knativeHeaders(0, 2, { authorization: `Basic ${toBase64(utf8("name:password"))}` }), value({ server: "login" })],
    [knativeHeaders(0, 3, { "x-dhcpkit-signature": signature }), value({ server: "signed" })],
    [knativeHeaders(0, 4, { "x-dhcpkit-signature": signature }), value({ server: "nobody" })],
    [knativeHeaders(0, 5, bearer), value({ server: "failing" })],
    [json, ["a", "b"].map((server) => JSON.stringify(transaction({ server }))).join(",")],
    [json, "{"],
    [json, " ".repeat(5001)],
    [{ ...bearer, "content-type": "text/html" }, "<p>"],
  ];
  return await Promise.all(requests.map(async ([headers, body]) => {
    const response = await handler(new Request("https://edge.example.org/", { method: "POST", headers, body }));
    const text = await response.text();
    return response.status < 300 ? response.status : [response.status, JSON.parse(text)];
  }));
}
