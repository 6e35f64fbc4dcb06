/** A program that an edge function is made of, and the bytes that it may take at most: minified, all that it imports included. */
export interface EdgeImport {
  readonly what: string;
  readonly source: string;
  readonly most: number;
}

function named(name: string, most: number): EdgeImport {
  return { what: `\`${name}\``, source: `export { ${name} } from "@dhcpkit/kafka/edge";`, most };
}

/** What functions import of `@dhcpkit/kafka/edge`, and what else they may. */
export const edgeImports: readonly EdgeImport[] = [
  {
    what: "`summarizeTransaction` of `./messages`: a record's value, and the options that tell most of it",
    source: `export { summarizeTransaction } from "@dhcpkit/kafka/messages";`,
    most: 10_000,
  },
  named("decodeLambdaEvent", 16_500),
  named("decodeBridgeRecords", 19_500),
  named("decodeAzureEvent", 21_000),
  named("decodeCloudEvents", 21_000),
  named("decodeConnectBody", 21_500),
  named("decodeHttpEvent", 23_500),
  named("decodeKafkaEvent", 28_000),
  named("createLambdaHandler", 30_000),
  named("createAzureHandler", 34_500),
  named("createPushHandler", 40_500),
  named("bearerToken", 2_000),
  named("basicLogin", 2_200),
  named("signedBody", 2_500),
  {
    what: "all of `./edge`",
    source: `export * from "@dhcpkit/kafka/edge";`,
    most: 48_000,
  },
  {
    what: "`httpBridgeTransport` of `./publisher/http-bridge`",
    source: `export { httpBridgeTransport } from "@dhcpkit/kafka/publisher/http-bridge";`,
    most: 16_000,
  },
  {
    what: "the same with `Publisher` of `./publisher`",
    source: `export { httpBridgeTransport } from "@dhcpkit/kafka/publisher/http-bridge";
      export { Publisher } from "@dhcpkit/kafka/publisher";`,
    most: 50_000,
  },
];
